"""Frames about who is here."""

from typing import Literal

import msgspec

from veillee.community.people import Person


class PresenceFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="presence"):
    """Who came and went since the last one; `present` counts people, not connections."""

    conversation: str
    present: int
    entered: tuple[Person, ...] = ()
    left: tuple[str, ...] = ()


class WatchFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="watch"):
    """How the lamp stands."""

    state: Literal["open", "resting"]
    staff_on_duty: int


class ErrorFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="error"):
    """What was wrong with a frame of mine; `code` is the slug of the same problem over HTTP."""

    ref: str | None
    code: str
    detail: str
