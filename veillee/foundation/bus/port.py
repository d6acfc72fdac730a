"""What a bus is, and how little it promises."""

from collections.abc import Callable
from typing import Protocol

Handler = Callable[[bytes], None]

PAYLOAD_BYTES_MAX = 512 * 1024


class BusProblem(Exception):
    """The bus cannot be used as set; the message is one line for the operator and never holds a password."""


class Bus(Protocol):
    """Between the nodes of one place; for the loop thread only.

    Guarantee: none about arrival. A payload may be lost, come twice, late, or in another order than it was sent; what
    does arrive is whole and as it was sent, comes from a node of this place, and never from oneself. Publishing never
    waits and never raises: while nobody can be reached it is lost.
    """

    @property
    def connected(self) -> bool:
        """Whether others can be reached, as far as known."""
        ...

    def publish(self, subject: str, payload: bytes) -> None:
        """Tell all other nodes, at most PAYLOAD_BYTES_MAX. subject: a word of letters."""
        ...

    def subscribe(self, subject: str, handler: Handler) -> None:
        """Call handler(payload) for what others publish from now on. What it raises is logged and stops nobody."""
        ...

    def on_return(self, handler: Callable[[], None]) -> None:
        """Call handler() when others can be reached again: much may have been lost meanwhile."""
        ...

    async def open(self) -> None:
        """Begin. Raises BusProblem when it cannot be reached."""
        ...

    async def close(self) -> None:
        """Send what waits to be sent, then end."""
        ...
