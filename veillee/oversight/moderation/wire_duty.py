"""What staff see of duty: the roster, its gaps, what was handed over, how soon was answered."""

from datetime import datetime
from typing import Annotated

import msgspec

from veillee.community.people import Area
from veillee.oversight.moderation.wire import DecisionKind, Short, StaffMember
from veillee.oversight.moderation.wire_notices import NoticeReason

LocalMoment = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$", description="2026-11-30T20:00")]
LocalDay = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\d$", description="2026-11-30")]


class DutyRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`note`: what is handed over, 1 to 2,000 characters, when going off duty or pausing."""

    on: bool
    note: str | None = None


class ShiftRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to watch, from when until when on the clocks of the place; `weekly`: every week, until the day `last`."""

    staff_id: Short
    begins: LocalMoment = msgspec.field(name="from")
    ends: LocalMoment = msgspec.field(name="until")
    weekly: bool = False
    last: LocalDay | None = None


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the roster, in the time of the place."""

    id: str
    staff: StaffMember
    begins: LocalMoment = msgspec.field(name="from")
    ends: LocalMoment = msgspec.field(name="until")
    weekly: bool
    last: LocalDay | None


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One time that a shift comes round."""

    shift: str
    staff: StaffMember
    begins: datetime = msgspec.field(name="from")
    ends: datetime = msgspec.field(name="until")


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """When too few are planned while the place is to be watched, and what will rest then."""

    begins: datetime = msgspec.field(name="from")
    ends: datetime = msgspec.field(name="until")
    planned: int
    areas: list[Area]


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    """A week of the roster, from Monday. `opening`: when the place is to be watched; `staff`: who may be planned.
    `gaps` end with the day."""

    time_zone: str
    opening: list[str]
    begins: datetime = msgspec.field(name="from")
    ends: datetime = msgspec.field(name="until")
    monday: LocalDay
    shifts: list[Shift]
    turns: list[Turn]
    gaps: list[Gap]
    staff: list[StaffMember]
    may_edit: bool


class Gaps(msgspec.Struct, frozen=True, kw_only=True):
    """The gaps of the next 24 hours, as the standing job and the last change of the roster found them.
    `shifts`: how many lines the roster has; without any, nobody plans by it."""

    time_zone: str
    shifts: int
    gaps: list[Gap]


class HandoverNote(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody left for whoever comes on. `taken`: who has read it and goes on with it."""

    id: str
    by: StaffMember
    text: str
    written_at: datetime
    taken: StaffMember | None
    taken_at: datetime | None


class AnswerTimes(msgspec.Struct, frozen=True, kw_only=True):
    """From asking to a decision, in seconds; null where nothing was decided."""

    count: int
    median_seconds: int | None
    p90_seconds: int | None


class SyntheticAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A report that was made to measure how soon it is answered, after it was."""

    case: str
    reason: NoticeReason
    made_at: datetime
    decided_at: datetime
    seconds: int
    decision: DecisionKind
    by: StaffMember | None


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """How soon staff answered within the last `days`: what was urgent, and what was made to measure it."""

    days: int
    synthetic_per_day: int
    urgent: AnswerTimes
    synthetic: AnswerTimes
    latest: list[SyntheticAnswer]
