"""One live connection of a person, and what it may reach."""

from datetime import datetime
from typing import Any, Literal

import msgspec

from veillee.community.people import Caller, ContactState, Person
from veillee.community.screening import ScreeningState
from veillee.foundation.gateway import Connection, encode_frame
from veillee.safety.policy import Facts

encode = msgspec.json.Encoder().encode


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """That a person belongs to a conversation: cannot be made but by reading it from the database.

    apart: one of the two of a private talk has blocked the other, as it was read; Attendance knows how it is now.
    """

    conversation: str
    kind: Literal["room", "private"]
    name: str | None = None
    slug: str | None = None
    other: Person | None = None
    other_facts: Facts | None = None
    since: datetime | None = None
    contact: ContactState | None = None
    screening: ScreeningState | None = None
    paused: bool = False
    head: int = 0
    read: int = 0
    apart: bool = False


class Client:
    """A person here through one connection; `connection` is None for sample people, who live in the process."""

    __slots__ = ("caller", "connection", "memberships")

    def __init__(self, caller: Caller, connection: Connection | None) -> None:
        self.caller = caller
        self.connection = connection
        self.memberships: dict[str, Membership] = {}

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.caller.person

    def tell(self, frame: msgspec.Struct) -> None:
        """Send one frame to this connection only."""
        self.tell_encoded(encode_frame(encode(frame)))

    def tell_encoded(self, frames: bytes) -> None:
        """Send frames as `frame_bytes` gives them, joined if several."""
        if self.connection is not None:
            self.connection.send_frames(frames)

    def close(self, code: int, reason: str) -> None:
        """End the connection with a close code of RFC 6455 §7.4."""
        if self.connection is not None:
            self.connection.close(code, reason)


def frame_bytes(frame: Any) -> bytes:
    """A frame for many, encoded once."""
    return encode_frame(encode(frame))
