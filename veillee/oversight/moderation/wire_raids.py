"""What staff see and send when they clean a raid: what is chosen, what would be done, what was done, what came back."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from veillee.oversight.moderation.wire import LedgerReceipt, Short, StaffMember
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.oversight.moderation.wire_decisions import Ground, Undone

RaidKind = Literal["hide", "restrict_reach", "mute", "suspend", "ban"]
RaidState = Literal["deciding", "proposed", "approving", "done", "refusing", "refused", "lapsed", "undoing", "undone"]
SparedReason = Literal[
    "chosen", "sample", "older", "unlinked", "unlike", "unfit", "proposed", "decided", "assigned", "gone",
    "nothing-to-restore", "already-reversed", "contested", "refused", "lapsed", "undone",
]  # fmt: skip
NEW_MINUTES_MAX = 7 * 24 * 60
CASES_MAX = 200
SPARE_MAX = 500


class RaidSpan(msgspec.Struct, frozen=True, kw_only=True):
    """A room and a span of time, and which of those who spoke there. At least one of the three: `new_minutes`: who
    came in at most so long before it began; `like`: who said nearly that, and only those words; `linked_to`: that
    person, and who came in with the same address and browser."""

    room: Short
    since: datetime
    until: datetime
    new_minutes: Annotated[int, msgspec.Meta(ge=1, le=NEW_MINUTES_MAX)] | None = None
    like: Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)] | None = None
    linked_to: Short | None = None


class RaidSelection(msgspec.Struct, frozen=True, kw_only=True):
    """What a raid takes in: a span, or cases of the queue. `spare`: people whom it leaves alone. `kind`: which
    decision is thought of, since not each fits all."""

    kind: RaidKind
    span: RaidSpan | None = None
    cases: Annotated[list[Short], msgspec.Meta(max_length=CASES_MAX)] = []
    spare: Annotated[list[Short], msgspec.Meta(max_length=SPARE_MAX)] = []


class RaidPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Whom it takes in: how many of their messages, how many open cases about them, the first of their words."""

    id: str
    pseudonym: str
    entered_at: datetime
    messages: int
    cases: int
    words: str


class RaidSpared(msgspec.Struct, frozen=True, kw_only=True):
    """Who is there and left alone, and why."""

    id: str
    pseudonym: str
    reason: SparedReason


class RaidPreview(msgspec.Struct, frozen=True, kw_only=True):
    """Exactly what would be done, in numbers and one by one. `seen` is sent back with the decision: when anything of it
    has changed meanwhile, nothing is done. `second`: it takes effect when a second person has approved."""

    people: list[RaidPerson]
    messages: int
    cases: int
    spared: list[RaidSpared]
    seen: str
    second: bool


class RaidRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One decision about all whom the selection takes in. `seen`: of the preview. The rest as in a decision: `facts`
    are what each of them reads."""

    selection: RaidSelection
    seen: str
    facts: str
    article: Short | None = None
    minutes: Annotated[int, msgspec.Meta(ge=1, le=2**31)] | None = None
    ground: Ground = "rules"
    law: Short | None = None
    explanation: str | None = None


class RaidAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """`approve`: or refuse. `facts`: why; it must be said when it is refused."""

    approve: bool
    facts: str = ""


class RaidUndoing(msgspec.Struct, frozen=True, kw_only=True):
    """`facts`: why; each of the people reads it."""

    facts: str


class RaidPart(msgspec.Struct, frozen=True, kw_only=True):
    """One case of a raid. `left`: why nothing was done about it, or why it was not taken back."""

    person: str
    pseudonym: str
    case: str | None
    subject: CaseSubject
    messages: int
    state: Literal["waiting", "proposed", "done", "left", "undone"]
    left: SparedReason | None


class RaidRow(msgspec.Struct, frozen=True, kw_only=True):
    """A raid in the list, the latest first. `parts`: its cases; `finished`: those of them that wait no more."""

    id: str
    state: RaidState
    kind: RaidKind
    room: str | None
    at: datetime
    by: StaffMember
    people: int
    messages: int
    parts: int
    finished: int


class Raid(msgspec.Struct, frozen=True, kw_only=True):
    """A raid and what came of it. `lapses_at`: until when a second person can approve. `own`, `approves`, `undoes`:
    what the reader is to it and may do. `undone`: what came back, what another decision keeps away, what is gone."""

    row: RaidRow
    facts: str
    receipt: LedgerReceipt
    lapses_at: datetime | None
    settled_by: StaffMember | None
    settled_facts: str | None
    undone_by: StaffMember | None
    undone_facts: str | None
    undone: Undone | None
    parts: list[RaidPart]
    own: bool
    approves: bool
    undoes: bool
