"""Row locks are taken in one order, so that two nodes never wait for each other."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from tests.story.engines import OnPostgres, standing_on
from tests.story.postgres import shared_server
from veillee.foundation.basics import Listeners
from veillee.foundation.storage import Database, Transaction, take_in_order

pytestmark = pytest.mark.anyio
ROWS = "abcdefgh"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def nodes() -> AsyncIterator[tuple[Database, Database]]:
    """Two that write to the same database."""
    with standing_on(OnPostgres()):
        shared_server().execute("DROP DATABASE IF EXISTS lock_order")
        shared_server().execute("CREATE DATABASE lock_order")
        address = shared_server().url("lock_order")
        opened = [Database.open(address, Path(), Listeners()) for _ in range(2)]
        await opened[0].write(furnish)
        yield opened[0], opened[1]
        for database in opened:
            await database.close()


def furnish(transaction: Transaction) -> None:
    transaction.connection.execute(sa.text("CREATE TABLE heads (id TEXT PRIMARY KEY, head INTEGER NOT NULL)"))
    transaction.connection.execute(sa.text("INSERT INTO heads VALUES (:id, 0)"), [{"id": row} for row in ROWS])


def raise_heads(transaction: Transaction, ids: str) -> int:
    """As appending does: lock, read, write. The id of the transaction."""
    connection = transaction.connection
    take_in_order(connection, set(ids))
    which = {"ids": list(ids)}
    connection.execute(sa.text("SELECT * FROM heads WHERE id = ANY(:ids) ORDER BY id FOR NO KEY UPDATE"), which)
    connection.execute(sa.text("UPDATE heads SET head = head + 1 WHERE id = ANY(:ids)"), which)
    return int(connection.execute(sa.text("SELECT pg_current_xact_id()::text")).scalar_one())


def raise_many(transaction: Transaction, items: list[str]) -> list[int]:
    return [raise_heads(transaction, "".join(sorted(set("".join(items)))))] * len(items)


def fail(_transaction: Transaction) -> None:
    raise RuntimeError


async def test_jobs_whose_locks_come_in_order_share_a_transaction(nodes: tuple[Database, Database]) -> None:
    one, _ = nodes
    ids = await asyncio.gather(*(one.write(raise_heads, which) for which in ("a", "c", "bc", "c", "de", "a")))
    # "bc" begins the second, and the last "a", which that one has not locked, a third.
    first, second, third = ids[0], ids[2], ids[5]
    assert ids == [first, first, second, second, second, third]
    assert len({first, second, third}) == 3


async def test_a_job_that_fails_holds_nothing_up(nodes: tuple[Database, Database]) -> None:
    one, _ = nodes

    def lock_and_fail(transaction: Transaction) -> None:
        raise_heads(transaction, "h")
        raise RuntimeError

    jobs = [one.write(raise_heads, "a"), one.write(lock_and_fail), one.write(raise_heads, "b"), one.write(fail)]
    first, failed, second, _ = await asyncio.gather(*jobs, return_exceptions=True)
    assert isinstance(failed, RuntimeError) and first == second


async def test_two_nodes_never_stop_each_other(nodes: tuple[Database, Database]) -> None:
    chance, said = Random(182), shared_server().folder / "log"
    before = said.read_text().count("deadlock detected")
    writing = []
    for _ in range(60):
        for database in nodes:
            for which in chance.sample(ROWS, 5):
                writing.append(database.write(raise_heads, which))
                writing.append(database.write_batched(raise_many, which))
        await asyncio.sleep(0)
    await asyncio.gather(*writing)
    assert said.read_text().count("deadlock detected") == before
