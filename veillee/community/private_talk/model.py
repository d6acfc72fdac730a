"""A first word and what becomes of it."""

from datetime import datetime
from typing import Literal

import msgspec

from veillee.community.people import Person

RequestState = Literal["pending", "held", "accepted", "declined", "refused"]
FIRST_WORD_CHARS_MAX = 500
ASK_AGAIN_DAYS = 30


class RequestForm(msgspec.Struct, frozen=True, kw_only=True):
    """The body of POST /private-requests; `confirm` answers a nudge."""

    to: str
    text: str
    confirm: str | None = None


class RequestView(msgspec.Struct, frozen=True, kw_only=True, rename={"sender": "from", "receiver": "to"}):
    """A first word as either side sees it."""

    id: str
    sender: Person
    receiver: Person
    text: str
    state: RequestState
    created_at: datetime
    conversation: str | None = None


class RequestLists(msgspec.Struct, frozen=True, kw_only=True):
    """The first words that wait: to me, and mine."""

    incoming: list[RequestView]
    outgoing: list[RequestView]


class RequestFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="request"):
    """A first word arrived or changed its state."""

    request: RequestView
