"""A member of staff, as the code that serves them holds them."""

from datetime import datetime, timedelta

import msgspec

from veillee.foundation.basics import Event
from veillee.oversight.moderation.wire import StaffMember, StaffRole

STAFF_COOKIE = "veillee_staff"
# Tells the console, which cannot see the other, that there may be a session to ask for. Opens nothing.
STAFF_HINT_COOKIE = "veillee_staff_in"
STAFF_PATH = "/api/v1/staff"
CONSOLE_PATH = "/console"
NAME_CHARS_MAX = 40
ROLES: tuple[StaffRole, ...] = ("moderator", "senior", "admin", "auditor", "flagger")
WATCHERS: frozenset[StaffRole] = frozenset({"moderator", "senior", "admin"})
"""Those who are on duty and decide; what exactly, each kind of decision declares."""

SENIORS: frozenset[StaffRole] = frozenset({"senior", "admin"})
READERS: frozenset[StaffRole] = WATCHERS | {"auditor"}
"""Those who read cases. A trusted flagger (DSA art. 22) reports, and reads nobody's."""


class StaffCaller(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has shown a valid staff session."""

    id: str
    name: str
    role: StaffRole
    session: bytes
    expires_at: datetime

    @property
    def watches(self) -> bool:
        """An auditor reads everything and decides nothing; a flagger reports."""
        return self.role in WATCHERS

    def member(self) -> StaffMember:
        """As other staff see them."""
        return StaffMember(id=self.id, name=self.name, role=self.role)


class DutyChanged(Event, frozen=True):
    """Who watches was counted again. urgent_late: something urgent waits too long. Audience: the lamp.

    Nodes of an older version know only the count, and say only that.
    """

    staff_on_duty: int
    urgent_late: bool = False


def counting_span(now: datetime, silence_seconds_max: int) -> tuple[datetime, datetime]:
    """Whoever was last active between these moments counts as watching.

    It ends as far ahead as it began: after a clock was set back, what lies further ahead says nothing about who is
    there, and the lamp must not stay lit for it.
    """
    silence = timedelta(seconds=silence_seconds_max)
    return now - silence, now + silence
