"""What the database promises to those who write."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from tests.story.engines import Engine, new_address
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


@pytest.fixture(scope="module", autouse=True)
def on_each_engine(engine: Engine) -> None:
    """Both keep the same promises."""


def run(tmp_path: Path, story: Callable[[Database, Listeners], Coroutine[Any, Any, None]]) -> None:
    async def whole() -> None:
        listeners = Listeners()
        database = Database.open(new_address(), tmp_path / "numbers.sqlite3", listeners)
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


def test_a_listener_after_that_fails_keeps_nobody_from_hearing(tmp_path: Path) -> None:
    async def story(database: Database, listeners: Listeners) -> None:
        heard: list[int] = []

        def break_down(event: Added) -> None:
            raise RuntimeError("a secret of the event")

        listeners.after(Added, break_down)
        listeners.after(Added, lambda event: heard.append(event.n))
        with capture_logs() as logs:
            assert await asyncio.gather(*(database.write(add, n) for n in range(3))) == [0, 1, 2] == heard
            assert await database.write_batched(add_many, 3) == 3
        assert heard == [0, 1, 2, 3]
        said = [line for line in logs if line["event"] == "listener failed"]
        assert [(line["heard"], line["error"]) for line in said] == [("Added", "RuntimeError")] * 4
        assert "secret" not in str(said)

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


def test_what_is_asked_for_in_one_turn_is_made_durable_together(tmp_path: Path) -> None:
    async def story(database: Database, _: Listeners) -> None:
        before = database.group_sizes.total, sum(database.group_sizes.counts)
        await asyncio.gather(*(database.write_batched(add_many, n) for n in range(50)))
        assert (database.group_sizes.total, sum(database.group_sizes.counts)) == (before[0] + 50, before[1] + 1)

    run(tmp_path, story)


def test_who_waits_goes_on_after_the_listeners_have_heard(tmp_path: Path) -> None:
    async def story(database: Database, listeners: Listeners) -> None:
        heard: list[int] = []
        listeners.after(Added, lambda event: heard.append(event.n))
        told: list[list[int]] = []
        for n in range(20):
            database.submit_batched(add_many, n).add_done_callback(lambda _: told.append(list(heard)))
        await database.write(add, 99)
        assert [sorted(one)[:20] for one in told] == [list(range(20))] * 20

    run(tmp_path, story)
