"""What the database promises to those who write."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from veillee.foundation.basics import Event, Listeners
from veillee.foundation.storage import Database, Transaction
from veillee.foundation.storage.writer import WriterStopped

schema = sa.MetaData()
numbers = sa.Table("numbers", schema, sa.Column("n", sa.Integer, primary_key=True))


class Added(Event, frozen=True):
    """A number was stored."""

    n: int


def add(transaction: Transaction, n: int) -> int:
    transaction.connection.execute(numbers.insert(), {"n": n})
    transaction.announce(Added(n=n))
    return n


def add_many(transaction: Transaction, items: list[int]) -> list[int]:
    transaction.connection.execute(numbers.insert(), [{"n": n} for n in items])
    for n in items:
        transaction.announce(Added(n=n))
    return items


def stored(connection: sa.Connection) -> list[int]:
    return list(connection.execute(sa.select(numbers.c.n).order_by(numbers.c.n)).scalars())


def run(tmp_path: Path, story: Callable[[Database, Listeners], Coroutine[Any, Any, None]]) -> None:
    async def whole() -> None:
        listeners = Listeners()
        database = Database.on_sqlite(tmp_path / "numbers.sqlite3", listeners)
        await database.write(lambda transaction: schema.create_all(transaction.connection))
        await story(database, listeners)
        await database.close()

    asyncio.run(whole())


def test_one_failing_job_takes_nobody_with_it(tmp_path: Path) -> None:
    async def story(database: Database, listeners: Listeners) -> None:
        heard: list[int] = []
        listeners.after(Added, lambda event: heard.append(event.n))
        jobs = [database.write(add, n) for n in (1, 2, 2, 3)]
        done = await asyncio.gather(*jobs, return_exceptions=True)
        assert [type(outcome) for outcome in done] == [int, int, sa.exc.IntegrityError, int]
        assert await database.read(stored) == [1, 2, 3] == heard

    run(tmp_path, story)


def test_one_poisoned_item_takes_nobody_with_it(tmp_path: Path) -> None:
    async def story(database: Database, listeners: Listeners) -> None:
        heard: list[int] = []
        listeners.after(Added, lambda event: heard.append(event.n))
        await database.write(add, 5)
        done = await asyncio.gather(*(database.write_batched(add_many, n) for n in (4, 5, 6)), return_exceptions=True)
        assert [type(outcome) for outcome in done] == [int, sa.exc.IntegrityError, int]
        assert await database.read(stored) == [4, 5, 6]
        assert heard == [5, 4, 6]

    run(tmp_path, story)


def test_what_a_listener_within_refuses_is_not_stored(tmp_path: Path) -> None:
    async def story(database: Database, listeners: Listeners) -> None:
        def refuse(_transaction: Transaction, _event: Added) -> None:
            raise RuntimeError("no")

        listeners.within(Added, refuse)
        with pytest.raises(RuntimeError):
            await database.write(add, 1)
        assert await database.read(stored) == []

    run(tmp_path, story)


def test_listeners_after_hear_in_commit_order_before_the_writer_is_told(tmp_path: Path) -> None:
    async def story(database: Database, listeners: Listeners) -> None:
        heard: list[int] = []
        listeners.after(Added, lambda event: heard.append(event.n))

        async def write(n: int) -> None:
            await database.write(add, n)
            assert n in heard

        await asyncio.gather(*(write(n) for n in range(200)))
        assert heard == list(range(200))

    run(tmp_path, story)


def test_a_commit_that_fails_is_nobodys_success(tmp_path: Path) -> None:
    async def story(database: Database, listeners: Listeners) -> None:
        heard: list[int] = []
        listeners.after(Added, lambda event: heard.append(event.n))

        def break_commit(_connection: sa.Connection) -> None:
            raise OSError("disk full")

        sa.event.listen(database.engine, "commit", break_commit)
        with pytest.raises(OSError, match="disk full"):
            await database.write(add, 1)
        sa.event.remove(database.engine, "commit", break_commit)
        await database.write(add, 2)
        assert await database.read(stored) == [2] == heard

    run(tmp_path, story)


def test_close_commits_what_waits_and_then_refuses(tmp_path: Path) -> None:
    async def story(database: Database, _listeners: Listeners) -> None:
        waiting = [asyncio.ensure_future(database.write(add, n)) for n in range(50)]
        await asyncio.sleep(0)
        await database.close()
        assert await asyncio.gather(*waiting) == list(range(50))
        with pytest.raises(WriterStopped):
            await database.write(add, 99)

    run(tmp_path, story)
