"""What happened between strangers."""

from veillee.community.people import Person
from veillee.foundation.basics import Event
from veillee.safety.policy import Verdict


class RequestMade(Event, frozen=True):
    """A first word waits for its receiver. Audience: both."""

    request_id: str
    sender_id: str
    receiver_id: str


class RequestAnswered(Event, frozen=True):
    """It was accepted, declined, or refused by the watch. Audience: both when accepted, else the sender."""

    request_id: str
    sender_id: str
    receiver_id: str
    conversation: str | None


class RequestWithdrawn(Event, frozen=True):
    """The watch closed a first word that its receiver had not answered. Audience: both."""

    request_id: str
    sender_id: str
    receiver_id: str


class RequestHeld(Event, frozen=True):
    """A first word waits for a human. Audience: the watch."""

    request_id: str
    person: Person
    verdict: Verdict


class RequestFlagged(Event, frozen=True):
    """A first word passed and a human should look all the same. Audience: the watch."""

    request_id: str
    person: Person
    verdict: Verdict


class RequestRefused(Event, frozen=True):
    """A first word was refused and opens a case. Audience: the watch."""

    request_id: str
    person: Person
    verdict: Verdict
