"""The values that go into the gate and come out of it."""

from typing import Literal, get_args

import msgspec

Kind = Literal["message", "first_word", "pseudonym", "room_name", "room_topic"]
Effect = Literal["allow", "nudge", "hold", "refuse"]
Label = Literal[
    "minor_sought",
    "sedation",
    "third_person",
    "sextortion",
    "minor_disclosed",
    "ambush",
    "threat",
    "hate",
    "doxxing",
    "scam",
    "self_harm",
    "contact_exchange",
    "spam",
]

LABELS: tuple[str, ...] = get_args(Label)
"""Every label, the gravest first: the order in which verdicts list them."""

EFFECTS: tuple[Effect, ...] = get_args(Effect)
"""Every effect, the mildest first."""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller knows about a person. The gate fetches nothing."""

    declared_age: int | None = None
    account_age_hours: float | None = None
    first_words_last_day: int = 0


class Line(msgspec.Struct, frozen=True):
    """An earlier message between the same two people (or of the author, in a room)."""

    by: Literal["author", "other"]
    text: str


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that somebody wants others to read.

    `other` is the only other reader of a private conversation; `contacts` says that the two accepted each other;
    `history` is oldest first, and only its last lines are read.
    """

    text: str
    kind: Kind = "message"
    audience: Literal["room", "private"] = "room"
    language: str | None = None
    author: Facts = Facts()
    other: Facts | None = None
    history: tuple[Line, ...] = ()
    contacts: bool = False


class Reason(msgspec.Struct, frozen=True):
    """One rule that spoke. `span` is [start, end) in code points of the original text."""

    rule: str
    label: str
    article: str
    span: tuple[int, int]
    text: dict[str, str]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What is to happen. `reasons` are ordered: the one that decided comes first."""

    effect: Effect = "allow"
    labels: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    open_case: bool = False
    urgent: bool = False
    help: tuple[str, ...] = ()
    policy_version: str = ""

    @property
    def code(self) -> str:
        """The label of the reason that decided, or `""` when nothing spoke."""
        return self.reasons[0].label if self.reasons else ""

    def text(self, language: str | None) -> str:
        """What the sender reads, in French unless the language is English; `""` when nothing spoke."""
        if not self.reasons:
            return ""
        words = self.reasons[0].text
        return words.get(language or "fr") or words["fr"]
