"""Leaving: everybody is told to come back elsewhere, and the server goes in time."""

import asyncio
import signal
import sys
import time
from typing import cast

import msgspec
import pytest
import websockets

from tests.unit.foundation.gateway.place import OpenPlace
from veillee.foundation.gateway import Connection, Connections, GatewayLimits, say_goodbye
from veillee.foundation.gateway.connections import DISMISSED_PER_TURN
from veillee.foundation.gateway.share import SECONDS_PER_TURN

pytestmark = pytest.mark.anyio

SERVER = """
import uvicorn
from veillee.foundation.gateway import GatewayLimits, make_protocol

class Quiet:
    def on_text(self, payload: bytes) -> None: ...
    def on_closed(self) -> None: ...

async def app(scope, receive, send): ...

limits = GatewayLimits(goodbye_seconds=0.05, close_seconds=0.5)
protocol = make_protocol(lambda handshake, connection: Quiet(), limits, lambda problem: b"{}")
server = uvicorn.Server(uvicorn.Config(app, port=0, http=protocol, ws="none", lifespan="off"))
server._log_started_message = lambda listeners: print(listeners[0].getsockname()[1], flush=True)
server.run()
"""


def test_everybody_is_asked_back_at_another_moment_and_soon() -> None:
    asked = [msgspec.json.decode(say_goodbye(10_000))["retry_after_ms"] for _ in range(500)]
    assert min(asked) >= 200 and max(asked) <= 1_500
    assert len(set(asked)) > 100


def test_a_few_are_asked_back_sooner_than_many() -> None:
    asked = [msgspec.json.decode(say_goodbye(20))["retry_after_ms"] for _ in range(500)]
    assert min(asked) >= 200 and max(asked) <= 280
    assert len(set(asked)) > 20


async def test_goodbye_then_1012_and_nobody_comes_in_any_more(open_place: OpenPlace) -> None:
    place = await open_place()
    client = await place.connect()
    refused = await place.dial()
    place.connections.say_goodbye()
    goodbye = msgspec.json.decode(await client.recv())
    assert (goodbye["type"], goodbye["reason"]) == ("goodbye", "restart")
    assert 200 <= goodbye["retry_after_ms"] <= 1_500
    await client.wait_closed()
    assert client.close_code == 1012
    assert await refused.ask() == (503, {"type": "/problems/restarting", "status": 503})


async def test_what_is_answered_after_goodbye_still_arrives(open_place: OpenPlace) -> None:
    place = await open_place(goodbye_seconds=0.1)
    async with place.connect() as client:
        place.connections.say_goodbye()
        await asyncio.sleep(0)
        place.handlers[-1].connection.send(b"accepted")
        assert "goodbye" in await client.recv()
        assert await client.recv() == "accepted"


async def test_ten_thousand_are_told_in_portions_and_others_come_in_between() -> None:
    class Told:
        address = "127.0.0.1"
        told = closed = portion = 0

        def send(self, _payload: bytes) -> None:
            self.told += 1

        def close(self, code: int, _reason: str) -> None:
            assert self.told == 1 and code == 1012
            self.closed += 1

    connections, everybody = (
        Connections(GatewayLimits(goodbye_seconds=0, ping_seconds=3600)),
        [Told() for _ in range(10_000)],
    )
    for one in everybody:
        connections.add(cast(Connection, one))
    connections.say_goodbye()
    told = closed = turns = 0
    while closed < len(everybody):
        await asyncio.sleep(0)
        now_told, now_closed = sum(one.told for one in everybody), sum(one.closed for one in everybody)
        assert now_told - told <= DISMISSED_PER_TURN
        told, closed, turns = now_told, now_closed, turns + 1
    assert turns >= len(everybody) / DISMISSED_PER_TURN


async def test_where_many_go_at_once_each_turn_of_the_loop_ends_some() -> None:
    connections, ended = Connections(GatewayLimits()), 0

    def end() -> None:
        nonlocal ended
        until = time.perf_counter() + 0.6 * SECONDS_PER_TURN
        while time.perf_counter() < until:
            pass
        ended += 1

    for _ in range(6):
        connections.when_it_fits(end)
    assert ended == 2
    while ended < 6:
        before = ended
        await asyncio.sleep(0)
        assert ended - before <= 2


async def test_sigterm_closes_the_willing_and_drops_the_others() -> None:
    command = (sys.executable, "-c", SERVER)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    port = int(await process.stdout.readline())
    client = await websockets.connect(f"ws://127.0.0.1:{port}/api/v1/realtime")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    assert client.request is not None
    writer.write(client.request.serialize())
    await reader.readuntil(b"\r\n\r\n")
    process.send_signal(signal.SIGTERM)
    assert "goodbye" in await client.recv()
    await client.wait_closed()
    assert client.close_code == 1012
    assert await process.wait() in (0, -signal.SIGTERM)
    assert (await reader.read()).endswith(b"restart")
    writer.close()
