"""The team, and changes of it."""

from datetime import datetime
from typing import Literal

import msgspec

from veillee.oversight.moderation.wire import StaffMember, StaffRole


class TeamMember(msgspec.Struct, frozen=True, kw_only=True):
    """`passkeys`: how many; none: has not come in yet. `sample`: of the demo, plays only."""

    staff: StaffMember
    passkeys: int
    on_duty: bool
    last_active_at: datetime | None
    sample: bool


class StaffChangeRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`role`: the new one; null: staff no more. `reason`: 1 to 500 characters, read by the team and the auditor."""

    role: StaffRole | None
    reason: str


class StaffChange(msgspec.Struct, frozen=True, kw_only=True):
    """`waiting`: a second person has to agree, because it concerns an admin. `answers`: the reader may."""

    id: str
    staff: StaffMember
    role: StaffRole | None
    reason: str
    by: StaffMember
    at: datetime
    lapses_at: datetime
    state: Literal["waiting", "done", "refused", "lapsed"]
    answers: bool


class StaffChangeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    agree: bool


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """`may_change`: the reader is an admin."""

    members: list[TeamMember]
    waiting: list[StaffChange]
    may_change: bool
