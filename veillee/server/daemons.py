"""Standing jobs: what must happen though nobody asks."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from veillee.oversight import moderation
from veillee.server.wiring import Place

TIDY_SECONDS = 3_600

log = structlog.get_logger("daemons")


async def start_daemons(place: Place) -> None:
    """Start every standing job; the first round of each is done before this returns."""
    jobs: tuple[tuple[float, Callable[[], Awaitable[None]]], ...] = (
        (moderation.TICK_SECONDS, place.moderation.tick),
        (TIDY_SECONDS, place.entry.tidy),
    )
    for seconds, job in jobs:
        await job()
        place.background.run(_repeat(seconds, job))


async def _repeat(seconds: float, job: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await job()
        except Exception as error:
            # A job that failed once is tried again: the lamp must not stay lit because a look at it broke.
            log.error("standing job failed", job=getattr(job, "__name__", "job"), error=type(error).__name__)
