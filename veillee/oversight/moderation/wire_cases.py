"""What staff see of a case: the row in the queue, the whole case, the decision."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from veillee.oversight.moderation.wire import (
    DecisionKind,
    LedgerReceipt,
    ReportReason,
    Short,
    StaffMember,
    Statement,
    Words,
)

CaseSource = Literal[
    "report", "held_message", "refused_message", "held_first_word", "refused_first_word", "verdict", "complaint",
]  # fmt: skip
CaseStateName = Literal["open", "decided"]


class CaseSubject(msgspec.Struct, frozen=True, kw_only=True):
    """`id` of what the case is about; a message has `conversation` and `seq` instead."""

    kind: Literal["message", "person", "room", "held_message", "first_word", "statement"]
    id: str | None
    conversation: str | None
    seq: int | None


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the queue. `label`: the gravest label or reason of the case, null for a complaint."""

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


class CasePage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the queue, most pressing first; `next`: cursor of the page after; `open`, `urgent`: in all."""

    cases: list[CaseRow]
    next: str | None
    open: int
    urgent: int


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """One message of the window. `subject` marks the one the case is about; a hidden message keeps its words here."""

    seq: int | None
    author: str
    pseudonym: str
    text: str
    sent_at: datetime
    hidden: bool
    subject: bool


class CaseWords(msgspec.Struct, frozen=True, kw_only=True):
    """The words of the case with at most 10 lines before and 5 after. `private`: this reading is recorded."""

    conversation: str | None
    name: str | None
    private: bool
    lines: list[CaseLine]


class VerdictReason(msgspec.Struct, frozen=True, kw_only=True):
    """`span`: code points of the text, [start, end)."""

    rule: str
    label: str
    article: str
    span: tuple[int, int]
    text: Words


class CaseVerdict(msgspec.Struct, frozen=True, kw_only=True):
    effect: Literal["allow", "nudge", "hold", "refuse"]
    labels: list[str]
    reasons: list[VerdictReason]
    policy_version: str


class CaseReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report without its reporter."""

    id: str
    reason: ReportReason
    note: str | None
    created_at: datetime


class PastDecision(msgspec.Struct, frozen=True, kw_only=True):
    statement: str
    decision: DecisionKind
    article: str | None
    issued_at: datetime
    until: datetime | None
    reversed: bool


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


class CaseComplaint(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint and the statement it is about. `own`: the reader took that decision and may not decide about it."""

    text: str
    created_at: datetime
    statement: Statement
    own: bool


class CaseEvent(msgspec.Struct, frozen=True, kw_only=True):
    """`by` is null for what the place and its members did. `note`: source, reason, labels or decision, by kind;
    `facts`: why, of a decision."""

    number: int
    kind: Literal["opened", "reported", "flagged", "read", "decided"]
    at: datetime
    by: StaffMember | None
    note: str | None
    facts: str | None


class Minutes(msgspec.Struct, frozen=True, kw_only=True):
    least: int
    most: int
    usual: int


class DecisionOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A decision open to this reader on this case. `minutes` null: no duration; `article`: one must be named."""

    kind: DecisionKind
    minutes: Minutes | None
    article: bool
    title: Words
    effect: Words
    notice: Words


class Case(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    state: CaseStateName
    source: CaseSource
    subject: CaseSubject
    label: str | None
    urgent: bool
    opened_at: datetime
    version: int
    words: CaseWords | None
    verdict: CaseVerdict | None
    reports: list[CaseReport]
    person: CasePerson | None
    room: CaseRoom | None
    complaint: CaseComplaint | None
    events: list[CaseEvent]
    decisions: list[DecisionOffer]


class DecisionRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`facts`: what the affected person will read, 1 to 2,000 characters; `version`: of the case as read."""

    kind: DecisionKind
    facts: str
    version: int
    article: Short | None = None
    minutes: Annotated[int, msgspec.Meta(ge=1, le=2**31)] | None = None


class DecisionTaken(msgspec.Struct, frozen=True, kw_only=True):
    """`statement` is null where nobody is affected (nothing wrong, release)."""

    case: str
    version: int
    decision: DecisionKind
    statement: str | None
    receipt: LedgerReceipt
