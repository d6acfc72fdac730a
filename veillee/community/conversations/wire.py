"""Frames about conversations, both ways."""

from datetime import datetime
from typing import Annotated

import msgspec

from veillee.community.conversations.model import REF_CHARS_MAX, Author, ConversationKind, Message
from veillee.community.media import Picture
from veillee.community.people import ContactState, Person, Restriction, Watch
from veillee.community.screening import ScreeningState
from veillee.safety.policy import Caution

Ref = Annotated[str, msgspec.Meta(min_length=1, max_length=REF_CHARS_MAX)]
ConversationId = Annotated[str, msgspec.Meta(max_length=64)]
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


class Leave(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="leave"):
    """I am no member any more."""

    conversation: ConversationId
    ref: Ref | None = None


class Send(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="send"):
    """Say this; the same ref again is answered as the first time."""

    ref: Ref
    conversation: ConversationId
    text: str
    reply_to: Seq | None = None
    pictures: Annotated[list[Annotated[str, msgspec.Meta(max_length=64)]], msgspec.Meta(max_length=16)] | None = None
    confirm: Annotated[str, msgspec.Meta(max_length=128)] | None = None


class Typing(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="typing"):
    """I am writing."""

    conversation: ConversationId


class Read(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="read"):
    """I have read up to here."""

    conversation: ConversationId
    seq: Seq


class MessageFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="message", omit_defaults=True):
    """A message of a conversation that I follow."""

    conversation: str
    seq: int
    id: str
    author: Author
    text: str
    sent_at: datetime
    reply_to: int | None = None
    hidden: bool = False
    pictures: tuple[Picture, ...] | msgspec.UnsetType = msgspec.UNSET


class AcceptedFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="accepted"):
    """What I sent is durable."""

    ref: str
    conversation: str
    seq: int
    id: str
    sent_at: datetime


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why, in the person's language."""

    code: str
    text: str


class NudgedFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="nudged"):
    """Think again; sending it once more with `confirm` lets it pass."""

    ref: str
    advice: Reason
    confirm: str


class HeldFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="held"):
    """Nobody sees it until a human has looked."""

    ref: str
    reason: Reason


class RefusedFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="refused"):
    """It was not sent, and why."""

    ref: str
    reason: Reason


class AdviceFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="advice"):
    """Something that may help me; `help` are ids of help lines.

    With `seq` it belongs beside that message, which somebody else has written; `text` says it in my language.
    """

    conversation: str
    code: str
    help: tuple[str, ...]
    seq: int | None = None
    text: str | None = None


def advice_beside(conversation: str, seq: int, caution: Caution, language: str) -> AdviceFrame:
    """What a reader of that language is told beside a message."""
    text = caution.text.get(language) or caution.text["fr"]
    return AdviceFrame(conversation=conversation, code=caution.code, help=caution.help, seq=seq, text=text)


class HiddenFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="hidden"):
    """A decision hid a message (or shows it again). If it comes only now, it comes without its text."""

    conversation: str
    seq: int
    hidden: bool = True


class PicturesFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="pictures"):
    """A decision took pictures of a message away, or brings them back: how they all are now."""

    conversation: str
    seq: int
    pictures: tuple[Picture, ...]


class ContactFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="contact"):
    """How I stand with the other one of a private talk: nobody asked, I asked, they asked, we are contacts."""

    conversation: str
    contact: ContactState


class ScreeningFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="screening"):
    """How a private talk is screened now, seen from me: on, off or asked to be, or stopped without an agreement."""

    conversation: str
    screening: ScreeningState


class PauseFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="pause"):
    """Nothing passes in a private talk until staff have looked, or it does again. Both are told the same."""

    conversation: str
    paused: bool
    text: str


class LeftFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="left"):
    """I am no member any more."""

    ref: str | None
    conversation: str


class ResetFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="reset"):
    """More was missed than is replayed: ask the history."""

    conversation: str


class ConversationItem(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation in `welcome`, `joined` and `conversation`; every later message comes as a frame."""

    id: str
    kind: ConversationKind
    head: int
    name: str | None = None
    room: str | None = None
    other: Person | None = None
    read: int = 0
    contact: ContactState | None = None
    screening: ScreeningState | None = None
    paused: bool = False


class WelcomeFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="welcome"):
    """I am recognised; these are my conversations, and what comes after each `head` comes as frames."""

    person: Person
    conversations: list[ConversationItem]
    server_time: datetime
    watch: Watch
    restriction: Restriction | None = None


class JoinedFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="joined"):
    """I am a member now; at most the last 50 messages, ascending."""

    ref: str | None
    conversation: ConversationItem
    messages: list[Message]


class ConversationFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="conversation"):
    """A new conversation is open to me."""

    conversation: ConversationItem
    messages: list[Message]
