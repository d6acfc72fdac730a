"""What sample people need of a place, and what they are told by it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from veillee.server.demo.acts import Stranger
from veillee.server.demo.model import Profile, Room
from veillee.server.demo.past import Said


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A private conversation that was accepted, with the first word that asked for it."""

    conversation: str
    stranger: Stranger
    text: str


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """The real people who are connected: whether there are any, and by room and id who is in each."""

    anybody: bool
    rooms: Mapping[str, Mapping[str, Stranger]]


class Port(Protocol):
    """The place, as sample people use it. `person` is a profile's key, `place` a room's slug or a conversation's id.

    Guarantee: what they do takes the way of everybody's actions, the gate included; what the place does not
    allow raises Problem, or is dropped with a line in the log, and never stops the others.
    """

    async def found(self, room: Room) -> None:
        """Make sure that the room is there."""

    async def enter(self, profile: Profile) -> None:
        """Come in, marked as sample; again, after a restart, as the same person."""

    async def join(self, person: str, room: str) -> None:
        """Go into a room."""

    async def remember(self, past: Sequence[Said]) -> None:
        """Write the history of rooms in which nothing was ever said."""

    async def say(self, person: str, place: str, text: str, picture: str | None = None) -> None:
        """Say something, with a picture of painting.py where the place lets them show one."""

    async def typing(self, person: str, place: str) -> None:
        """Show that they are writing."""

    async def accept(self, person: str, request: str) -> Opened:
        """Accept a first word."""

    async def close(self) -> None:
        """Everybody hangs up."""

    def look(self) -> Around:
        """Who real is here now."""


class Ears(Protocol):
    """How the place tells what real people did. Called on the loop, returns at once."""

    def heard(self, room: str, stranger: Stranger, text: str) -> None:
        """Somebody spoke in a room."""

    def heard_in_private(self, conversation: str, person: str, stranger: Stranger, text: str) -> None:
        """Somebody wrote to a sample person."""

    def asked(self, person: str, request: str) -> None:
        """A first word waits for a sample person."""

    def away(self, person: str, is_away: bool) -> None:
        """The watch decided about a sample person."""
