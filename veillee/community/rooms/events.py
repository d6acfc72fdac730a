"""What happened to rooms."""

from veillee.community.people import Person
from veillee.foundation.basics import Event
from veillee.safety.policy import Verdict


class RoomOpened(Event, frozen=True):
    """There is a new room. Audience: everybody."""

    room_id: str


class RoomFlagged(Event, frozen=True):
    """A room was opened whose words a human should look at all the same. Audience: the watch."""

    room_id: str
    person: Person
    verdict: Verdict
