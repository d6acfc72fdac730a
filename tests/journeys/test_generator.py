"""What the bench measures with speaks the contract, counts right and loses nothing."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bench.build import Programs, build
from tests.outside import need
from tests.story import open_evening
from veillee.server.run import bind

pytestmark = pytest.mark.anyio
PHASES = "serial:1:1:0:1,burst:64:16:0:4,steady:0:0:200:2"
MEMBERS = 12


@pytest.fixture(scope="module")
def programs() -> Programs:
    need("cc")
    return build()


async def generate(programs: Programs, **options: Any) -> list[dict[str, Any]]:
    given = {"members": MEMBERS, "phases": PHASES, "seconds": 0.2, "warm_seconds": 0.05, "settle": 0.1, **options}
    words = [str(word) for name, value in given.items() for word in (f"--{name.replace('_', '-')}", value)]
    running = await asyncio.create_subprocess_exec(programs.generator, *words, stdout=asyncio.subprocess.PIPE)
    told, _ = await running.communicate()
    assert running.returncode == 0, told
    return [json.loads(line) for line in told.splitlines()]


async def test_it_talks_in_a_place_and_everything_arrives(tmp_path: Path, programs: Programs) -> None:
    async with open_evening(tmp_path, limits__messages_per_minute_per_person=1_000_000) as evening:
        rooms = [await evening.room(), await evening.room("La nuit"), await evening.room("Autre part")]
        joined, *phases = await generate(
            programs,
            protocol="veillee",
            port=evening.address[1],
            path="/api/v1/realtime",
            rules=evening.place.gate.house_rules.version,
            rooms=",".join(rooms),
        )
        deliveries = evening.place.delivery.deliveries
    assert joined["members"] == MEMBERS
    assert [phase["phase"] for phase in phases] == ["serial", "burst", "steady"]
    for phase in phases:
        assert phase["messages"] > 0 and phase["accepted_p99_ms"] > 0
        assert phase["refused"] == 0 and phase["answered"] == phase["sent"]
        assert_all_arrived(phase)
    assert deliveries == sum(phase["delivered"] for phase in phases)


async def test_it_tells_what_is_refused_from_what_is_lost(tmp_path: Path, programs: Programs) -> None:
    async with open_evening(tmp_path, limits__messages_per_minute_per_person=10) as evening:
        slug = await evening.room()
        _, phase = await generate(
            programs,
            protocol="veillee",
            port=evening.address[1],
            path="/api/v1/realtime",
            rules=evening.place.gate.house_rules.version,
            rooms=slug,
            phases="burst:64:16:0:1",
        )
    assert phase["refused"] > 0 and phase["answered"] == phase["sent"]
    assert_all_arrived(phase)


def assert_all_arrived(phase: dict[str, Any]) -> None:
    assert phase["delivered"] == (phase["sent"] - phase["refused"]) * MEMBERS
    assert (phase["lost"], phase["surplus"], phase["late"]) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["each", "coalesced"])
async def test_the_limit_delivers_to_everybody(programs: Programs, kind: str) -> None:
    with bind("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    limit = await asyncio.create_subprocess_exec(programs.limit, str(port), kind)
    try:
        while not await answers(port):
            assert limit.returncode is None
        _, *phases = await generate(programs, protocol="websocket", port=port)
    finally:
        limit.terminate()
        await limit.wait()
    for phase in phases:
        assert phase["messages"] > 0
        assert_all_arrived(phase)


async def answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
