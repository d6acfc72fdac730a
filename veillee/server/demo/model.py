"""The sample evening as values: who is there, what is played, what is answered."""

from typing import Literal

import msgspec

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
Answers = dict[Language, dict[str, tuple[str, ...]]]
"""Language to intent to variants; may hold {name}, {age}, {region} and {help:ID}."""


class Room(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A room in which sample people talk."""

    slug: str
    name: str
    topic: str
    language: Language


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sample person. `key` names them in the file; `called` are the names by which others address them."""

    key: str
    pseudonym: str
    called: tuple[str, ...]
    age: int
    region: str
    language: Language
    manner: str
    letters_per_second: float
    rooms: tuple[str, ...]
    answers: Answers


class Line(msgspec.Struct, frozen=True):
    """One sentence of a scene; `who` is a profile's key, `picture` one that they show with it, see painting.py."""

    who: str
    text: str
    picture: str | None = None


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """A short conversation; an opening is a room's history on the first start."""

    id: str
    room: str
    lines: tuple[Line, ...]
    opening: bool = False


class Intent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody may want, by the phrases that show it; a trailing * is any ending."""

    name: str
    fr: tuple[str, ...]
    en: tuple[str, ...]
    short: bool = False
    unless: tuple[str, ...] = ()


class Evening(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that sample people know. `intents` in order of rank, `help` ids of help lines,
    `telling` the words by which a language is told, parted by blanks."""

    help: tuple[str, ...]
    rooms: tuple[Room, ...]
    people: tuple[Profile, ...]
    telling: dict[Language, str]
    intents: tuple[Intent, ...]
    manners: dict[str, Answers]
    anyone: Answers
    scenes: tuple[Scene, ...]

    def person(self, key: str) -> Profile:
        """The profile of that key. Raises KeyError."""
        for profile in self.people:
            if profile.key == key:
                return profile
        raise KeyError(key)
