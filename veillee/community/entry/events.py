"""What happened at the door."""

from veillee.foundation.basics import Event


class SessionEnded(Event, frozen=True):
    """Somebody left. Audience: the connections of that session, on every node."""

    person_id: str
    session: bytes
