"""Whether the clock may be trusted with what cannot be undone."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from veillee.foundation.basics import Clock
from veillee.foundation.storage import Database, read_clock

AHEAD_MAX = timedelta(hours=1)

log = structlog.get_logger("timekeeping")


class Timekeeper:
    """Compares the clock with what has passed since this was made, and with the database's, where that has its own.

    A clock that is a year ahead would destroy a year too early: nothing is destroyed by it. One that is behind destroys
    too late, and comes right by itself. `now` counts seconds and is never set.
    """

    def __init__(self, database: Database, clock: Clock, now: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock
        self._now = now
        self._began, self._began_at = now(), clock()

    def unless_ahead(self, job: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """The job, left out while the clock is ahead."""

        async def run() -> None:
            if await self.is_ahead():
                log.error("the clock is ahead: nothing is destroyed by it")
            else:
                await job()

        return run

    async def is_ahead(self) -> bool:
        """By more than AHEAD_MAX."""
        expected = self._began_at + timedelta(seconds=self._now() - self._began)
        if self._clock() - expected > AHEAD_MAX:
            return True
        theirs = await self._database.read(read_clock)
        return theirs is not None and self._clock() - theirs > AHEAD_MAX
