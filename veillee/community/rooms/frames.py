"""Rooms in realtime."""

from typing import Annotated

import msgspec


class Join(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="join"):
    """Go into a room, by id or slug."""

    room: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    ref: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None
