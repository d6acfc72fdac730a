"""What somebody is told about their own words, and words that were stopped before they became anything."""

from datetime import datetime
from typing import Any, Literal

import msgspec

from veillee.community.people import Person
from veillee.safety.policy import Verdict

StoppedKind = Literal["pseudonym", "region", "room_name", "room_topic"]
RefusalKind = Literal["room_message", "private_message", "first_word", "room_name", "room_topic"]
PRIVATE: frozenset[str] = frozenset({"private_message", "first_word"})


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Why, in the author's language, and where help is: ids of help lines."""

    code: str
    text: str
    help: tuple[str, ...] = ()


class Stopped(msgspec.Struct, frozen=True, kw_only=True):
    """A name or title that was refused. `person` None: somebody at the door, who did not come in."""

    id: str
    person: Person | None
    kind: StoppedKind
    text: str
    at: datetime


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """What the gate refused by itself: the words of the first time, None once they have had their time; how often the
    same rule refused the same person within the hour; the verdict as it was stored."""

    id: str
    person: Person
    kind: RefusalKind
    text: str | None
    at: datetime
    times: int
    verdict: dict[str, Any]

    @property
    def private(self) -> bool:
        """Whether the words were meant for one person."""
        return self.kind in PRIVATE


def told_of(verdict: Verdict, language: str | None) -> Told | None:
    """What the author is told beside what became of their words; None when nothing spoke."""
    if not verdict.reasons:
        return None
    return Told(code=verdict.code, text=verdict.text(language), help=verdict.help)
