"""What happened in conversations."""

from veillee.community.conversations.model import Accepted, Message
from veillee.community.media import Picture
from veillee.community.people import Person
from veillee.foundation.basics import Event
from veillee.safety.policy import Caution, Verdict


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


class ReaderCautioned(Event, frozen=True):
    """A private message passed, and its reader is told something beside it. Audience: its reader."""

    reader_id: str
    conversation: str
    seq: int
    caution: Caution


class MessageHidden(Event, frozen=True):
    """A decision hid a message, or shows it again. Audience: the conversation's members."""

    conversation: str
    seq: int
    hidden: bool


class PicturesChanged(Event, frozen=True):
    """A decision took pictures of a message away, or brings them back. Audience: the conversation's members."""

    conversation: str
    seq: int
    pictures: tuple[Picture, ...]


class HeldReleased(Event, frozen=True):
    """A human let held words pass; they have their `seq` now. Audience: their author.

    Without the words: what one node tells the others lies in the database for a while.
    """

    person_id: str
    accepted: Accepted


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


class ConversationEnded(Event, frozen=True):
    """Nobody is a member any more. Audience: whoever follows it."""

    conversation: str


class ConversationDestroyed(Event, frozen=True):
    """Its key is destroyed, and with it what was said. Audience: every node, which lets go of what it has in hand."""

    conversation: str


class MembershipBegan(Event, frozen=True):
    """Somebody went in somewhere. Audience: their connections on other nodes; on this one whoever did it tells them."""

    person_id: str
    conversation: str


class MembershipEnded(Event, frozen=True):
    """Somebody is a member no more. Audience: their connections on other nodes, as above."""

    person_id: str
    conversation: str
