"""What happens to a case, and the state that follows from it."""

from datetime import datetime
from typing import Literal

import msgspec

from veillee.oversight.moderation.model import RANK_ORDINARY
from veillee.oversight.moderation.wire import DecisionKind
from veillee.oversight.moderation.wire_cases import CaseSource, CaseSubject, CaseVerdict
from veillee.oversight.moderation.wire_decisions import SettledOutcome, Undone
from veillee.oversight.moderation.wire_notices import NoticeReason
from veillee.safety.classifiers import Opinion


class Opened(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="opened"):
    """The first event of every case. person_id: whom a decision would affect. leaf: in the ledger, None before cases
    had one."""

    source: CaseSource
    subject: CaseSubject
    person_id: str | None
    leaf: int | None = None


class Reported(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="reported"):
    """A member, or somebody outside, reported the subject. news: it says something that no report before it said;
    again: whoever says it has reported it before and is not counted twice. reach, standing: minutes that it
    is worth that many could see it, and who reports (see priority.py). leaf: of this event, beside that of the report
    itself; None before such events had one."""

    report: str
    reason: NoticeReason
    news: bool
    again: bool = False
    reach: int = 0
    standing: int = 0
    leaf: int | None = None


class Flagged(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="flagged"):
    """The gate held the subject or asked for a case about it. leaf: the index in the ledger."""

    verdict: CaseVerdict
    urgent: bool
    leaf: int | None = None


class Read(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="read"):
    """A member of staff read private words: these lines, None for words that have no seq; or looked at a picture of
    one of them. leaf: in the ledger."""

    leaf: int
    conversation: str | None = None
    lines: list[int | None] | None = None
    picture: str | None = None


class ShownOutside(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="shown_outside"):
    """The words of the case were shown to an outside classifier. leaf: the index in the ledger."""

    classifier: str
    leaf: int


class Opined(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="opined"):
    """What the classifier said. leaf: in the ledger, None before opinions had one."""

    opinion: Opinion
    leaf: int | None = None


class Decided(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="decided"):
    """A member of staff decided; the case is closed. leaf: the index in the ledger."""

    decision: DecisionKind
    statement: str | None
    article: str | None
    facts: str
    leaf: int


class Proposed(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="proposed"):
    """A grave decision waits for a second person. statement: of what holds meanwhile. leaf: in the ledger."""

    decision: DecisionKind
    statement: str | None
    lapses_at: datetime
    facts: str
    leaf: int


class Settled(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="settled"):
    """A proposal was approved or refused by somebody else, or lapsed unanswered. leaf: in the ledger."""

    decision: DecisionKind
    outcome: SettledOutcome
    facts: str
    leaf: int


class Referred(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="referred"):
    """An authority was told (DSA art. 18); the case goes on. leaf: in the ledger."""

    authority: str
    facts: str
    leaf: int


class Restored(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="restored"):
    """The decision was taken back without a complaint. statement: None when it affected nobody. leaf: in the ledger."""

    statement: str | None
    facts: str
    undone: Undone
    leaf: int


class FurtherAsked(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="further_asked"):
    """A member of staff asks to read further than the window: these seqs, for so long. leaf: in the ledger."""

    further: str
    conversation: str
    first: int
    last: int
    minutes: int
    reason: str
    until: datetime
    leaf: int


class FurtherAnswered(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="further_answered"):
    """Somebody else opened it until then, or refused: until is None. leaf: in the ledger."""

    further: str
    reason: str | None
    until: datetime | None
    leaf: int


class FurtherRead(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="further_read"):
    """One of the two read these lines. leaf: in the ledger."""

    further: str
    conversation: str
    lines: list[int]
    leaf: int


class FurtherLooked(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="further_looked"):
    """One of the two looked at a picture of that line. leaf: in the ledger."""

    further: str
    conversation: str
    line: int
    picture: str
    leaf: int


class FurtherEnded(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="further_ended"):
    """It is open no longer, or was never answered. leaf: in the ledger."""

    further: str
    outcome: Literal["lapsed", "closed", "expired"]
    leaf: int


FurtherFact = FurtherAsked | FurtherAnswered | FurtherRead | FurtherLooked | FurtherEnded


class Assigned(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="assigned"):
    """A member of staff has the case from now on; None: nobody has it any more. leaf: in the ledger, None before such
    events had one."""

    to: str | None
    leaf: int | None = None


class Noted(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="noted"):
    """A note for other staff. Members never see it, and it is in no statement and no package for them.

    leaf: in the ledger, None before notes had one.
    """

    text: str
    leaf: int | None = None


Further = (
    Reported
    | Flagged
    | Read
    | ShownOutside
    | Opined
    | Decided
    | Proposed
    | Settled
    | Referred
    | Restored
    | FurtherFact
    | Assigned
    | Noted
)
WRITTEN = {
    "decided": ("facts",),
    "proposed": ("facts",),
    "settled": ("facts",),
    "referred": ("facts",),
    "restored": ("facts",),
    "further_asked": ("reason",),
    "further_answered": ("reason",),
    "noted": ("text",),
}
"""What of a fact staff wrote, which may quote what was said: sealed where it is stored. The rest says what was done,
and is read without the place's key too."""

Fact = Opened | Further
"""Every kind of fact has its branch in fold.py, in desk/events.py and in records.py; the type checker sees to it."""


class CaseEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event: its number within the case from 1, and who of the staff caused it."""

    number: int
    at: datetime
    staff_id: str | None
    fact: Fact


class CaseState(msgspec.Struct, frozen=True, kw_only=True):
    """What the events of a case come to. version grows with what a decision must have seen: not with readings.

    urgent_at: since when it is urgent, which may be later than it was opened. assignee_id: who of the staff has it.
    pressing_at: among cases of the same rank the earliest goes first; reach, standing: the minutes that count in it.
    """

    state: Literal["open", "decided"]
    source: CaseSource
    subject: CaseSubject
    person_id: str | None
    label: str | None
    rank: int
    reports: int
    opened_at: datetime
    urgent_at: datetime | None
    decided_at: datetime | None
    decision: DecisionKind | None
    version: int
    number: int
    proposed: bool = False
    assignee_id: str | None = None
    pressing_at: datetime
    reach: int = 0
    standing: int = 0

    @property
    def shown_source(self) -> CaseSource:
        """A synthetic case looks like a notice from outside until it is decided."""
        return "notice" if self.source == "synthetic" and self.state == "open" else self.source

    @property
    def urgent(self) -> bool:
        """Whether it comes before all ordinary cases."""
        return self.rank < RANK_ORDINARY


def subject_key(subject: CaseSubject) -> str:
    """One text a subject: reports on the same subject share it."""
    if subject.kind == "message":
        return f"message:{subject.conversation}:{subject.seq}"
    return f"{subject.kind}:{subject.id}"
