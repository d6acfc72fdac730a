"""Leaving: everybody is told to come back elsewhere, and the server goes in time."""

import asyncio
import signal
import sys

import msgspec
import pytest
import websockets

pytestmark = pytest.mark.anyio

SERVER = """
import uvicorn
from veillee.foundation.gateway import GatewayLimits, make_protocol

class Quiet:
    def on_text(self, payload): ...
    def on_closed(self): ...

async def app(scope, receive, send): ...

limits = GatewayLimits(goodbye_seconds=0.05, close_seconds=0.5)
protocol = make_protocol(lambda handshake, connection: Quiet(), limits, lambda problem: b"{}")
server = uvicorn.Server(uvicorn.Config(app, port=0, http=protocol, ws="none", lifespan="off"))
server._log_started_message = lambda listeners: print(listeners[0].getsockname()[1], flush=True)
server.run()
"""


async def test_goodbye_then_1012_and_nobody_comes_in_any_more(open_place):
    place = await open_place()
    client = await place.connect()
    refused = await place.dial()
    place.connections.say_goodbye()
    goodbye = msgspec.json.decode(await client.recv())
    assert (goodbye["type"], goodbye["reason"]) == ("goodbye", "restart")
    assert 300 <= goodbye["retry_after_ms"] < 3000
    await client.wait_closed()
    assert client.close_code == 1012
    assert await refused.ask() == (503, {"type": "/problems/restarting", "status": 503})


async def test_what_is_answered_after_goodbye_still_arrives(open_place):
    place = await open_place(goodbye_seconds=0.1)
    async with place.connect() as client:
        place.connections.say_goodbye()
        place.handlers[-1].connection.send(b"accepted")
        assert "goodbye" in await client.recv()
        assert await client.recv() == "accepted"


async def test_sigterm_closes_the_willing_and_drops_the_others():
    command = (sys.executable, "-c", SERVER)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    port = int(await process.stdout.readline())
    client = await websockets.connect(f"ws://127.0.0.1:{port}/api/v1/realtime")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(client.request.serialize())
    await reader.readuntil(b"\r\n\r\n")
    process.send_signal(signal.SIGTERM)
    assert "goodbye" in await client.recv()
    await client.wait_closed()
    assert client.close_code == 1012
    assert await process.wait() in (0, -signal.SIGTERM)
    assert (await reader.read()).endswith(b"restart")
    writer.close()
