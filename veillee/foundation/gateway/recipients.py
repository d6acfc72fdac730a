"""Who gets the same bytes: kept as connections come and go, so that a fan-out does nothing in Python for each."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Protocol

NO_SOCKET = -1
SOCKET, PASSED_OVER = 0, 1


def make_seat() -> "array[int]":
    """Where the loop in C finds a connection's socket: its number, and whether to pass over it for now.

    Its memory stays where it is as long as the connection lives.
    """
    return array("i", (NO_SOCKET, 0))


class Recipient(Protocol):
    """A connection as a fan-out sees it."""

    write: Callable[[bytes], None]
    """Sends at once what the socket takes and keeps the rest, in order."""
    seat: "array[int]"
    """SOCKET is the socket's number while bytes may go past write(), to the socket itself; else NO_SOCKET."""


class Recipients:
    """Connections as they were at one moment: whoever joins later is not meant."""

    __slots__ = ("_places", "connections", "seats")

    def __init__(self, connections: Iterable[Recipient], seats: "array[int] | None" = None) -> None:
        self.connections = tuple(connections)
        self.seats = seats if seats is not None else _find_seats(self.connections)
        self._places: dict[Recipient, int] | None = None

    def __len__(self) -> int:
        return len(self.connections)

    def __iter__(self) -> Iterator[Recipient]:
        return iter(self.connections)

    @property
    def places(self) -> dict[Recipient, int]:
        """Each one's place among them."""
        if self._places is None:
            self._places = dict(zip(self.connections, range(len(self.connections)), strict=True))
        return self._places


class Circle:
    """Connections that are told the same, as they are now."""

    __slots__ = ("_connections", "_now", "_places", "_seats")

    def __init__(self) -> None:
        self._connections: list[Recipient] = []
        self._seats = _find_seats(())
        self._places: dict[Recipient, int] = {}
        self._now: Recipients | None = None

    def __len__(self) -> int:
        return len(self._connections)

    def add(self, connection: Recipient) -> None:
        """One more; again is the same."""
        if connection not in self._places:
            self._places[connection] = len(self._connections)
            self._connections.append(connection)
            self._seats.append(_address(connection.seat))
            self._now = None

    def discard(self, connection: Recipient) -> None:
        """One less, if it was there; the last one takes its place."""
        place = self._places.pop(connection, None)
        if place is None:
            return
        last, seat = self._connections.pop(), self._seats.pop()
        if last is not connection:
            self._connections[place], self._seats[place] = last, seat
            self._places[last] = place
        self._now = None

    def recipients(self) -> Recipients:
        """Those who are in it now; the same object until somebody comes or goes."""
        if self._now is None:
            self._now = Recipients(self._connections, self._seats[:])
        return self._now


def _find_seats(connections: Iterable[Recipient]) -> "array[int]":
    """Addresses, for the loop in C."""
    return array("Q", map(_address, map(attrgetter("seat"), connections)))


def _address(seat: "array[int]") -> int:
    return seat.buffer_info()[0]
