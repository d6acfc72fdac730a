"""The values that go into the gate and come out of it."""

from typing import Any, Literal, get_args

import msgspec

Kind = Literal["message", "first_word", "pseudonym", "region", "room_name", "room_topic"]
NAMES: tuple[Kind, ...] = ("pseudonym", "region", "room_name", "room_topic")
"""What somebody is or calls something, and does not say to anybody."""

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
    first_words_last_hour: int = 0
    first_words_last_day: int = 0
    near_duplicates: int = 0
    """First words of the last days that said nearly the same to others."""
    short_copies: int = 0
    """First words of the last hour that said the very same to others, of texts too short to be compared otherwise."""
    reply_ratio: float | None = None
    """How many of the first words of the last days were accepted, 0 to 1; None when they are too few to say."""
    ages_said: tuple[int, ...] = ()
    """The ages in years that the person said to have, to anybody, in the last weeks."""
    links_banned: int = 0
    """How many people who came in from what looks like the same browser are banned or suspended."""


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
    country: str | None = None
    region: str | None = None
    """Where the author says to live, and in which country (ISO 3166): which help lines they are shown."""
    author: Facts = Facts()
    other: Facts | None = None
    history: tuple[Line, ...] = ()
    contacts: bool = False
    hours_known: float | None = None
    """How long the two have been talking in private; None for strangers and in rooms."""
    pair: dict[str, float] = {}
    """What the author's earlier messages to this person left behind: trace → 0 to 1 (`traces.yaml`)."""
    account: dict[str, float] = {}
    """The same of the author's messages to anybody else."""


class Evidence(msgspec.Struct, frozen=True):
    """What a rule rested on beside the words: a trace, an earlier line, a fact. `value` as the rule saw it."""

    name: str
    value: float
    text: dict[str, str]


class Turn(msgspec.Struct, frozen=True):
    """One thing that alone would have kept a rule from speaking: this signal or fact, gone or there."""

    name: str
    there: bool
    text: dict[str, str]


class Reason(msgspec.Struct, frozen=True, omit_defaults=True):
    """One rule that spoke. `span` is [start, end) in code points of the original text.

    `turns`: what would have let the words pass, for staff; only in verdicts that were explained.
    """

    rule: str
    label: str
    article: str
    span: tuple[int, int]
    text: dict[str, str]
    evidence: tuple[Evidence, ...] = ()
    turns: tuple[Turn, ...] = ()


class Caution(msgspec.Struct, frozen=True):
    """What whoever reads the words is told beside them, by language; `help` are lines as the rule names them."""

    code: str
    text: dict[str, str]
    help: tuple[str, ...] = ()


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What is to happen. `reasons` are ordered, the gravest first, which need not be the one that decided."""

    effect: Effect = "allow"
    labels: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    open_case: bool = False
    urgent: bool = False
    freeze: bool = False
    """The author and whom they address cannot reach each other until staff have looked."""
    help: tuple[str, ...] = ()
    caution: Caution | None = None
    """For the one reader of private words, when they pass."""
    asked: Submission | None = None
    """What was judged, with verdicts that were explained; goes into the vault and nowhere else."""
    policy_version: str = ""
    shadow: tuple[str, ...] = ()
    """Rules that are only tried out and would have spoken."""

    @property
    def code(self) -> str:
        """The label of the gravest reason, or `""` when nothing spoke."""
        return self.reasons[0].label if self.reasons else ""

    @property
    def is_kept(self) -> bool:
        """Whether it is more than an answer: words are stopped, or somebody looks."""
        return self.effect in ("hold", "refuse") or self.open_case

    def stored(self) -> dict[str, Any]:
        """As rows keep it: without what was judged."""
        kept: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(self, asked=None))
        return kept

    def text(self, language: str | None) -> str:
        """What the sender reads, in French unless the language is English; `""` when nothing spoke."""
        if not self.reasons:
            return ""
        words = self.reasons[0].text
        return words.get(language or "fr") or words["fr"]
