"""A rolling restart behind nginx, with the example of the documents, that nobody notices."""

import asyncio
import contextlib
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from signal import Signals

import httpx
import pytest

from tests.faults.company import gather_company
from tests.faults.keeping import check_heard, check_kept
from tests.faults.load import finish
from tests.faults.roaming import everybody_talks
from tests.faults.server import Server
from tests.outside import need
from tests.story.engines import OnPostgres, standing_on
from tests.story.ports import find_ports
from veillee.foundation.gateway.connections import RETRY_MILLISECONDS_MAX
from veillee.foundation.storage import DataFolder

pytestmark = pytest.mark.anyio
EXAMPLE = Path(__file__).parents[2] / "docs" / "run" / "nginx.conf"
PATIENCE_SECONDS = 60


class Front(Server):
    """Where people come in: the proxy before the nodes."""

    def __init__(self, port: int) -> None:
        super().__init__(Path())
        self.url = f"http://127.0.0.1:{port}"


@pytest.fixture
def ports() -> list[int]:
    """Three that are free: of nginx and of the nodes."""
    return find_ports(3)


@contextlib.asynccontextmanager
async def nginx(folder: Path, ports: Sequence[int]) -> AsyncIterator[Front]:
    """The example, with ports of our own."""
    program = need("nginx")
    text = EXAMPLE.read_text()
    for known, port in zip((8000, 8001, 8002), ports, strict=True):
        text, count = re.subn(rf"127\.0\.0\.1:{known}\b", f"127.0.0.1:{port}", text)
        assert count == 1, known
    (folder / "nginx.conf").write_text(text)
    command = (str(program), "-e", "stderr", "-p", str(folder), "-c", "nginx.conf", "-g", "daemon off;")
    checked = await asyncio.create_subprocess_exec(*command, "-t", stderr=asyncio.subprocess.PIPE)
    _, said = await checked.communicate()
    assert checked.returncode == 0, said.decode()
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
    try:
        yield Front(ports[0])
    finally:
        process.terminate()
        await process.wait()


async def test_one_node_after_the_other_is_restarted(tmp_path: Path, ports: list[int]) -> None:
    need("nginx")
    with standing_on(OnPostgres()) as engine:
        first, second = tmp_path / "first", tmp_path / "second"
        talkers = await gather_company(first)
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
            await _ready(front)
            async with everybody_talks([front], talkers) as talk:
                for node in (one, other):
                    moved = talk.ends.total()
                    node.signal(Signals.SIGTERM)
                    assert await node.ended() == 0
                    assert node.stalls() == []
                    await talk.spoken()
                    assert talk.ends.total() > moved, "each had people, who had to move"
                    await node.start()
            kept = await finish(front, talkers)
        check_kept(talkers, kept)
        check_heard(talkers, kept)
        assert set(talk.ends) == {(1, 1012)} and not talk.told_to_wait
        # How soon they really are elsewhere bin/faults tells; here only that nobody is asked to stay away for long.
        asked = [milliseconds for talker in talkers for milliseconds in talker.asked_milliseconds]
        assert len(asked) == talk.ends.total() and max(asked) <= RETRY_MILLISECONDS_MAX <= 1_500


async def _ready(front: Front) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS), httpx.AsyncClient() as http:
        while True:
            with contextlib.suppress(httpx.TransportError):
                if (await http.get(front.url + "/readyz")).status_code == 200:
                    return
