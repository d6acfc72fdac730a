"""What SQLite does when there is no room, and what writers are told."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.story import Log
from veillee.foundation.basics import Event, Listeners, Unavailable
from veillee.foundation.storage import Database, Transaction

pytestmark = pytest.mark.anyio
schema = sa.MetaData()
numbers = sa.Table("numbers", schema, sa.Column("n", sa.Integer, primary_key=True))


class Added(Event, frozen=True):
    """A number was stored."""

    n: int


def add(transaction: Transaction, n: int) -> int:
    transaction.connection.execute(numbers.insert(), {"n": n})
    transaction.announce(Added(n=n))
    return n


def fail(transaction: Transaction) -> None:
    """The database takes nothing more and keeps the transaction."""
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise sa.exc.OperationalError("INSERT", None, error)


def end(transaction: Transaction) -> None:
    """The database gives the whole transaction up by itself."""
    driver = transaction.connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute("ROLLBACK")
    raise RuntimeError("no room")


@pytest.mark.parametrize("happen", [fail, end])
async def test_nobody_in_the_group_is_told_that_it_is_stored(tmp_path: Path, happen: object) -> None:
    listeners, heard = Listeners(), []
    listeners.after(Added, lambda event: heard.append(event.n))
    database = Database.on_sqlite(tmp_path / "numbers.sqlite3", listeners)
    await database.write(lambda transaction: schema.create_all(transaction.connection))
    with Log() as log:
        for _ in range(3):
            jobs = [database.write(add, 1), database.write(happen), database.write(add, 2)]  # type: ignore[arg-type]
            done = await asyncio.gather(*jobs, return_exceptions=True)
            assert [type(outcome) for outcome in done] == [Unavailable] * 3
        assert await database.write(add, 3) == 3
    assert [line["event"] for line in log.lines] == ["cannot store", "can store again"]
    assert await database.read(lambda connection: list(connection.scalars(sa.select(numbers.c.n)))) == [3] == heard
    await database.close()
