"""What happens to a case, and the state that follows from it."""

from datetime import datetime
from typing import Literal

import msgspec

from veillee.oversight.moderation.model import RANK_ORDINARY, rank
from veillee.oversight.moderation.wire import DecisionKind, ReportReason
from veillee.oversight.moderation.wire_cases import CaseSource, CaseSubject, CaseVerdict


class Opened(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="opened"):
    """The first event of every case. person_id: whom a decision would affect."""

    source: CaseSource
    subject: CaseSubject
    person_id: str | None


class Reported(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="reported"):
    """A member reported the subject. news: it says something that no report before it said."""

    report: str
    reason: ReportReason
    news: bool


class Flagged(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="flagged"):
    """The gate held the subject or asked for a case about it."""

    verdict: CaseVerdict
    urgent: bool


class Read(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="read"):
    """A member of staff read private words; leaf: the index in the ledger."""

    leaf: int


class Decided(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="decided"):
    """A member of staff decided; the case is closed. leaf: the index in the ledger."""

    decision: DecisionKind
    statement: str | None
    article: str | None
    facts: str
    leaf: int


Fact = Opened | Reported | Flagged | Read | Decided
FactKind = Literal["opened", "reported", "flagged", "read", "decided"]


class CaseEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event: its number within the case from 1, and who of the staff caused it."""

    number: int
    at: datetime
    staff_id: str | None
    fact: Fact


class CaseState(msgspec.Struct, frozen=True, kw_only=True):
    """What the events of a case come to. version grows with what a decision must have seen: not with readings."""

    state: Literal["open", "decided"]
    source: CaseSource
    subject: CaseSubject
    person_id: str | None
    label: str | None
    rank: int
    reports: int
    opened_at: datetime
    decided_at: datetime | None
    decision: DecisionKind | None
    version: int
    number: int

    @property
    def urgent(self) -> bool:
        """Whether it comes before all ordinary cases."""
        return self.rank < RANK_ORDINARY


def apply(before: CaseState | None, event: CaseEvent) -> CaseState:
    """One step of the fold."""
    fact = event.fact
    if isinstance(fact, Opened):
        return _opened(fact, event)
    if before is None:
        raise ValueError("the first event of a case is Opened")
    after = msgspec.structs.replace(before, number=event.number)
    if isinstance(fact, Read):
        return after
    if isinstance(fact, Reported):
        seen = _labelled(after, fact.reason, urgent=False)
        return msgspec.structs.replace(seen, reports=seen.reports + 1, version=seen.version + fact.news)
    if isinstance(fact, Flagged):
        label = fact.verdict.labels[0] if fact.verdict.labels else None
        return msgspec.structs.replace(_labelled(after, label, urgent=fact.urgent), version=after.version + 1)
    return msgspec.structs.replace(
        after, state="decided", decided_at=event.at, decision=fact.decision, version=after.version + 1
    )


def subject_key(subject: CaseSubject) -> str:
    """One text a subject: reports on the same subject share it."""
    if subject.kind == "message":
        return f"message:{subject.conversation}:{subject.seq}"
    return f"{subject.kind}:{subject.id}"


def _opened(fact: Opened, event: CaseEvent) -> CaseState:
    return CaseState(
        state="open",
        source=fact.source,
        subject=fact.subject,
        person_id=fact.person_id,
        label=None,
        rank=RANK_ORDINARY,
        reports=0,
        opened_at=event.at,
        decided_at=None,
        decision=None,
        version=1,
        number=event.number,
    )


def _labelled(state: CaseState, label: str | None, *, urgent: bool) -> CaseState:
    """The gravest label stays."""
    new = rank(label, urgent=urgent)
    if state.label is None or new < state.rank:
        return msgspec.structs.replace(state, label=label, rank=min(new, state.rank))
    return state
