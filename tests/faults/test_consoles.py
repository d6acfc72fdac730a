"""A server that is told to stop keeps nobody's console waiting, and waits for none."""

import asyncio
from collections import Counter
from pathlib import Path
from signal import Signals

import pytest

from tests.faults.company import gather_company
from tests.faults.consoles import Console, everybody_watches, hire
from tests.faults.server import Server
from veillee.oversight.moderation.desk.news import READERS_PER_STAFF_MAX

pytestmark = pytest.mark.anyio
STAFF = 10


async def test_all_streams_end_at_once_and_everybody_is_told_goodbye(tmp_path: Path) -> None:
    talkers = await gather_company(tmp_path)
    cookies = await hire(tmp_path, STAFF)
    consoles = [Console(cookie, again=False) for cookie in cookies for _ in range(READERS_PER_STAFF_MAX)]
    async with Server(tmp_path) as server, everybody_watches(server, consoles), asyncio.TaskGroup() as talking:
        for talker in talkers:
            talker.on_frame = len
            await talker.come(server)
            talking.create_task(talker.listen())
            assert await talker.until(lambda it: it.caught_up)
        server.signal(Signals.SIGTERM)
        assert await server.ended() == 0
    assert sum((console.ends for console in consoles), Counter()) == {"whole": len(consoles)}
    assert {(talker.goodbyes, talker.close_code) for talker in talkers} == {(1, 1012)}
    # uvicorn says so when it has waited in vain.
    assert not [line for line in server.process.logged if "graceful shutdown" in line]


async def test_a_console_that_reads_nothing_holds_up_nobody(tmp_path: Path) -> None:
    (cookie,) = await hire(tmp_path, 1)
    async with Server(tmp_path) as server:
        host, port = server.url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port), limit=1)
        writer.write(f"GET /api/v1/staff/news HTTP/1.1\r\nHost: x\r\nCookie: veillee_staff={cookie}\r\n\r\n".encode())
        assert (await reader.read(1)) == b"H"
        console = Console(cookie, again=False)
        async with everybody_watches(server, [console]):
            server.signal(Signals.SIGTERM)
            assert await server.ended() == 0
        writer.close()
    assert console.ends == {"whole": 1}
    assert not [line for line in server.process.logged if "graceful shutdown" in line]
