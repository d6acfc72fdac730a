"""One live WebSocket: what the rest of the house sees of it, and the rules of RFC 6455 for what comes in."""

from collections.abc import Callable, Iterable
from typing import Final, cast

import structlog

from veillee.foundation.basics import name_fault
from veillee.foundation.gateway import frames
from veillee.foundation.gateway.frames import Violation, encode_close, encode_frame
from veillee.foundation.gateway.limits import GatewayLimits
from veillee.foundation.gateway.outbox import Outbox
from veillee.foundation.gateway.pace import pace_of
from veillee.foundation.gateway.recipients import NO_SOCKET, SOCKET, Circle, Recipients, make_seat
from veillee.foundation.gateway.wire import Handler, Wire

log = structlog.get_logger("gateway")
SayViolation = Callable[[str, str], bytes]
DETAILS = {
    "too-large": "A message may have at most {frame_bytes_max} bytes.",
    "not-utf8": "A message must be UTF-8 text.",
}


def _discard(_frames: bytes) -> None:
    """Where the frames go of a connection that is closing."""


class Connection:
    """One live WebSocket; for the loop thread only.

    What is sent within one turn of the loop leaves in one write, in the order of the calls; once the connection
    is closing, sending does nothing. Binary messages are answered by close 1003, unless on_binary is set.
    """

    __slots__ = (
        "__weakref__", "_closing", "_deliver", "_limits", "_pace", "_parts", "_say_violation",
        "_unsaid", "_wire", "address", "handler", "heard", "on_binary", "outbox", "port", "portion", "seat", "write",
    )  # fmt: skip

    handler: Handler

    def __init__(
        self, address: str, port: int, limits: GatewayLimits, outbox: Outbox, say_violation: SayViolation
    ) -> None:
        self.address: Final = address
        self.port: Final = port
        self.heard = True
        self.portion = 0
        self.on_binary: Callable[[bytes], None] | None = None
        self.write: Callable[[bytes], None] = _discard
        self.seat = make_seat()
        self._limits = limits
        self.outbox = outbox
        self._say_violation = say_violation
        self._pace = pace_of(limits)
        self._closing = False
        self._parts: bytearray | None = None
        self._wire: Wire | None = None
        self._unsaid = b""

    @property
    def unsent_bytes(self) -> int:
        """Bytes of earlier turns that the other side has not taken from us yet."""
        return self._wire.unsent_bytes() if self._wire else 0

    @property
    def closing(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._closing

    def send(self, payload: bytes) -> None:
        """One text message (UTF-8)."""
        self.send_frames(encode_frame(payload))

    def send_frames(self, frames: bytes) -> None:
        """Frames already encoded by `encode_frame`, joined if several."""
        if not self._closing:
            self.outbox.send(self, frames)

    def close(self, code: int, reason: str = "") -> None:
        """Send what is owed and a close frame; dropped after close_seconds without an answer."""
        if self._closing:
            return
        self._say_last(encode_close(code, reason))
        if self._wire:
            self._wire.await_close()

    def _say_last(self, frame: bytes) -> None:
        self._closing = True
        self._parts = None
        if self._wire is None:
            self._unsaid = frame
            return
        self.write(self.outbox.owed(self) + frame)
        self._end_writing()

    def _end_writing(self) -> None:
        self.write = _discard
        self.seat[SOCKET] = NO_SOCKET

    def _write_and_look(self, frames: bytes) -> None:
        """What the socket did not take waits in the transport: nothing may go past it until it has left."""
        if self._wire is not None:
            self._wire.write(frames)
            self.seat[SOCKET] = self._wire.descriptor()

    # Below: for the gateway itself.

    def open(self, wire: Wire, answer: bytes) -> None:
        """The upgrade is granted: the HTTP answer goes out, then what was sent meanwhile."""
        self._wire = wire
        self.write = self._write_and_look if self.outbox.spread.direct else wire.write
        self.write(answer)
        if self._closing:
            self._say_last(self._unsaid)
            wire.await_close()

    def receive(self, opcode: int, final: bool, reserved: bool, payload: bytes) -> None:
        """One frame from the other side, unmasked and with a known opcode."""
        self.heard = True
        if self._closing:
            if opcode == frames.CLOSE and self._wire:
                self._wire.finish()
            return
        try:
            if reserved:
                raise Violation(1002)
            if self._pace is not None and (seconds := self._pace.count()) and self._wire:
                self._wire.pause(seconds)
            _RECEIVERS[opcode](self, final, payload)
        except Violation as violation:
            self.fail(violation.code)

    def _on_text(self, final: bool, payload: bytes) -> None:
        self._begin(self._deliver_text, final, payload)

    def _on_binary(self, final: bool, payload: bytes) -> None:
        if self.on_binary is None:
            raise Violation(1003 if self._parts is None else 1002)
        self._begin(self.on_binary, final, payload)

    def _begin(self, deliver: Callable[[bytes], None], final: bool, payload: bytes) -> None:
        if self._parts is not None:
            raise Violation(1002)
        if final:
            deliver(payload)
        else:
            self._parts = bytearray(payload)
            self._deliver = deliver

    def _on_continuation(self, final: bool, payload: bytes) -> None:
        if self._parts is None:
            raise Violation(1002)
        if len(self._parts) + len(payload) > self._limits.frame_bytes_max:
            raise Violation(1009)
        self._parts += payload
        if final:
            whole, self._parts = bytes(self._parts), None
            self._deliver(whole)

    def _on_ping(self, _final: bool, payload: bytes) -> None:
        self.send_frames(frames.encode_pong(payload))

    def _on_pong(self, _final: bool, _payload: bytes) -> None:
        """Being heard is all that a pong is for."""

    def _on_close(self, _final: bool, payload: bytes) -> None:
        self._say_last(encode_close(frames.read_close_code(payload)))
        if self._wire:
            self._wire.finish()

    def _deliver_text(self, payload: bytes) -> None:
        frames.check_utf8(payload)
        try:
            self.handler.on_text(payload)
        except Exception as error:
            log.error("handler failed", during="on_text", **name_fault(error))
            self.close(1011)

    def fail(self, code: int) -> None:
        """The other side broke the protocol (RFC 6455 §7.1.7); what SLUGS has for the code is told first."""
        if not self._closing:
            self._explain(code)
            log.info("closed for a violation", code=code)
            self._say_last(encode_close(code))
        if self._wire:
            self._wire.fail()

    def _explain(self, code: int) -> None:
        if slug := frames.SLUGS.get(code):
            detail = DETAILS[slug].format(frame_bytes_max=self._limits.frame_bytes_max)
            if words := self._say_violation(slug, detail):
                self.send(words)

    def beat(self) -> None:
        """Once a period: drop it when nothing came since the last ping, else ping."""
        if self._closing or self._wire is None:
            return
        if not self.heard:
            log.info("dropped, gone silent")
            self._wire.abort()
            return
        self.heard = False
        self.send_frames(frames.PING_FRAME)

    def overflow(self) -> None:
        """More is owed than a connection may owe."""
        if not self._closing:
            log.info("closed, too slow", unsent_bytes=self.unsent_bytes)
            self.close(1013, "too slow")

    def cut(self) -> None:
        """The wire is gone: its socket may be somebody else's in a moment."""
        self._closing = True
        self._end_writing()
        self._wire = None

    def lost(self) -> None:
        """Tell the house that it was cut, and hold nothing any more that holds this: the collector comes rarely."""
        self.on_binary = None
        self._deliver = _discard
        try:
            self.handler.on_closed()
        except Exception as error:
            log.error("handler failed", during="on_closed", **name_fault(error))
        del self.handler


_RECEIVERS: Final[dict[int, Callable[[Connection, bool, bytes], None]]] = {
    frames.CONTINUATION: Connection._on_continuation,
    frames.TEXT: Connection._on_text,
    frames.BINARY: Connection._on_binary,
    frames.CLOSE: Connection._on_close,
    frames.PING: Connection._on_ping,
    frames.PONG: Connection._on_pong,
}


def fan_out(connections: Circle | Iterable[Connection], frames: bytes) -> None:
    """Hand the same encoded frames to many, in order with what each is sent otherwise."""
    recipients = connections.recipients() if isinstance(connections, Circle) else Recipients(connections)
    if recipients:
        cast(Connection, recipients.connections[0]).outbox.send(recipients, frames)
