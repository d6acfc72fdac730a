"""What happened to people."""

from datetime import datetime

from veillee.community.people.model import RestrictionKind
from veillee.foundation.basics import Event


class PersonRestricted(Event, frozen=True):
    """A decision binds a person from now on. Audience: their own connections, on every node."""

    person_id: str
    kind: RestrictionKind
    until: datetime | None
    statement_id: str | None


class RestrictionLifted(Event, frozen=True):
    """Nothing of that kind binds the person any more. Audience: their own connections."""

    person_id: str
    kind: RestrictionKind


class PersonBlocked(Event, frozen=True):
    """One person wants nothing more from another (or does again: `blocked` False). Audience: nobody."""

    person_id: str
    other_id: str
    blocked: bool
