"""What somebody has said to being screened, and how it stands between two."""

from datetime import datetime
from typing import Literal

import msgspec

from veillee.community.people import Person
from veillee.foundation.basics import Problem

Answer = Literal["unasked", "given", "not_asked", "withdrawn"]
"""Nobody asked yet; agreed; came in through a program that does not ask, and is screened as everybody; withdrew it."""

ScreeningState = Literal["on", "off_asked_by_me", "off_asked_by_them", "off", "stopped_by_me", "stopped_by_them"]
"""Between two who talk in private. Off: both asked. Stopped: the agreement of one is withdrawn, nothing passes."""


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, by language (`fr`, `en`), and the version that a record names."""

    version: str
    text: dict[str, str]


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller has said. `version`: of the wording then; `wording`: what is asked now."""

    answer: Answer
    wording: Wording
    at: datetime | None = None
    version: str | None = None


class ConsentForm(msgspec.Struct, frozen=True, kw_only=True):
    """The body of PUT /screening: the version of the wording that was shown."""

    wording: str


class PairScreening(msgspec.Struct, frozen=True, kw_only=True):
    """How it stands between the caller and somebody."""

    person: Person
    screening: ScreeningState


def declined() -> Problem:
    """Strangers' private talk is screened, or there is none."""
    return Problem("screening-declined", 409, "Private talk with strangers is screened; you have not agreed to it.")


def objection_to(state: ScreeningState | None) -> Problem | None:
    """Why nothing may be said in a private talk, when that is so; None for a room."""
    if state == "stopped_by_me":
        return declined()
    if state == "stopped_by_them":
        return Problem("screening-withdrawn", 409, "Nothing passes: the other one has withdrawn their agreement.")
    return None
