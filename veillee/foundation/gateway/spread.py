"""Handing the same bytes to many connections: by a loop in C where it could be built, else by one in Python."""

import ctypes
from array import array
from collections.abc import Collection
from pathlib import Path
from typing import Any, Literal, Protocol

import structlog

from veillee.foundation.basics import name_fault
from veillee.foundation.gateway.recipients import PASSED_OVER, Recipient, Recipients

LIBRARY = Path(__file__).with_name("libspread.so")
FEW = 4

Way = Literal["auto", "native", "python"]

log = structlog.get_logger("gateway")


class SpreadMissing(Exception):
    """The loop in C is wanted and was not built."""


class Spread(Protocol):
    """A way to hand bytes to many.

    Guarantee: to each recipient from `start` to before `stop` the bytes go whole and after everything written to it
    before, but to none of those `besides`; one that cannot be written to is logged and keeps nobody waiting.
    """

    direct: bool
    """Whether it reads the seats, which connections then have to keep up to date."""
    name: Literal["native", "python"]

    def __call__(
        self, recipients: Recipients, start: int, stop: int, frames: bytes, besides: Collection[Recipient] = ()
    ) -> None: ...


class PythonSpread:
    """By each connection's own write()."""

    direct = False
    name: Literal["native", "python"] = "python"

    def __call__(
        self, recipients: Recipients, start: int, stop: int, frames: bytes, besides: Collection[Recipient] = ()
    ) -> None:
        for recipient in recipients.connections[start:stop]:
            if not besides or recipient not in besides:
                write(recipient, frames)


class NativeSpread:
    """By send(2) from C; whatever does not go that way, or not whole, goes by write()."""

    direct = True
    name: Literal["native", "python"] = "native"

    def __init__(self, library: Path = LIBRARY) -> None:
        """Raises SpreadMissing."""
        try:
            self._send = ctypes.CDLL(str(library)).veillee_spread_2
        except (OSError, AttributeError) as error:
            raise SpreadMissing(str(error)) from error
        address, number = ctypes.c_void_p, ctypes.c_int
        self._send.argtypes = (address, number, number, ctypes.c_char_p, ctypes.c_size_t, address)
        self._room = array("i")

    def __call__(
        self, recipients: Recipients, start: int, stop: int, frames: bytes, besides: Collection[Recipient] = ()
    ) -> None:
        stop = min(stop, len(recipients))
        if stop - start < FEW:
            PythonSpread()(recipients, start, stop, frames, besides)
            return
        for one in besides:
            one.seat[PASSED_OVER] = 1
        unfinished = self._offer(recipients, start, stop, frames)
        for one in besides:
            one.seat[PASSED_OVER] = 0
        for place, taken in unfinished:
            write(recipients.connections[place], frames[taken:])

    def _offer(self, recipients: Recipients, start: int, stop: int, frames: bytes) -> list[Any]:
        """(place, bytes taken) of those who did not take everything; a list of its own, since writing may come back
        here when a connection that owes too much is closed."""
        if len(self._room) < 2 * (stop - start):
            self._room = array("i", bytes(2 * (stop - start) * array("i").itemsize))
        seats, room = recipients.seats.buffer_info()[0], self._room.buffer_info()[0]
        pairs = self._send(seats, start, stop, frames, len(frames), room)
        unfinished = self._room[: 2 * pairs].tolist()
        return list(zip(unfinished[::2], unfinished[1::2], strict=True))


def choose_spread(way: Way) -> Spread:
    """`auto` is `native` where it was built. Raises SpreadMissing when `native` is wanted and is not there."""
    if way == "python":
        return PythonSpread()
    try:
        return NativeSpread()
    except SpreadMissing:
        if way == "native":
            raise
        return PythonSpread()


def write(recipient: Recipient, frames: bytes) -> None:
    """To one of them; what it raises is logged."""
    try:
        recipient.write(frames)
    except Exception as error:
        log.error("write failed", **name_fault(error))
