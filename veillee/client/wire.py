"""What a place says, as values: frames and answers of the API, without what this version of the client does not use.

Members that a later server adds are ignored, and so are frames of a type that is not listed here.
"""

from datetime import datetime
from typing import Any, get_args

import msgspec


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody; `sample` marks people whom a demo plays."""

    id: str
    pseudonym: str
    age_band: str | None = None
    region: str | None = None
    sample: bool = False


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A room in the list; `watch` is `open` while somebody looks after the place, else `resting`."""

    id: str
    slug: str
    name: str
    topic: str
    present: int
    watch: str


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation that one is a member of; `kind` is `room` or `private`, `other` the other one in private."""

    id: str
    kind: str
    head: int = 0
    name: str | None = None
    room: str | None = None
    other: Person | None = None


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture, by which it is sent and fetched; its size in pixels. `removed`: a decision took it away."""

    id: str
    width: int
    height: int
    removed: bool = False


class Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="message"):
    """What somebody said, or showed; seq counts from 1 in each conversation, without gaps."""

    conversation: str
    seq: int
    id: str
    author: Person
    text: str
    sent_at: datetime
    reply_to: int | None = None
    hidden: bool = False
    pictures: tuple[Picture, ...] = ()


class Joined(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="joined"):
    """One is a member now; at most the last 50 messages."""

    ref: str | None
    conversation: Conversation
    messages: list[Any] = []


class Opened(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="conversation"):
    """A conversation that another connection joined, or that a first word opened."""

    conversation: Conversation


class Left(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="left"):
    """One is a member no more."""

    ref: str | None
    conversation: str


class Accepted(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="accepted"):
    """The message is stored and will reach everybody."""

    ref: str
    conversation: str
    seq: int
    id: str
    sent_at: datetime


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why, for programs and for people."""

    code: str
    text: str


class Nudged(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="nudged"):
    """Not sent: think again; the same text with `confirm` passes."""

    ref: str
    advice: Reason
    confirm: str


class Held(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="held"):
    """A person of the staff reads it first; `Accepted` or `Refused` with the same ref may follow as an event."""

    ref: str
    reason: Reason


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="refused"):
    """Not sent."""

    ref: str
    reason: Reason


class Presence(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="presence"):
    """Who came and went; long lists are cut, `present` is always right."""

    conversation: str
    present: int
    entered: list[Person] = []
    left: list[str] = []


class Typing(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="typing"):
    """Somebody is writing."""

    conversation: str
    person: str


class Hidden(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="hidden"):
    """A decision hid a message, or shows it again."""

    conversation: str
    seq: int
    hidden: bool = True


class PicturesChanged(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="pictures"):
    """A decision took pictures of a message away, or brings them back: how they all are now."""

    conversation: str
    seq: int
    pictures: tuple[Picture, ...]


class Reset(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="reset"):
    """More was missed than is replayed: ask `history` for it."""

    conversation: str


class PrivateRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A first word and what became of it; `conversation` once it is accepted."""

    id: str
    state: str
    sender: Person = msgspec.field(name="from")
    receiver: Person = msgspec.field(name="to")
    text: str
    conversation: str | None = None


class Asked(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="request"):
    """A first word came, or was answered."""

    request: PrivateRequest


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="error"):
    """What was wrong with a frame; `code` is the slug of the same problem over HTTP."""

    ref: str | None
    code: str
    detail: str


class Welcome(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="welcome"):
    """The connection is recognised."""

    person: Person
    conversations: list[Conversation]


class Goodbye(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="goodbye"):
    """The server is leaving: come back after that time."""

    reason: str
    retry_after_ms: int


class _Tagged(msgspec.Struct):
    type: str


Answer = Accepted | Nudged | Held | Refused
"""What saying something is answered."""
Event = (
    Message | Presence | Typing | Hidden | PicturesChanged | Reset | Asked | Opened | Left | Accepted | Held | Refused
)
"""What happens without having been asked for."""
Frame = Event | Joined | Nudged | Failed | Welcome | Goodbye

EVENTS: tuple[type[msgspec.Struct], ...] = get_args(Event)
_tag_of = msgspec.json.Decoder(_Tagged).decode
_DECODERS = {str(kind.__struct_config__.tag): msgspec.json.Decoder(kind) for kind in get_args(Frame)}


def read_frame(text: str | bytes) -> Frame | None:
    """The frame; None for one of a type that is not known here. Raises msgspec.MsgspecError."""
    decoder = _DECODERS.get(_tag_of(text).type)
    return decoder.decode(text) if decoder else None
