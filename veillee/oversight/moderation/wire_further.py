"""What staff see and say of reading further than the window of a case."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from veillee.oversight.moderation.wire import StaffMember
from veillee.oversight.moderation.wire_cases import CaseLine

FurtherState = Literal["asked", "open", "refused", "lapsed", "closed", "expired"]
"""`lapsed`: nobody answered in time; `closed`: given back before its time; `expired`: its time was over."""


class FurtherRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`conversation`: one whose words the case shows; `before`, `after`: how many lines beyond them, from 0 to 200 each
    and at least one in all; `minutes`: how long it stays open; `reason`: why, 1 to 500 characters."""

    conversation: str
    before: Annotated[int, msgspec.Meta(ge=0, le=200)]
    after: Annotated[int, msgspec.Meta(ge=0, le=200)]
    minutes: Annotated[int, msgspec.Meta(ge=5, le=1440)]
    reason: str


class FurtherAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """`reason`: must say why when it is refused; up to 500 characters."""

    open: bool
    reason: str = ""


class FurtherReading(msgspec.Struct, frozen=True, kw_only=True):
    """`first`, `last`: the seqs that may be read, the window between them included; `until`: when it lapses while it
    is asked, when it expires once it is open. `lines_read`, `readings`: how many lines were read so far, and how often.
    `answers`, `reads`: what whoever reads this may do now."""

    id: str
    case: str
    conversation: str
    name: str | None
    private: bool
    first: int
    last: int
    minutes: int
    reason: str
    state: FurtherState
    asked_by: StaffMember
    asked_at: datetime
    until: datetime
    answered_by: StaffMember | None
    answered_at: datetime | None
    answer: str | None
    ended_at: datetime | None
    lines_read: int
    readings: int
    answers: bool
    reads: bool


class FurtherPage(msgspec.Struct, frozen=True, kw_only=True):
    """`waiting`: asked and not answered; `open`; `past`: the latest 100 that ended."""

    waiting: list[FurtherReading]
    open: list[FurtherReading]
    past: list[FurtherReading]


class FurtherLines(msgspec.Struct, frozen=True, kw_only=True):
    """`next`: from which seq the reading goes on, null at its end; `leaf`: of this reading in the ledger, null when
    there was nothing left to read."""

    lines: list[CaseLine]
    next: int | None
    leaf: int | None
