"""What staff see of a case: the row in the queue, the whole case, the decision."""

from datetime import datetime
from typing import Literal

import msgspec

from veillee.community.media import Picture
from veillee.oversight.moderation.wire import (
    DecisionKind,
    StaffMember,
    Statement,
    Words,
)
from veillee.oversight.moderation.wire_casework import CaseLink, CasePriority
from veillee.oversight.moderation.wire_decisions import CaseProposal, DecisionOffer
from veillee.oversight.moderation.wire_misuse import ContentFactors, MisuseFactors
from veillee.oversight.moderation.wire_notices import NoticeReason
from veillee.safety.classifiers import Opinion

CaseSource = Literal[
    "report", "held_message", "refused_message", "held_first_word", "refused_first_word", "verdict", "complaint",
    "notice", "synthetic", "refused_words", "raid", "staff",
]  # fmt: skip
CaseStateName = Literal["open", "decided"]
Whose = Literal["all", "mine", "unassigned"]


class CaseSubject(msgspec.Struct, frozen=True, kw_only=True):
    """`id` of what the case is about; a message has `conversation` and `seq` instead, a picture as well."""

    kind: Literal[
        "message", "person", "room", "held_message", "first_word", "statement", "refusal", "notice", "stopped",
        "refused", "picture",
    ]  # fmt: skip
    id: str | None
    conversation: str | None
    seq: int | None


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the queue. `label`: the gravest label or reason of the case, null for a complaint. `proposed`: a
    decision waits for a second person. `assignee`: who has it; `urgent_at`: since when it is urgent."""

    id: str
    state: CaseStateName
    source: CaseSource
    subject: CaseSubject
    label: str | None
    urgent: bool
    reports: int
    opened_at: datetime
    decided_at: datetime | None
    decision: DecisionKind | None
    version: int
    proposed: bool
    assignee: StaffMember | None
    urgent_at: datetime | None


class CasePage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the queue, most pressing first; `next`: cursor of the page after. `open`, `urgent`, `mine`,
    `unassigned`: how many in all. `urgent_minutes`: how long something urgent may wait; 0: for ever. `further`: how
    many readings beyond the window of a case wait for the reader's answer."""

    cases: list[CaseRow]
    next: str | None
    open: int
    urgent: int
    mine: int
    unassigned: int
    urgent_minutes: int
    further: int = 0


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """One message of the window. `subject` marks the one the case is about; a hidden message keeps its words and
    its pictures here, which are looked at one by one."""

    seq: int | None
    author: str
    pseudonym: str
    text: str
    sent_at: datetime
    hidden: bool
    subject: bool
    pictures: tuple[Picture, ...] = ()


class CaseWords(msgspec.Struct, frozen=True, kw_only=True):
    """The words of the case with at most 10 lines before and 5 after. `private`: this reading is recorded.
    `sealed`: they are gone where they were written, and shown as they were copied."""

    conversation: str | None
    name: str | None
    private: bool
    lines: list[CaseLine]
    sealed: bool = False


class VerdictEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule rested on beside the words: an earlier line, a trace with its weight, a fact, as it saw it."""

    name: str
    value: float
    text: Words


class VerdictTurn(msgspec.Struct, frozen=True, kw_only=True):
    """What alone would have let the words pass, as far as this rule goes: that, had it been `there` or not."""

    name: str
    there: bool
    text: Words


class VerdictReason(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`span`: code points of the text, [start, end)."""

    rule: str
    label: str
    article: str
    span: tuple[int, int]
    text: Words
    evidence: list[VerdictEvidence] = []
    turns: list[VerdictTurn] = []


class CaseVerdict(msgspec.Struct, frozen=True, kw_only=True):
    effect: Literal["allow", "nudge", "hold", "refuse"]
    labels: list[str]
    reasons: list[VerdictReason]
    policy_version: str


class CaseReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report without its reporter. `location`: of a notice from outside, as it was written; null for members.
    `adds_to`: the report of the same person from which this one goes on."""

    id: str
    reason: NoticeReason
    note: str | None
    created_at: datetime
    location: str | None = None
    adds_to: str | None = None


class PastDecision(msgspec.Struct, frozen=True, kw_only=True):
    """`case`: in which; null for what the gate decided by itself. `factors`: on what a suspension rests."""

    statement: str
    case: str | None
    decision: DecisionKind
    article: str | None
    issued_at: datetime
    until: datetime | None
    reversed: bool
    factors: ContentFactors | None = None


class CasePerson(msgspec.Struct, frozen=True, kw_only=True):
    """The person whom a decision would affect."""

    id: str
    pseudonym: str
    age_band: str
    entered_at: datetime
    sample: bool
    past_decisions: list[PastDecision]


class CaseRoom(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    topic: str


class FrozenPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a case is about, as they were when it was copied."""

    id: str
    pseudonym: str
    age_band: str


class FrozenCase(msgspec.Struct, frozen=True, kw_only=True):
    """What is copied of a case: what it is about, its words, whom and which room it concerns. `passages`: what a
    report of a person brought along."""

    subject: CaseSubject
    words: CaseWords | None
    person: FrozenPerson | None
    room: CaseRoom | None
    passages: list[CaseWords] = []


class CaseEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """That copies are sealed. `until`: when they are destroyed, unless `held`; `destroyed_at`: when they were."""

    items: int
    sealed_at: datetime
    until: datetime
    held: bool
    destroyed_at: datetime | None


class CasePause(msgspec.Struct, frozen=True, kw_only=True):
    """Two people between whom nothing passes over these words until a decision, or passed until `until`."""

    people: tuple[FrozenPerson, FrozenPerson]
    since: datetime
    until: datetime | None


class CaseRefusal(msgspec.Struct, frozen=True, kw_only=True):
    """A decision to do nothing about a report or a notice; `case`: in which."""

    case: str
    decision: DecisionKind
    facts: str


class CaseComplaint(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint and the statement, or the decision to do nothing, that it is about. `own`: the reader took that
    decision and may not decide about it. `factors`, `misuse`: on what the contested suspension, or warning, rests (DSA
    art. 23(3))."""

    text: str
    created_at: datetime
    statement: Statement | None
    refusal: CaseRefusal | None = None
    own: bool
    factors: ContentFactors | None = None
    misuse: MisuseFactors | None = None


CaseEventKind = Literal[
    "opened", "reported", "flagged", "read", "looked", "shown_outside", "opined", "decided", "proposed",
    "settled", "referred", "restored", "further_asked", "further_opened", "further_refused", "further_read",
    "further_looked", "further_ended", "assigned", "noted",
]  # fmt: skip


class CaseEvent(msgspec.Struct, frozen=True, kw_only=True):
    """`by` is null for what the place and its members did. `note`: source, reason, labels or decision, by kind;
    `facts`: why, of a decision."""

    number: int
    kind: CaseEventKind
    at: datetime
    by: StaffMember | None
    note: str | None
    facts: str | None


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """`passages`: of a case about a person, what its reports brought along, as it was when they were made: first words
    to who reported, and the lines around the person's latest where both talk. Private ones are recorded readings.
    `raid`: the latest that took the case in. `assignee`: who has it. `links`: of the person."""

    id: str
    state: CaseStateName
    source: CaseSource
    subject: CaseSubject
    label: str | None
    urgent: bool
    opened_at: datetime
    version: int
    words: CaseWords | None
    passages: list[CaseWords]
    verdict: CaseVerdict | None
    reports: list[CaseReport]
    person: CasePerson | None
    room: CaseRoom | None
    complaint: CaseComplaint | None
    evidence: CaseEvidence | None
    opinion: Opinion | None
    events: list[CaseEvent]
    decisions: list[DecisionOffer]
    proposal: CaseProposal | None
    pauses: list[CasePause] = []
    raid: str | None = None
    assignee: StaffMember | None = None
    urgent_at: datetime | None = None
    priority: CasePriority
    links: list[CaseLink] = []
