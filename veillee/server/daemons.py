"""Standing jobs: what must happen though nobody asks."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from veillee.oversight import mail, moderation
from veillee.safety.evidence import forget_judged
from veillee.safety.tallies import WRITE_SECONDS, forget_tallies
from veillee.server.garbage import SWEEP_SECONDS, Sweeper
from veillee.server.keys import seal_backlog
from veillee.server.retention import Retention
from veillee.server.timekeeping import Timekeeper
from veillee.server.wiring import Place

TIDY_SECONDS = 3_600
TRIM_SECONDS = 300
PICTURES_SECONDS = 600
PUBLISH_SECONDS = 60

log = structlog.get_logger("daemons")


async def start_daemons(place: Place) -> None:
    """Start every standing job; the first round of each is done before this returns.

    What is stored is looked after by one node at a time; each node looks after its own memory. The watch is counted by
    each: its lamp has to go out though it hears nothing of the others.
    """
    ahead, synthetic = moderation.LOOK_AHEAD_SECONDS, moderation.SYNTHETIC_SECONDS
    retention = Retention(place.database, place.settings.retention, place.clock)
    destroying = Timekeeper(place.database, place.clock, place.now).unless_ahead
    jobs: tuple[tuple[float, Callable[[], Awaitable[None]]], ...] = (
        (moderation.TICK_SECONDS, place.moderation.tick),
        (TIDY_SECONDS, destroying(place.alone("tidy", TIDY_SECONDS, place.entry.tidy))),
        (PICTURES_SECONDS, destroying(place.alone("pictures", PICTURES_SECONDS, place.pictures.tidy))),
        (PUBLISH_SECONDS, place.alone("publish", PUBLISH_SECONDS, place.publish_ledger)),
        (TRIM_SECONDS, destroying(place.alone("trim", TRIM_SECONDS, place.trim))),
        (ahead, place.alone("ahead", ahead, place.moderation.duty.look_ahead)),
        (synthetic, place.alone("synthetic", synthetic, place.moderation.duty.make_synthetic)),
        (TIDY_SECONDS, destroying(place.alone("destroy", TIDY_SECONDS, place.moderation.evidence.destroy_due))),
        (TIDY_SECONDS, place.alone("take in", TIDY_SECONDS, partial(_take_in, place))),
        (TIDY_SECONDS, place.alone("seal", TIDY_SECONDS, partial(seal_backlog, place.database))),
        (TIDY_SECONDS, destroying(place.alone("retention", TIDY_SECONDS, retention.round))),
        (TIDY_SECONDS, place.traces.tidy),
        (TIDY_SECONDS, destroying(place.alone("traces", TIDY_SECONDS, place.traces.forget))),
        (WRITE_SECONDS, place.tallies.write),
        (TIDY_SECONDS, destroying(place.alone("tallies", TIDY_SECONDS, partial(_forget_tallies, place)))),
        (TIDY_SECONDS, destroying(place.alone("judged", TIDY_SECONDS, partial(_forget_judged, place)))),
        (SWEEP_SECONDS, Sweeper(place.connections).sweep),
    )
    for seconds, job in jobs:
        await job()
        place.background.run(_repeat(seconds, job))
    # Not before the port opens: a mail server that does not answer would keep everybody out.
    post = place.alone("post", mail.POST_SECONDS, place.post.round)
    place.background.run(_repeat(mail.POST_SECONDS, post))


async def _forget_judged(place: Place) -> None:
    await place.database.write(forget_judged, place.clock())


async def _forget_tallies(place: Place) -> None:
    await place.database.write(forget_tallies, place.clock().date())


async def _take_in(place: Place) -> None:
    await place.database.write(moderation.take_in, place.clock())


async def _repeat(seconds: float, job: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await job()
        except Exception as error:
            # A job that failed once is tried again: the lamp must not stay lit because a look at it broke.
            log.error("standing job failed", job=getattr(job, "__name__", "job"), error=type(error).__name__)
