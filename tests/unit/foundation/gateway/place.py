"""A real uvicorn on a free port with the gateway in it, and a client that may misbehave."""

import asyncio
import base64
import contextlib
import os
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, Protocol

import msgspec
import uvicorn
from websockets.asyncio.client import connect

from veillee.foundation.basics import Problem
from veillee.foundation.gateway import (
    Connection,
    Connections,
    GatewayLimits,
    Handler,
    Handshake,
    Opener,
    Spread,
    make_protocol,
)

PATH = "/api/v1/realtime"
KEY = base64.b64encode(b"sixteen bytes ok").decode()

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Echo:
    """Answers every text with itself."""

    def __init__(self, handshake: Handshake, connection: Connection) -> None:
        self.handshake = handshake
        self.connection = connection
        self.texts: list[bytes] = []
        self.closed_times = 0
        self.closed = asyncio.Event()

    def on_text(self, payload: bytes) -> None:
        self.texts.append(payload)
        self.connection.send(payload)

    def on_closed(self) -> None:
        self.closed_times += 1
        self.closed.set()


class Place:
    """A server on a free port. `handlers` has each Echo that was opened; `config` is what uvicorn takes."""

    port: int

    def __init__(self, opener: Opener, limits: GatewayLimits, spread: Spread, config: Mapping[str, Any]) -> None:
        self.opener = opener
        self.handlers: list[Echo] = []
        self.connections = Connections(limits, spread=spread)
        protocol = make_protocol(self.open, limits, problem_body, connections=self.connections)
        self.server = uvicorn.Server(
            uvicorn.Config(hello, port=0, http=protocol, ws="none", lifespan="off", log_config=None, **config)
        )
        self.secure = "ssl_keyfile" in config
        self.clients = contextlib.AsyncExitStack()

    def open(self, handshake: Handshake, connection: Connection) -> Handler | Problem:
        handler = self.opener(handshake, connection)
        if isinstance(handler, Echo):
            self.handlers.append(handler)
        return handler

    async def start(self) -> None:
        self.server.config.load()
        self.server.lifespan = self.server.config.lifespan_class(self.server.config)
        await self.server.startup()
        self.port = self.server.servers[0].sockets[0].getsockname()[1]

    async def stop(self) -> None:
        await self.clients.aclose()
        await self.server.shutdown()

    def connect(self, path: str = PATH, **options: Any) -> connect:
        """The websockets library, an independent client."""
        scheme = "wss" if self.secure else "ws"
        return connect(f"{scheme}://127.0.0.1:{self.port}{path}", **options)

    async def dial(self, source: str = "127.0.0.1") -> "Raw":
        """A bare TCP connection. Only the default source is taken for a proxy, which may have many."""
        raw = Raw(*await asyncio.open_connection("127.0.0.1", self.port, local_addr=(source, 0)), self.port)
        self.clients.push_async_callback(raw.leave)
        return raw

    async def raw(self, after: bytes = b"", /, **headers: str | None) -> "Raw":
        """A bare connection, upgraded; `after` goes out in the segment of the request."""
        raw = await self.dial()
        raw.writer.write(raw.request(**headers) + after)
        assert (await raw.read_head()).startswith("HTTP/1.1 101 ")
        return raw


class OpenPlace(Protocol):
    """Makes places; `limits` are those of GatewayLimits that are to differ."""

    async def __call__(
        self, opener: Opener = Echo, /, *, config: Mapping[str, Any] | None = None, **limits: float | None
    ) -> Place: ...


class Raw:
    """A client of bytes, which may misbehave."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
        self.reader, self.writer, self.port = reader, writer, port

    def request(self, path: str = PATH, method: str = "GET", /, **headers: str | None) -> bytes:
        """An upgrade request; a header that is None is left out."""
        given: dict[str, str | None] = {
            "Host": f"127.0.0.1:{self.port}", "Connection": "Upgrade", "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": KEY,
        }  # fmt: skip
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value is not None)
        return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode()

    async def ask(self, path: str = PATH, method: str = "GET", /, **headers: str | None) -> tuple[int, dict[str, Any]]:
        """The answer to an upgrade request: status, and the problem in it."""
        self.writer.write(self.request(path, method, **headers))
        return await self.read_problem()

    async def read_head(self) -> str:
        return (await self.reader.readuntil(b"\r\n\r\n")).decode()

    async def read_problem(self) -> tuple[int, dict[str, Any]]:
        head = await self.read_head()
        assert "application/problem+json" in head
        return int(head.split()[1]), msgspec.json.decode(await self.reader.read())

    def send(self, opcode: int, payload: bytes = b"", *, fin: bool = True) -> None:
        self.writer.write(encode(opcode, payload, fin=fin))

    async def read_frame(self) -> tuple[int, bytes]:
        """First byte and payload."""
        first, size = await self.reader.readexactly(2)
        if size == 126:
            size = int.from_bytes(await self.reader.readexactly(2), "big")
        elif size == 127:
            size = int.from_bytes(await self.reader.readexactly(8), "big")
        return first, await self.reader.readexactly(size)

    async def read_message(self) -> tuple[int, bytes]:
        """The next frame that is no ping: the keep-alive may fall between any two."""
        first, payload = await self.read_frame()
        return await self.read_message() if first == 0x89 else (first, payload)

    async def read_text(self) -> bytes:
        first, payload = await self.read_message()
        assert first == 0x81
        return payload

    async def read_error(self) -> dict[str, Any]:
        return msgspec.json.decode(await self.read_text(), type=dict[str, Any])

    async def read_close(self) -> int | None:
        """The code of the close frame that must come next, with the end of the connection after it."""
        first, payload = await self.read_message()
        assert first == 0x88
        assert await self.reader.read() == b""
        self.writer.close()
        return int.from_bytes(payload[:2], "big") if payload else None

    async def leave(self) -> None:
        self.writer.close()
        with contextlib.suppress(OSError):
            await self.writer.wait_closed()


def encode(opcode: int, payload: bytes = b"", *, fin: bool = True, reserved: int = 0, masked: bool = True) -> bytes:
    """A client's frame."""
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


def problem_body(problem: Problem) -> bytes:
    return msgspec.json.encode({"type": f"/problems/{problem.slug}", "status": problem.status})


async def hello(scope: Message, receive: Receive, send: Send) -> None:
    """Says hello; at /read after having read the body, at /large in more than a socket holds, at /parts bit by bit."""
    while scope["path"] == "/read" and (await receive()).get("more_body"):
        pass
    parts, part = (
        (200 if scope["path"] == "/parts" else 1),
        (b"hello" if scope["path"] in ("/", "/read") else bytes(100_000)),
    )
    part *= 200 if scope["path"] == "/large" else 1
    size = b"%d" % (parts * len(part))
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", size)]})
    for left in reversed(range(parts)):
        await send({"type": "http.response.body", "body": part, "more_body": left > 0})
