"""A room as members list it, and what it takes to open one."""

import re
import unicodedata
from typing import Literal

import msgspec

from veillee.foundation.basics import Invalid

NAME_CHARS_MIN = 2
NAME_CHARS_MAX = 40
TOPIC_CHARS_MAX = 140
SLUG_CHARS_MAX = 48


class RoomForm(msgspec.Struct, frozen=True, kw_only=True):
    """The body of POST /rooms; `confirm` answers a nudge."""

    name: str
    topic: str = ""
    language: str | None = None
    confirm: str | None = None


class RoomView(msgspec.Struct, frozen=True, kw_only=True):
    """A room in the list; `watch` says whether somebody looks after it now."""

    id: str
    slug: str
    name: str
    topic: str
    kind: Literal["public"]
    language: str
    present: int
    watch: Literal["open", "resting"]


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A room as it is stored; its id is its conversation's."""

    id: str
    slug: str
    name: str
    topic: str
    language: str


def check_line(field: str, raw: str, chars_min: int, chars_max: int) -> str:
    """One line of visible text, trimmed, in NFC. Raises Invalid for that field: length, characters."""
    text = " ".join(unicodedata.normalize("NFC", raw).split())
    if not chars_min <= len(text) <= chars_max:
        raise Invalid({field: "length"})
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") for character in text):
        raise Invalid({field: "characters"})
    return text


def make_slug(name: str, number: int) -> str:
    """The name in letters, digits and hyphens, for addresses; `number` above 1 tells namesakes apart."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_CHARS_MAX].strip("-") or "salon"
    return slug if number == 1 else f"{slug}-{number}"
