"""What staff see of rooms."""

from datetime import datetime

import msgspec

from veillee.oversight.moderation.wire import DecisionKind
from veillee.oversight.moderation.wire_cases import CaseStateName


class RoomCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case about a room itself, not about what was said in it."""

    id: str
    state: CaseStateName
    label: str | None
    opened_at: datetime
    decision: DecisionKind | None


class StaffRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A room in the list. `opened_by`: a pseudonym, null for a room of the place itself; `members`: how many;
    `present`: how many are in it now; `cases`: about the room, open ones first, then the latest, at most 5."""

    id: str
    slug: str
    name: str
    topic: str
    language: str
    opened_at: datetime
    opened_by: str | None
    closed_at: datetime | None
    members: int
    present: int
    cases: list[RoomCase]
