"""A real uvicorn on a free port with the gateway in it, and a client that may misbehave."""

import asyncio
import base64
import contextlib
import os

import msgspec
import pytest
import uvicorn
import websockets

from veillee.foundation.gateway import Connections, GatewayLimits, make_protocol

PATH = "/api/v1/realtime"
KEY = base64.b64encode(b"sixteen bytes ok").decode()


@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio", {"use_uvloop": True}


class Echo:
    """Answers every text with itself."""

    def __init__(self, handshake, connection):
        self.handshake = handshake
        self.connection = connection
        self.texts = []
        self.closed_times = 0
        self.closed = asyncio.Event()

    def on_text(self, payload):
        self.texts.append(payload)
        self.connection.send(payload)

    def on_closed(self):
        self.closed_times += 1
        self.closed.set()


class Place:
    def __init__(self, opener, limits, **config):
        self.opener = opener
        self.handlers = []
        self.connections = Connections(limits)
        protocol = make_protocol(self.open, limits, problem_body, connections=self.connections)
        self.server = uvicorn.Server(
            uvicorn.Config(hello, port=0, http=protocol, ws="none", lifespan="off", log_config=None, **config)
        )
        self.secure = "ssl_keyfile" in config
        self.clients = contextlib.AsyncExitStack()

    def open(self, handshake, connection):
        self.handlers.append(self.opener(handshake, connection))
        return self.handlers[-1]

    async def start(self):
        self.server.config.load()
        self.server.lifespan = self.server.config.lifespan_class(self.server.config)
        await self.server.startup()
        self.port = self.server.servers[0].sockets[0].getsockname()[1]

    async def stop(self):
        await self.clients.aclose()
        await self.server.shutdown()

    def connect(self, path=PATH, **options):
        """The websockets library, an independent client."""
        scheme = "wss" if self.secure else "ws"
        return websockets.connect(f"{scheme}://127.0.0.1:{self.port}{path}", **options)

    async def dial(self):
        """A bare TCP connection."""
        raw = Raw(*await asyncio.open_connection("127.0.0.1", self.port), self.port)
        self.clients.push_async_callback(raw.leave)
        return raw

    async def raw(self, after=b"", **headers):
        """A bare connection, upgraded; `after` goes out in the segment of the request."""
        raw = await self.dial()
        raw.writer.write(raw.request(**headers) + after)
        assert (await raw.read_head()).startswith("HTTP/1.1 101 ")
        return raw


class Raw:
    def __init__(self, reader, writer, port):
        self.reader, self.writer, self.port = reader, writer, port

    def request(self, path=PATH, method="GET", **headers):
        given = {
            "Host": f"127.0.0.1:{self.port}", "Connection": "Upgrade", "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": KEY,
        }  # fmt: skip
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value is not None)
        return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode()

    async def ask(self, **headers):
        """The answer to an upgrade request: status, and the problem in it."""
        self.writer.write(self.request(**headers))
        return await self.read_problem()

    async def read_head(self):
        return (await self.reader.readuntil(b"\r\n\r\n")).decode()

    async def read_problem(self):
        head = await self.read_head()
        assert "application/problem+json" in head
        return int(head.split()[1]), msgspec.json.decode(await self.reader.read())

    def send(self, opcode, payload=b"", **options):
        self.writer.write(frame(opcode, payload, **options))

    async def read_frame(self):
        """First byte and payload."""
        first, size = await self.reader.readexactly(2)
        if size == 126:
            size = int.from_bytes(await self.reader.readexactly(2), "big")
        elif size == 127:
            size = int.from_bytes(await self.reader.readexactly(8), "big")
        return first, await self.reader.readexactly(size)

    async def read_message(self):
        """The next frame that is no ping: the keep-alive may fall between any two."""
        first, payload = await self.read_frame()
        return await self.read_message() if first == 0x89 else (first, payload)

    async def read_text(self):
        first, payload = await self.read_message()
        assert first == 0x81
        return payload

    async def read_error(self):
        return msgspec.json.decode(await self.read_text())

    async def read_close(self):
        """The code of the close frame that must come next, with the end of the connection after it."""
        first, payload = await self.read_message()
        assert first == 0x88
        assert await self.reader.read() == b""
        self.writer.close()
        return int.from_bytes(payload[:2], "big") if payload else None

    async def leave(self):
        self.writer.close()
        with contextlib.suppress(OSError):
            await self.writer.wait_closed()


def frame(opcode, payload=b"", *, fin=True, reserved=0, masked=True):
    first = bytes((fin << 7 | reserved << 4 | opcode,))
    size, mark = len(payload), masked << 7
    if size < 126:
        head = first + bytes((mark | size,))
    elif size < 65536:
        head = first + bytes((mark | 126,)) + size.to_bytes(2, "big")
    else:
        head = first + bytes((mark | 127,)) + size.to_bytes(8, "big")
    if not masked:
        return head + payload
    key = os.urandom(4)
    return head + key + bytes(byte ^ key[i & 3] for i, byte in enumerate(payload))


def problem_body(problem):
    return msgspec.json.encode({"type": f"/problems/{problem.slug}", "status": problem.status})


async def hello(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


@pytest.fixture(scope="module")
async def open_place():
    """Makes places: open_place(opener, **limits)."""
    places = []

    async def make(opener=Echo, *, config=None, **limits):
        given = {"close_seconds": 0.2, "goodbye_seconds": 0.0, **limits}
        places.append(Place(opener, GatewayLimits(**given), **(config or {})))
        await places[-1].start()
        return places[-1]

    yield make
    async with asyncio.TaskGroup() as leaving:
        for place in places:
            leaving.create_task(place.stop())


@pytest.fixture(scope="module")
async def place(open_place):
    """An echo with the default bounds."""
    return await open_place()


@pytest.fixture
def encode():
    """Makes a client's frame: encode(opcode, payload, fin=, reserved=, masked=)."""
    return frame
