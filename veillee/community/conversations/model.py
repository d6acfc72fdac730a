"""Messages and the rules of their text."""

import unicodedata
from datetime import datetime
from typing import Literal

import msgspec

from veillee.community.media import Picture
from veillee.community.people import ContactState, Person
from veillee.community.screening import ScreeningState
from veillee.foundation.basics import Problem
from veillee.safety.policy import Caution

PAGE_MESSAGES_MAX = 200
PAGE_MESSAGES = 50
REPLAYED_MESSAGES_MAX = 1_000
REPLAYED_IN_ALL_MAX = 10_000
REF_CHARS_MAX = 64

ConversationKind = Literal["room", "private"]
HeldState = Literal["waiting", "released", "refused"]


class Author(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whose words they are."""

    id: str
    pseudonym: str
    sample: bool = False


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message as its conversation's members see it; hidden ones keep their place and lose their text."""

    conversation: str
    seq: int
    id: str
    author: Author
    text: str
    sent_at: datetime
    reply_to: int | None = None
    hidden: bool = False
    advice: Caution | None = None
    """What this reader is told beside it; never shown to its author."""
    pictures: tuple[Picture, ...] | msgspec.UnsetType = msgspec.UNSET
    """Left out where there are none."""


class Origin(msgspec.Struct, frozen=True):
    """Where content was created from: address and source port, kept apart for the legal year."""

    address: str
    port: int


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A message that the gate has let pass and that waits for its `seq`; `to` is the other one in private talk,
    `pictures` what its author uploaded for it."""

    conversation: str
    author: Author
    ref: str
    text: str
    sent_at: datetime
    reply_to: int | None
    origin: Origin
    to: str | None = None
    pictures: tuple[str, ...] = ()


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """What the first answer to a `ref` was, when it was stored."""

    ref: str
    conversation: str
    seq: int
    id: str
    sent_at: datetime


class Withheld(msgspec.Struct, frozen=True, kw_only=True):
    """Words that the gate stopped: waiting for a human, or kept because they opened a case."""

    id: str
    conversation: str
    author: Person
    ref: str
    text: str
    sent_at: datetime
    state: HeldState
    reply_to: int | None
    origin: Origin
    caution: Caution | None
    """What whoever reads them in private is told beside them, once they are let pass."""


class ConversationView(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation in a member's list; `contact` and `screening` are null in rooms.

    `paused`: nothing passes until staff have looked.
    """

    id: str
    kind: ConversationKind
    name: str | None
    room: str | None
    other: Person | None
    head: int
    read: int
    contact: ContactState | None = None
    screening: ScreeningState | None = None
    paused: bool = False


def check_text(text: str, chars_max: int) -> str:
    """The text, if it can be a message. Raises Problem text-empty, text-too-long, text-control-characters."""
    if len(text) > chars_max:
        raise Problem("text-too-long", 422, f"A message has at most {chars_max} characters.")
    if not text or not any(_is_visible(character) for character in text):
        raise Problem("text-empty", 422, "There is nothing to read in this message.")
    if not text.isprintable() and any(_is_control(character) for character in text):
        raise Problem("text-control-characters", 422, "The message contains control characters.")
    return text


def _is_visible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) not in ("Cf", "Cc", "Cs", "Mn", "Zs")


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"
