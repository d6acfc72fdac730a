"""What happened in conversations."""

from veillee.community.conversations.model import Message
from veillee.community.people import Person
from veillee.foundation.basics import Event
from veillee.safety.policy import Verdict


class MessagesAppended(Event, frozen=True):
    """Messages are durable, in order of `seq` per conversation. Audience: the conversations' members."""

    messages: tuple[Message, ...]


class MessageHeld(Event, frozen=True):
    """Words wait for a human. Audience: the watch."""

    held_id: str
    person: Person
    conversation: str
    verdict: Verdict


class MessageRefused(Event, frozen=True):
    """Words were refused and open a case. Audience: the watch."""

    held_id: str
    person: Person
    conversation: str
    verdict: Verdict


class MessageFlagged(Event, frozen=True):
    """A message passed and a human should look all the same. Audience: the watch."""

    conversation: str
    seq: int
    person: Person
    verdict: Verdict


class MessageHidden(Event, frozen=True):
    """A decision hid a message, or shows it again. Audience: the conversation's members."""

    conversation: str
    seq: int
    hidden: bool


class HeldReleased(Event, frozen=True):
    """A human let held words pass; they have their `seq` now. Audience: their author."""

    person_id: str
    ref: str
    message: Message


class HeldRefused(Event, frozen=True):
    """A human refused held words. Audience: their author."""

    person_id: str
    ref: str
    conversation: str
    article: str


class ConversationOpened(Event, frozen=True):
    """Two people may talk from now on. Audience: both."""

    conversation: str
    members: tuple[str, str]
