"""Pictures as members see them, and what a message may carry of them."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from veillee.foundation.basics import Problem, is_id

PICTURES_PER_MESSAGE_MAX = 4
PictureSize = Literal["whole", "preview"]


class Picture(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A picture of a message: its size in pixels. `removed`: a decision took it away."""

    id: str
    width: int
    height: int
    removed: bool = False


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a picture belongs. message: the message, or the words that wait; seq: None for those."""

    picture: Picture
    owner: str
    conversation: str
    message: str
    seq: int | None


def check_pictures(ids: Sequence[str]) -> tuple[str, ...]:
    """The pictures of one message. Raises Problem `too-many-pictures`, `picture-unknown`."""
    if len(ids) > PICTURES_PER_MESSAGE_MAX:
        raise Problem("too-many-pictures", 422, f"A message carries at most {PICTURES_PER_MESSAGE_MAX} pictures.")
    if len(set(ids)) < len(ids) or not all(map(is_id, ids)):
        raise unknown()
    return tuple(ids)


def unknown() -> Problem:
    """A picture that is not the sender's own, was sent before, or is gone."""
    return Problem(
        "picture-unknown", 422, "A picture of this message is not there: it was sent before, or waited too long."
    )
