"""What staff see of the evidence of a case."""

from datetime import datetime

import msgspec

from veillee.oversight.moderation.wire import StaffMember
from veillee.oversight.moderation.wire_cases import FrozenCase
from veillee.safety.evidence import Act


class CustodyEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Who touched the copies, when and why. `by` null: the place by itself; `leaf`: its index in the ledger. `reason`:
    what staff wrote, or `report`, `alarm`, `decision`, `case-opened`, `schedule` for what happened by itself."""

    number: int
    at: datetime
    act: Act
    by: StaffMember | None
    reason: str
    leaf: int


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed. `until`: when it is destroyed, unless it is `held`; `destroyed_at`: when it was."""

    items: int
    sealed_at: datetime
    until: datetime
    held: bool
    destroyed_at: datetime | None
    custody: list[CustodyEntry]


class FrozenItem(msgspec.Struct, frozen=True, kw_only=True):
    """One copy, as it was sealed."""

    id: str
    sealed_at: datetime
    content: FrozenCase


class EvidenceReading(msgspec.Struct, frozen=True, kw_only=True):
    items: list[FrozenItem]


class EvidenceReadingRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`reason`: why it is opened, 1 to 500 characters; stays in the chain of custody."""

    reason: str


class EvidenceHoldRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`reason`: as for a reading."""

    on: bool
    reason: str
