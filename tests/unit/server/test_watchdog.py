"""Who holds up the loop is named, and nothing that people wrote."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from tests.story import Log
from veillee.server.watchdog import STALL_SECONDS, TICK_SECONDS, Watchdog

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture
async def watchdog() -> AsyncIterator[Watchdog]:
    watching = Watchdog()
    watching.start()
    yield watching
    watching.stop()


def hold_up(watchdog: Watchdog, private: str) -> None:
    """Compute until there is a stall for certain and the watchdog has seen who it is."""
    until = time.monotonic() + STALL_SECONDS + 3 * TICK_SECONDS
    while time.monotonic() < until or not watchdog._suspect:
        private = private[::-1]


async def hear(log: Log) -> Mapping[str, Any]:
    while not log.lines:  # noqa: ASYNC110 - the watchdog's own timer decides when
        await asyncio.sleep(0)
    return log.lines[0]


async def test_a_stall_names_its_culprit(watchdog: Watchdog) -> None:
    with Log() as log:
        hold_up(watchdog, "private words")
        line = await hear(log)
    assert line["event"] == "loop stalled"
    assert line["stalled_ms"] >= STALL_SECONDS * 1000
    assert any("test_watchdog.py" in frame and frame.endswith(" hold_up") for frame in line["stack"])
    log.check_lines(1, without="private words")
    assert sum(watchdog.lag.counts[watchdog.lag.bounds.index(STALL_SECONDS) + 1 :]) == 1


async def test_the_collector_is_told_apart(watchdog: Watchdog) -> None:
    with Log() as log:
        gc.collect()
        hold_up(watchdog, "private words")
        line = await hear(log)
    assert line["collecting_ms"] >= 1


async def test_after_it_has_ended_nothing_is_left() -> None:
    before = len(gc.callbacks)
    watchdog = Watchdog()
    watchdog.start()
    watchdog.stop()
    with Log() as log:
        await asyncio.sleep(0)
    assert len(gc.callbacks) == before
    log.check_lines(0)
