"""What cannot be undone is not done by a clock that is ahead."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.story.engines import Engine, OnPostgres, open_database
from veillee.foundation.basics import Listeners, new_id
from veillee.foundation.storage import Database, take_lease
from veillee.server.timekeeping import Timekeeper

pytestmark = pytest.mark.anyio

ROUND = 60.0
AHEAD, RIGHT, THIRD = new_id(), new_id(), new_id()


class Time:
    """What a clock shows, and what has passed."""

    def __init__(self) -> None:
        self.shown = datetime.now(UTC)
        self.passed = 0.0

    def clock(self) -> datetime:
        return self.shown

    def now(self) -> float:
        return self.passed


@pytest.fixture
async def database(engine: Engine, tmp_path: Path) -> AsyncIterator[Database]:
    database = open_database(tmp_path / "place.sqlite3", Listeners())
    yield database
    await database.close()


async def test_a_clock_that_jumps_ahead_destroys_nothing_until_it_is_right_again(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    time, done = Time(), []

    async def destroy() -> None:
        done.append(time.shown)

    run = Timekeeper(database, time.clock, time.now).unless_ahead(destroy)
    await run()
    time.shown += timedelta(days=366)
    await run()
    assert len(done) == 1 and "clock is ahead" in capsys.readouterr().out
    time.shown -= timedelta(days=367)
    await run()
    assert len(done) == 2


async def test_time_that_really_passed_is_no_jump(database: Database) -> None:
    time = Time()
    keeper = Timekeeper(database, time.clock, time.now)
    time.shown, time.passed = time.shown + timedelta(minutes=50), 3_000.0
    assert not await keeper.is_ahead()


async def test_a_clock_that_was_wrong_from_the_beginning_is_held_to_the_database(
    engine: Engine, database: Database
) -> None:
    time = Time()
    time.shown += timedelta(days=366)
    keeper = Timekeeper(database, time.clock, time.now)
    assert await keeper.is_ahead() == isinstance(engine, OnPostgres)


async def test_the_lease_of_a_clock_that_was_ahead_keeps_nobody_from_working(database: Database) -> None:
    now = datetime.now(UTC)
    assert await database.write(take_lease, "job", AHEAD, now + timedelta(days=366), ROUND)
    assert await database.write(take_lease, "job", RIGHT, now, ROUND)
    assert not await database.write(take_lease, "job", THIRD, now, ROUND)
    assert not await database.write(take_lease, "job", THIRD, now + timedelta(seconds=ROUND - 1), ROUND)
    assert await database.write(take_lease, "job", THIRD, now + timedelta(seconds=ROUND), ROUND)
