"""What a connection stands between: the one who listens to it, and what carries its bytes."""

from collections.abc import Callable
from typing import Protocol


class Handler(Protocol):
    """Who listens to a connection. Called on the loop thread; must not block.

    An exception closes this connection with 1011 and is logged by its kind and place only.
    """

    def on_text(self, payload: bytes) -> None:
        """A whole text message: valid UTF-8, at most frame_bytes_max. Never called after close()."""

    def on_closed(self) -> None:
        """The connection is gone; called once for each that was opened, at most close_seconds after close()."""


class Wire(Protocol):
    """What carries a connection's bytes."""

    write: Callable[[bytes], None]
    """Sends at once what the socket takes, and keeps the rest."""

    def unsent_bytes(self) -> int:
        """What was written and has not left."""

    def descriptor(self) -> int:
        """The socket's number while nothing waits in front of it and it carries bytes as they are; else -1."""

    def pause(self, seconds: float) -> None:
        """Read on only after that time; the other side's words wait in its socket."""

    def await_close(self) -> None:
        """Our close frame is written: drop the socket unless the other side closes in time."""

    def finish(self) -> None:
        """Both close frames are written: send what is owed, then end the TCP connection."""

    def fail(self) -> None:
        """The other side broke the protocol: send what is owed, heed nothing more, end."""

    def abort(self) -> None:
        """Drop it, and what is owed with it."""
