"""A connection of somebody who lives in the same process: the client takes it for a socket, the gateway for a wire."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import websockets
from websockets.frames import Close

from veillee.foundation.gateway import Connection, Handshake, say_violation
from veillee.foundation.gateway.frames import CLOSE, TEXT, encode_close
from veillee.server.realtime import Session

if TYPE_CHECKING:
    from veillee.server.wiring import Place

HERE = Handshake(path="", query="", headers={}, cookies={}, address="127.0.0.1", port=0, secure=False)


class Inside:
    """Both ends of one connection. Takes the way of everybody's frames, from the session that decodes them on."""

    def __init__(self, place: "Place") -> None:
        self._heard: asyncio.Queue[bytes | Close] = asyncio.Queue()
        limits, outbox = place.gateway_limits, place.connections.outbox
        self._connection = Connection(HERE.address, HERE.port, limits, outbox, say_violation)
        self._connection.handler = Session(place, HERE, self._connection)
        self._over = False
        self.write: Callable[[bytes], None] = self._take
        self._connection.open(self, b"")

    async def send(self, message: bytes, *, text: bool | None = None) -> None:
        """As websockets.ClientConnection.send."""
        if self._over:
            raise websockets.ConnectionClosedOK(None, None)
        self._connection.receive(TEXT, True, False, message)

    async def recv(self) -> bytes:
        """As websockets.ClientConnection.recv."""
        heard = await self._heard.get()
        if isinstance(heard, Close):
            self._heard.put_nowait(heard)
            raise websockets.ConnectionClosedError(heard, None)
        return heard

    async def close(self) -> None:
        """As websockets.ClientConnection.close."""
        if not self._over:
            self._connection.receive(CLOSE, True, False, encode_close(1000)[2:])

    # Below: for the connection, which takes this for its wire.

    def _take(self, frames: bytes) -> None:
        while frames:
            start, size = 2, frames[1]
            if size > 125:
                start = 4 if size == 126 else 10
                size = int.from_bytes(frames[2:start], "big")
            payload, opcode = frames[start : start + size], frames[0] & 0xF
            frames = frames[start + size :]
            if opcode == TEXT:
                self._heard.put_nowait(payload)
            elif opcode == CLOSE:
                self._heard.put_nowait(Close(int.from_bytes(payload[:2], "big"), payload[2:].decode()))

    def unsent_bytes(self) -> int:
        return 0

    def descriptor(self) -> int:
        return -1

    def pause(self, seconds: float) -> None: ...

    def await_close(self) -> None:
        self.finish()

    def finish(self) -> None:
        if not self._over:
            self._over = True
            asyncio.get_running_loop().call_soon(self._connection.lost)

    def fail(self) -> None:
        self.finish()

    def abort(self) -> None:
        self._heard.put_nowait(Close(1006, ""))
        self.finish()
