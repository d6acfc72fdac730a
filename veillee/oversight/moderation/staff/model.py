"""A member of staff, as the code that serves them holds them."""

from datetime import datetime, timedelta

import msgspec

from veillee.foundation.basics import Event
from veillee.oversight.moderation.wire import StaffMember, StaffRole

STAFF_COOKIE = "veillee_staff"
STAFF_PATH = "/api/v1/staff"
NAME_CHARS_MAX = 40
DECIDERS: frozenset[StaffRole] = frozenset({"moderator", "admin"})
ROLES: tuple[StaffRole, ...] = ("moderator", "admin", "auditor")


class StaffCaller(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has shown a valid staff session."""

    id: str
    name: str
    role: StaffRole
    session: bytes
    expires_at: datetime

    @property
    def decides(self) -> bool:
        """An auditor reads everything and decides nothing."""
        return self.role in DECIDERS

    def member(self) -> StaffMember:
        """As other staff see them."""
        return StaffMember(id=self.id, name=self.name, role=self.role)


class DutyChanged(Event, frozen=True):
    """Somebody went on or off duty. Audience: the lamp."""

    staff_on_duty: int


def counts_since(now: datetime, silence_seconds_max: int) -> datetime:
    """Whoever was last active before that moment does not count as watching."""
    return now - timedelta(seconds=silence_seconds_max)
