"""The protocol of an upgraded connection: the transport on one side, the `Connection` on the other."""

import asyncio
from collections.abc import Callable
from typing import Any

from veillee.foundation.gateway.connection import Connection
from veillee.foundation.gateway.connections import Connections
from veillee.foundation.gateway.limits import GatewayLimits
from veillee.foundation.gateway.parser import Parser

_DRAIN = memoryview(bytearray(65536))


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


class Stream(asyncio.BufferedProtocol):
    """The protocol of an upgraded connection. A parser is its own only while part of a frame has come.

    What asyncio and uvloop read into the buffer that they asked for they tell of at once, so that until then nobody
    else is given the same one.
    """

    __slots__ = ("_connection", "_connections", "_parser", "_siblings", "_wire")

    def __init__(self, connection: Connection, connections: Connections, siblings: set[Any]) -> None:
        self._connection = connection
        self._connections = connections
        self._siblings = siblings
        self._parser: Parser | None = None

    def take_over(self, transport: asyncio.Transport, answer: bytes) -> None:
        """From here on the transport is ours. uvloop chooses how to read when reading starts: so it starts anew."""
        self._siblings.add(self)
        self._wire = Wire(transport, self, self._connections.limits)
        transport.pause_reading()
        transport.set_protocol(self)
        self._connection.open(self._wire, answer)
        transport.resume_reading()

    def feed(self, data: bytes) -> None:
        """Bytes that did not come through the transport."""
        while data and not (self._parser and self._parser.failure):
            buffer = self.get_buffer(-1)
            size = min(len(buffer), len(data))
            buffer[:size] = data[:size]
            self.buffer_updated(size)
            data = data[size:]

    def get_buffer(self, sizehint: int) -> memoryview:
        return (self._parser or self._connections.parsers.next()).get_buffer(sizehint)

    def buffer_updated(self, nbytes: int) -> None:
        parser = self._parser or self._connections.parsers.take()
        parser.read(nbytes, self._connection.receive)
        if parser.blank:
            self._parser = None
            self._connections.parsers.give_back(parser)
            return
        self._parser = parser
        if parser.failure:
            self._connection.fail(parser.failure)

    def data_received(self, data: bytes) -> None:
        """uvloop remembers this method of a transport's protocol though it reads into buffers; were there none, it
        would keep the HTTP protocol's, and with it all that HTTP left behind: 4 KiB for each connection."""
        self.feed(data)

    def pause_writing(self) -> None:
        self._connection.overflow()

    def resume_writing(self) -> None: ...

    def connection_lost(self, exc: Exception | None) -> None:
        self._wire.gone()
        self._connection.cut()
        self._connections.when_it_fits(self._end)

    def _end(self) -> None:
        self._parser = None
        self._siblings.discard(self)
        self._connections.discard(self._connection)
        self._connection.lost()
        del self._connection

    def shutdown(self) -> None:
        """uvicorn leaves."""
        self._connections.dismiss(self._connection)
