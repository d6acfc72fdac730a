"""A place on two nodes, each a process of its own, on a PostgreSQL and through a NATS that may break as well."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from signal import Signals

from tests.faults.cable import Cable
from tests.faults.clocks import FileClock
from tests.faults.company import gather_company
from tests.faults.ends import EXIT_SECONDS_MAX, Figures
from tests.faults.keeping import check_heard, check_kept
from tests.faults.load import finish
from tests.faults.process import PATIENCE_SECONDS
from tests.faults.roaming import Talk, everybody_talks
from tests.faults.server import Server
from tests.faults.talker import Talker
from tests.story.nats import NatsServer
from tests.story.postgres import FAST, PostgresServer
from veillee.foundation.gateway.connections import RETRY_MILLISECONDS_MAX

NODES = 2
CUTS = 5
WRONG: tuple[dict[str, float], ...] = (
    {"hours": -3}, {"days": 2}, {"seconds": -1}, {"days": -300}, {"microseconds": 1}, {"minutes": 50},
)  # fmt: skip
# What a round may leave: those who talk are heard by all, and each node keeps its last thousands of messages' refs.
GROWN_BYTES_MAX = 4_000_000


@dataclass(frozen=True)
class Nodes:
    """Everything that may break."""

    postgres: PostgresServer
    nats: NatsServer
    servers: list[Server]
    cables: list[Cable]
    clocks: list[FileClock]
    talkers: list[Talker]

    async def ready(self, status: int = 200) -> None:
        """Until each node says so at /readyz."""
        for server in self.servers:
            async with server.http() as http, asyncio.timeout(PATIENCE_SECONDS):
                while (await http.get(f"{server.url}/readyz")).status_code != status:
                    pass

    async def on_bus(self) -> None:
        """Until each node hears the others on the bus again."""
        for server in self.servers:
            async with server.http() as http, asyncio.timeout(PATIENCE_SECONDS):
                while (await http.get(f"{server.url}/readyz")).json().get("bus") == "away":
                    pass


NodesFault = Callable[[Nodes, Talk, Random], Awaitable[None]]


@contextlib.asynccontextmanager
async def open_nodes(data: Path) -> AsyncIterator[Nodes]:
    """Furnished, started, and everybody about to come."""
    async with contextlib.AsyncExitStack() as stack:
        postgres, nats = await asyncio.to_thread(PostgresServer, *FAST), await asyncio.to_thread(NatsServer)
        stack.callback(postgres.remove)
        stack.callback(nats.stop)
        postgres.execute("CREATE DATABASE place")
        folders = [data / f"node-{number}" for number in range(NODES)]
        talkers = await gather_company(folders[0], database=postgres.url("place"))
        clocks = [FileClock(folder / "clock") for folder in folders]
        cables = [await stack.enter_async_context(Cable(nats.port)) for _ in folders]
        servers = []
        for folder, clock, cable in zip(folders, clocks, cables, strict=True):
            folder.mkdir(exist_ok=True)
            for key in folders[0].glob("*.key") if folder is not folders[0] else ():
                shutil.copy(key, folder)
            more = {
                "VEILLEE_DATABASE": postgres.url("place"),
                "VEILLEE_BUS": f"nats://127.0.0.1:{cable.port}",
                "VEILLEE_SITE__ORIGIN": "http://localhost",
            }
            servers.append(await stack.enter_async_context(Server(folder, clock.follow, more)))
        yield Nodes(postgres, nats, servers, cables, clocks, talkers)


async def survive(nodes: Nodes, fault: NodesFault, times: int, random: Random) -> Figures:
    """Everybody talks while it happens, each time; then all that was accepted is there once, and was heard so."""
    processes = [server.process for server in nodes.servers]
    held: list[int] = []
    waited = lost = 0
    for talker in nodes.talkers:
        talker.asked_milliseconds.clear()
        talker.back_seconds.clear()
    for _ in range(times):
        async with everybody_talks(nodes.servers, nodes.talkers) as talk:
            await fault(nodes, talk, random)
            await talk.heard()
        waited += talk.told_to_wait
        lost += talk.ends.total()
        kept = await finish(nodes.servers[0], nodes.talkers)
        check_kept(nodes.talkers, kept)
        check_heard(nodes.talkers, kept)
        held.append(sum(server.memory_bytes for server in nodes.servers))
    figures: Figures = {
        "times": times,
        "messages accepted": sum(len(talker.promised) for talker in nodes.talkers),
        "messages delivered": sum(len(talker.heard) for talker in nodes.talkers),
        "answers that said wait": waited,
        "connections lost": lost,
    }
    if processes == [server.process for server in nodes.servers] and times > 1:
        grown = (held[-1] - held[0]) / (times - 1)
        assert grown < GROWN_BYTES_MAX * NODES, held
        figures |= {"MiB held by both nodes": held[-1] / 2**20, "MiB more with each further round": grown / 2**20}
    return figures | _returns(nodes.talkers)


def _returns(talkers: list[Talker]) -> Figures:
    back = sorted(seconds for talker in talkers for seconds in talker.back_seconds)
    if not back:
        return {}
    assert all(one <= RETRY_MILLISECONDS_MAX for talker in talkers for one in talker.asked_milliseconds)
    return {
        "sent away by goodbye": len(back),
        "seconds from goodbye to welcome, median": back[len(back) // 2],
        "seconds from goodbye to welcome, at most": back[-1],
    }


async def restart_postgres(nodes: Nodes, _talk: Talk, _random: Random) -> None:
    await asyncio.to_thread(nodes.postgres.stop, "fast")
    await asyncio.to_thread(nodes.postgres.start)


async def crash_postgres(nodes: Nodes, _talk: Talk, _random: Random) -> None:
    await asyncio.to_thread(nodes.postgres.stop, "immediate")
    await asyncio.to_thread(nodes.postgres.start)


async def cut_postgres(nodes: Nodes, talk: Talk, _random: Random) -> None:
    for _ in range(CUTS):
        await asyncio.to_thread(nodes.postgres.cut, "place")
        await talk.spoken()


async def stop_postgres_for_a_while(nodes: Nodes, _talk: Talk, _random: Random) -> None:
    await asyncio.to_thread(nodes.postgres.stop, "fast")
    await nodes.ready(503)
    await asyncio.to_thread(nodes.postgres.start)
    await nodes.ready()


async def restart_nats(nodes: Nodes, talk: Talk, _random: Random) -> None:
    await asyncio.to_thread(nodes.nats.stop)
    await asyncio.to_thread(nodes.nats.start)
    await talk.spoken()
    await nodes.on_bus()


async def stop_nats_for_a_while(nodes: Nodes, talk: Talk, _random: Random) -> None:
    await asyncio.to_thread(nodes.nats.stop)
    await talk.spoken()
    await talk.heard()
    await asyncio.to_thread(nodes.nats.start)
    await nodes.on_bus()


async def part_one_node_from_nats(nodes: Nodes, talk: Talk, random: Random) -> None:
    cable = random.choice(nodes.cables)
    lost = cable.lost_bytes
    cable.part()
    await talk.spoken()
    await talk.heard()
    assert cable.lost_bytes > lost
    cable.mend()
    await talk.spoken()
    await nodes.on_bus()


async def kill_a_node(nodes: Nodes, talk: Talk, random: Random) -> None:
    server = random.choice(nodes.servers)
    server.signal(Signals.SIGKILL)
    assert await server.ended() == -Signals.SIGKILL
    await talk.spoken()
    await server.start()


async def restart_one_node_after_the_other(nodes: Nodes, talk: Talk, _random: Random) -> None:
    lost = talk.ends.total()
    for server in nodes.servers:
        server.signal(Signals.SIGTERM)
        async with asyncio.timeout(EXIT_SECONDS_MAX):
            assert await server.ended() == 0
        await talk.spoken()
        await server.start()
    assert set(talk.ends) == {(1, 1012)} and talk.ends.total() > lost, talk.ends


async def jump_clocks(nodes: Nodes, talk: Talk, random: Random) -> None:
    for wrong in random.sample(WRONG, len(WRONG)):
        random.choice(nodes.clocks).be_wrong(**wrong)
        await talk.spoken()
    assert await _days_on_last_page(nodes) > 1, "their clocks are those of the machine"
    for clock in nodes.clocks:
        clock.be_wrong()


async def _days_on_last_page(nodes: Nodes) -> int:
    """Between the earliest and the latest time that stands there, whatever their order."""
    talker = nodes.talkers[0]
    async with nodes.servers[0].http(talker.token) as http:
        page = (await http.get(f"/conversations/{talker.conversations[0]}/messages", params={"limit": 200})).json()
    times = [datetime.fromisoformat(message["sent_at"]) for message in page]
    return (max(times) - min(times)).days


FAULTS: dict[str, NodesFault] = {
    "PostgreSQL restarted": restart_postgres,
    "PostgreSQL crashed": crash_postgres,
    "PostgreSQL's connections cut": cut_postgres,
    "PostgreSQL stopped for a while": stop_postgres_for_a_while,
    "NATS restarted": restart_nats,
    "NATS stopped for a while": stop_nats_for_a_while,
    "NATS parted from one node": part_one_node_from_nats,
    "one of two nodes killed": kill_a_node,
    "one node after the other restarted": restart_one_node_after_the_other,
    "clocks of two nodes jump": jump_clocks,
}
