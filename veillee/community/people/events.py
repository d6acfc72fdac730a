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
    """One person wants nothing more from another (or does again: `blocked` False). Audience: their private talk, on
    every node, in which it is as if the other had gone (or come)."""

    person_id: str
    other_id: str
    blocked: bool


class ContactChanged(Event, frozen=True):
    """One asked to keep the other, both do, or neither does any more. Audience: both, on every node."""

    person_id: str
    other_id: str


class PairFrozen(Event, frozen=True):
    """Two people cannot reach each other until somebody of the staff has looked. Audience: both, on every node."""

    one_id: str
    other_id: str


class PairReleased(Event, frozen=True):
    """They can again, unless something else keeps them apart. Audience: both, on every node."""

    one_id: str
    other_id: str
