"""The ledger: dense, append-only, committing without telling."""

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from tests.story.engines import Engine, open_database
from veillee.foundation.basics import Listeners
from veillee.foundation.storage import Database, Transaction
from veillee.safety import ledger
from veillee.safety.ledger.store import leaves

pytestmark = pytest.mark.anyio
AT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def database(tmp_path: Path, engine: Engine) -> AsyncIterator[Database]:
    database = open_database(tmp_path / "ledger.sqlite3", Listeners())
    yield database
    await database.close()


async def rows(database: Database) -> list[Any]:
    query = sa.select(leaves).order_by(leaves.c.index)
    return await database.read(lambda connection: list(connection.execute(query).all()))


async def test_indexes_are_dense_from_zero_and_hashes_are_those_of_rfc_6962(database: Database) -> None:
    receipts = [await database.write(ledger.append, "report.received", {"n": n}, AT) for n in range(5)]
    assert [receipt.index for receipt in receipts] == [0, 1, 2, 3, 4]
    for receipt, row in zip(receipts, await rows(database), strict=True):
        assert receipt.leaf_hash == hashlib.sha256(b"\x00" + row.leaf).hexdigest() == row.leaf_hash


async def test_what_fails_leaves_no_leaf_and_no_gap(database: Database) -> None:
    def fail(transaction: Transaction) -> None:
        ledger.append(transaction, "report.received", {"n": 0}, AT)
        raise ValueError("no")

    await database.write(ledger.append, "report.received", {"n": 1}, AT)
    with pytest.raises(ValueError, match="no"):
        await database.write(fail)
    assert (await database.write(ledger.append, "report.received", {"n": 2}, AT)).index == 1


async def test_a_leaf_tells_kind_and_time_and_nothing_else(database: Database) -> None:
    await database.write(ledger.append, "report.received", {"note": "Anna écrit à Bruno"}, AT)
    (row,) = await rows(database)
    leaf = msgspec.json.decode(row.leaf)
    assert set(leaf) == {"category", "commitment", "time"}
    assert leaf["category"] == "report.received"
    assert leaf["time"] == "2026-11-24T20:00:00.000Z"
    assert b"Anna" not in row.leaf


async def test_the_commitment_opens_with_content_and_salt_only(database: Database) -> None:
    content = {"note": "à 20 h"}
    await database.write(ledger.append, "report.received", content, AT)
    await database.write(ledger.append, "report.received", content, AT)
    one, two = await rows(database)
    assert ledger.open_commitment(one.leaf, content, one.salt)
    assert not ledger.open_commitment(one.leaf, {"note": "à 21 h"}, one.salt)
    assert not ledger.open_commitment(one.leaf, content, two.salt)
    assert one.leaf != two.leaf


async def test_what_is_forgotten_opens_no_more_and_the_log_stays(database: Database) -> None:
    await database.write(ledger.append, "report.received", {"n": 1}, AT)
    (before,) = await rows(database)
    await database.write(ledger.forget, 0)
    (after,) = await rows(database)
    assert (after.leaf, after.leaf_hash, after.salt) == (before.leaf, before.leaf_hash, None)
    assert await database.write(ledger.append_if_new, "report.received", {"n": 1}, AT) is not None


async def test_what_has_not_changed_is_not_said_again(database: Database) -> None:
    said = [await database.write(ledger.append_if_new, "policy.in_force", {"policy": p}, AT) for p in "aabba"]
    assert [None if receipt is None else receipt.index for receipt in said] == [0, None, 1, None, 2]
    assert await database.write(ledger.append_if_new, "rules.in_force", {"policy": "a"}, AT) is not None
