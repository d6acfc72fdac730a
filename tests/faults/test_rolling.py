"""A rolling restart behind nginx, with the example of the documents, that nobody notices."""

import re
import shutil
from collections import Counter
from pathlib import Path
from signal import Signals

import pytest

from tests.faults.company import gather_company
from tests.faults.consoles import Console, everybody_watches, hire
from tests.faults.front import EXAMPLE, nginx
from tests.faults.keeping import check_heard, check_kept
from tests.faults.load import finish
from tests.faults.roaming import everybody_talks
from tests.faults.server import Server
from tests.outside import need
from tests.story.engines import OnPostgres, standing_on
from tests.story.ports import find_ports
from veillee.foundation.gateway import GatewayLimits
from veillee.foundation.gateway.connections import RETRY_MILLISECONDS_MAX
from veillee.foundation.storage import DataFolder
from veillee.oversight.moderation.desk import news

pytestmark = pytest.mark.anyio


@pytest.fixture
def ports() -> list[int]:
    """Three that are free: of nginx and of the nodes."""
    return find_ports(3)


async def test_one_node_after_the_other_is_restarted(tmp_path: Path, ports: list[int]) -> None:
    need("nginx")
    with standing_on(OnPostgres()) as engine:
        first, second = tmp_path / "first", tmp_path / "second"
        talkers = await gather_company(first)
        consoles = [Console(cookie) for cookie in await hire(first, 4)]
        second.mkdir()
        for key in first.glob("*.key"):
            shutil.copy(key, second)
        shared = {
            "VEILLEE_DATABASE": engine.address(DataFolder(first).database),
            "VEILLEE_BUS": engine.bus(),
            "VEILLEE_SITE__ORIGIN": "http://localhost",
        }
        async with (
            Server(first, more=shared, port=ports[1]) as one,
            Server(second, more=shared, port=ports[2]) as other,
            nginx(tmp_path, ports) as front,
        ):
            await front.ready()
            async with everybody_watches(front, consoles), everybody_talks([front], talkers) as talk:
                for node in (one, other):
                    moved = talk.ends.total()
                    node.signal(Signals.SIGTERM)
                    assert await node.ended() == 0
                    assert node.stalls() == []
                    await talk.spoken()
                    assert talk.ends.total() > moved, "each had people, who had to move"
                    await node.start()
                    await _all_are_told(front, consoles)
            kept = await finish(front, talkers)
        check_kept(talkers, kept)
        check_heard(talkers, kept)
        assert set(talk.ends) == {(1, 1012)} and not talk.told_to_wait
        assert set(sum((console.ends for console in consoles), Counter())) == {"whole"}
        assert sum(console.begun for console in consoles) > len(consoles), "each node had consoles, which had to move"
        # How soon they really are elsewhere bin/faults tells; here only that nobody is asked to stay away for long.
        asked = [milliseconds for talker in talkers for milliseconds in talker.asked_milliseconds]
        assert len(asked) == talk.ends.total() and max(asked) <= RETRY_MILLISECONDS_MAX <= 1_500


async def test_consoles_behind_one_node_hear_at_once_and_again_after_its_restart(
    tmp_path: Path, ports: list[int]
) -> None:
    need("nginx")
    data = tmp_path / "data"
    consoles = [Console(cookie) for cookie in await hire(data, 2)]
    async with Server(data, port=ports[1]) as node, nginx(tmp_path, ports) as front:
        await front.ready()
        async with everybody_watches(front, consoles):
            await _all_are_told(front, consoles)
            assert [(console.begun, console.ends) for console in consoles] == [(1, {})] * 2, "heard while it goes on"
            node.signal(Signals.SIGTERM)
            assert await node.ended() == 0
            for console in consoles:
                await console.until(lambda it: it.ends["refused 502"] > 0)
                assert console.ends["whole"] == 1 and not console.ends["cut"]
            await node.start()
            for console in consoles:
                await console.until(lambda it: it.begun == 2)
            await _all_are_told(front, consoles)


def test_no_time_of_the_example_is_shorter_than_a_silence_of_ours() -> None:
    times = {name: int(seconds) for name, seconds in re.findall(r"(proxy_\w+_timeout) (\d+)s;", EXAMPLE.read_text())}
    for name in ("proxy_read_timeout", "proxy_send_timeout"):
        assert times[name] > max(news.BEAT_SECONDS, GatewayLimits().ping_seconds)


async def _all_are_told(front: Server, consoles: list[Console]) -> None:
    """Of the lamp, which one of them turns up and down."""
    for on in (True, False):
        before = [console.heard["watch"] for console in consoles]
        await consoles[0].turn_the_lamp(front, on=on)
        for console, heard in zip(consoles, before, strict=True):
            await console.until(lambda it, heard=heard: it.heard["watch"] > heard)  # type: ignore[misc]
