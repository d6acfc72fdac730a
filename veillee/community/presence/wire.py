"""Frames about who is here."""

from typing import Annotated

import msgspec

from veillee.community.people import Areas, Person, WatchState


class Echo(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="echo"):
    """Are you still there? A page cannot see the pings of the protocol."""

    ref: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class EchoFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="echo"):
    """I am still here."""

    ref: str


class PresenceFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="presence"):
    """Who came and went since the last one; `present` counts people, not connections."""

    conversation: str
    present: int
    entered: tuple[Person, ...] = ()
    left: tuple[str, ...] = ()


class TypingFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="typing"):
    """Somebody is writing."""

    conversation: str
    person: str


class WatchFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="watch"):
    """How the lamp stands. `state` is `open` while no area rests."""

    state: WatchState
    staff_on_duty: int
    areas: Areas


class ErrorFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="error"):
    """What was wrong with a frame of mine; `code` is the slug of the same problem over HTTP."""

    ref: str | None
    code: str
    detail: str
