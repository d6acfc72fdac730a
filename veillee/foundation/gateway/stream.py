"""The protocol of an upgraded connection; the only file that knows picows.

From picows we take the parser alone: it unmasks and checks frames in C, reading from the socket into its own
small buffer. It would also write to the socket, past our order and our bounds; so it is given an `Ear` in place
of transport and socket, which hears what picows would say and lets the connection say it.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from picows import (
    WSAutoPingStrategy,
    WSFrame,
    WSListener,
    WSTransport,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
)
from picows.picows import WSProtocol  # type: ignore[attr-defined]

from veillee.foundation.gateway.connection import Connection
from veillee.foundation.gateway.connections import Connections
from veillee.foundation.gateway.limits import GatewayLimits

# picows starts in the middle of HTTP. It gets this request, whatever the client sent; its answer is not sent.
_HEAD = (
    b"GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
_ANSWER = WSUpgradeResponse.create_101_response()
_READ_BYTES = 2048
_DRAIN = memoryview(bytearray(65536))


class _Mute:
    """picows' log: it would make a logger for each connection, and name what people sent."""

    def isEnabledFor(self, _level: int) -> bool:  # noqa: N802
        return False

    def debug(self, *_words: object) -> None: ...

    log = info = warning = error = exception = debug


class _NoSocket:
    """The socket that picows may tune."""

    def fileno(self) -> int:
        return -1

    def setsockopt(self, *_option: int) -> None: ...

    def getsockopt(self, *_option: int) -> int:
        return 0


_MUTE, _NO_SOCKET = _Mute(), _NoSocket()


class Ear(WSListener):
    """picows' listener, and what picows takes for its transport."""

    __slots__ = ("connection", "failure")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.failure = 0

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        reserved = frame.rsv1 or frame.rsv2 or frame.rsv3
        self.connection.receive(frame.msg_type.value, frame.fin, reserved, frame.get_payload_as_bytes())

    def pause_writing(self) -> None:
        self.connection.overflow()

    def resume_writing(self) -> None: ...

    def get_extra_info(self, name: str) -> Any:
        return _NO_SOCKET if name == "socket" else None

    def get_write_buffer_size(self) -> int:
        """Never 0: else picows would send to the socket by itself."""
        return 1

    def write(self, data: bytes) -> None:
        """picows writes its 101, and a close frame when it cannot parse on."""
        if data[0] == 0x88:
            self.failure = int.from_bytes(data[2:4], "big")

    def close(self) -> None: ...

    def abort(self) -> None: ...


class Wire:
    """The real transport as a Connection uses it; its deadline is the last word in every close."""

    __slots__ = ("_close_seconds", "_deadline", "_descriptor", "_stream", "_transport", "write")

    def __init__(self, transport: asyncio.Transport, stream: "Stream", limits: GatewayLimits) -> None:
        transport.set_write_buffer_limits(high=limits.unsent_bytes_max)
        self.write: Callable[[bytes], None] = transport.write
        self._transport = transport
        self._descriptor = _plain_socket(transport)
        self._stream = stream
        self._close_seconds = limits.close_seconds
        self._deadline: asyncio.TimerHandle | None = None

    def unsent_bytes(self) -> int:
        return self._transport.get_write_buffer_size()

    def descriptor(self) -> int:
        if self._transport.get_write_buffer_size() or self._transport.is_closing():
            return -1
        return self._descriptor

    def pause(self, seconds: float) -> None:
        self._transport.pause_reading()
        asyncio.get_running_loop().call_later(seconds, self._resume)

    def _resume(self) -> None:
        if not self._transport.is_closing():
            self._transport.resume_reading()

    def await_close(self) -> None:
        if self._deadline is None:
            loop = asyncio.get_running_loop()
            self._deadline = loop.call_later(self._close_seconds, self._transport.abort)

    def finish(self) -> None:
        self._transport.close()
        self.await_close()

    def fail(self) -> None:
        """Closing with unread bytes would reset the connection and lose our close frame: drain instead."""
        if self._transport.is_closing():
            return
        if self._transport.can_write_eof():
            self._transport.set_protocol(Drain(self._stream))
            self._transport.write_eof()
            self.await_close()
        else:
            self.finish()

    def abort(self) -> None:
        self._transport.abort()

    def gone(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        del self._stream


def _plain_socket(transport: asyncio.Transport) -> int:
    """-1 under TLS. uvloop closes the socket after connection_lost(), so that its number is nobody else's before."""
    if transport.get_extra_info("ssl_object") is not None:
        return -1
    return int(transport.get_extra_info("socket").fileno())


class Drain(asyncio.BufferedProtocol):
    """Reads and forgets until the other side ends the connection."""

    def __init__(self, stream: "Stream") -> None:
        self._stream = stream

    def get_buffer(self, sizehint: int) -> memoryview:
        return _DRAIN

    def buffer_updated(self, nbytes: int) -> None: ...

    def connection_lost(self, exc: Exception | None) -> None:
        self._stream.connection_lost(exc)


class Stream(WSProtocol):  # type: ignore[misc]
    """The protocol of an upgraded connection: picows' parser in front of a Connection."""

    __slots__ = ("_connections", "_ear", "_siblings", "_wire")

    def __new__(cls, *_arguments: Any) -> "Stream":
        return WSProtocol.__new__(cls)  # type: ignore[no-any-return]

    def __init__(self, connection: Connection, connections: Connections, siblings: set[Any]) -> None:
        super().__init__(
            None, None, False, self._accept, _MUTE, True, None, False, 0, 0, WSAutoPingStrategy.PING_WHEN_IDLE,
            False, connections.limits.frame_bytes_max, None, _READ_BYTES,
        )  # fmt: skip
        self._connections = connections
        self._siblings = siblings
        self._ear = Ear(connection)
        self.connection_made(self._ear)
        self.feed(_HEAD)

    def _accept(self, _request: object) -> WSUpgradeResponseWithListener:
        return WSUpgradeResponseWithListener(_ANSWER, self._ear)

    def take_over(self, transport: asyncio.Transport, answer: bytes) -> None:
        """From here on the transport is ours. uvloop chooses how to read when reading starts: so it starts anew."""
        self._siblings.add(self)
        self._wire = Wire(transport, self, self._connections.limits)
        transport.pause_reading()
        transport.set_protocol(self)
        self._ear.connection.open(self._wire, answer)
        transport.resume_reading()

    def feed(self, data: bytes) -> None:
        """Bytes that did not come through the transport."""
        while data and not self._ear.failure:
            buffer = self.get_buffer(-1)
            size = min(len(buffer), len(data))
            buffer[:size] = data[:size]
            self.buffer_updated(size)
            data = data[size:]

    def buffer_updated(self, nbytes: int) -> None:
        super().buffer_updated(nbytes)
        if self._ear.failure:
            self._ear.connection.fail(self._ear.failure)

    def data_received(self, data: bytes) -> None:
        """uvloop remembers this method of a transport's protocol though it reads into buffers; were there none, it
        would keep the HTTP protocol's, and with it all that HTTP left behind: 4 KiB for each connection."""
        self.feed(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._wire.gone()
        self._ear.connection.cut()
        self._connections.when_it_fits(partial(self._end, exc))

    def _end(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._siblings.discard(self)
        self._connections.discard(self._ear.connection)
        self._ear.connection.lost()
        del self._ear.connection

    def shutdown(self) -> None:
        """uvicorn leaves."""
        self._connections.dismiss(self._ear.connection)
