"""Reads frames from bytes; the only file that knows picows.

From picows we take the parser alone: it unmasks and checks frames in C, in a buffer of its own. It would also write
to the socket, past our order and our bounds; so it is given an `_Ear` in place of transport and socket, which hears
what picows would say and lets the connection say it.

A parser weighs five KiB, and all but a few connections have nothing for it to do: so it is lent to whoever has bytes
to be read, and stays with them only while a frame has come in part.
"""

from collections.abc import Callable
from typing import Any, Final

from picows import (
    WSAutoPingStrategy,
    WSFrame,
    WSListener,
    WSTransport,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
)
from picows.picows import WSProtocol  # type: ignore[attr-defined]

Receive = Callable[[int, bool, bool, bytes], None]
"""Opcode, whether it is the last of its message, whether a reserved bit is set, payload."""

SPARE_MAX = 32
# picows starts in the middle of HTTP. It gets this request, whatever the client sent; its answer is not sent.
_HEAD = (
    b"GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
_ANSWER = WSUpgradeResponse.create_101_response()
_READ_BYTES = 2048


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


def _drop(_opcode: int, _final: bool, _reserved: bool, _payload: bytes) -> None:
    """Nobody has borrowed this parser."""


class _Ear(WSListener):
    """picows' listener, and what picows takes for its transport."""

    __slots__ = ("failure", "receive")

    def __init__(self) -> None:
        self.receive: Receive = _drop
        self.failure = 0

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        reserved = frame.rsv1 or frame.rsv2 or frame.rsv3
        self.receive(frame.msg_type.value, frame.fin, reserved, frame.get_payload_as_bytes())

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


class Parser:
    """Frames out of the bytes of one connection at a time; for one thread only."""

    __slots__ = ("_ear", "_protocol", "_whole", "get_buffer")

    def __init__(self, frame_bytes_max: int) -> None:
        ear = self._ear = _Ear()
        self._protocol = WSProtocol(
            None, None, False, lambda _request: WSUpgradeResponseWithListener(_ANSWER, ear), _MUTE, True,
            None, False, 0, 0, WSAutoPingStrategy.PING_WHEN_IDLE, False, frame_bytes_max, None, _READ_BYTES,
        )  # fmt: skip
        self._protocol.connection_made(ear)
        self.get_buffer: Final[Callable[[int], memoryview]] = self._protocol.get_buffer
        """Where the next bytes go; the number is not heeded."""
        self.get_buffer(-1)[: len(_HEAD)] = _HEAD
        self._protocol.buffer_updated(len(_HEAD))
        self._whole = len(self.get_buffer(-1))

    @property
    def failure(self) -> int:
        """The close code of what cannot be parsed on (RFC 6455 §7.4.1); 0 while all is well."""
        return self._ear.failure

    def read(self, size: int, receive: Receive) -> None:
        """So many bytes are in the buffer: `receive` is called for each frame that is now whole."""
        self._ear.receive = receive
        self._protocol.buffer_updated(size)
        self._ear.receive = _drop

    @property
    def blank(self) -> bool:
        """Whether it is as new: nothing in its buffer, which has not grown, and nobody has said that they leave."""
        return (
            not self._ear.failure
            and self._protocol.transport.close_handshake is None
            and len(self.get_buffer(-1)) == self._whole
        )


class Parsers:
    """Those that nobody needs now."""

    def __init__(self, frame_bytes_max: int) -> None:
        self._frame_bytes_max = frame_bytes_max
        self._spare: list[Parser] = []

    def next(self) -> Parser:
        """The one that `take` gives when nobody takes one meanwhile."""
        if not self._spare:
            self._spare.append(Parser(self._frame_bytes_max))
        return self._spare[-1]

    def take(self) -> Parser:
        """A blank one."""
        return self._spare.pop() if self._spare else Parser(self._frame_bytes_max)

    def give_back(self, parser: Parser) -> None:
        """A blank one that is not needed any more."""
        if len(self._spare) < SPARE_MAX:
            self._spare.append(parser)
