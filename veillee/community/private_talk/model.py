"""A first word and what becomes of it."""

from datetime import datetime
from typing import Literal

import msgspec

from veillee.community.outcomes import Told
from veillee.community.people import Person
from veillee.safety.policy import Caution

RequestState = Literal["pending", "held", "accepted", "declined", "refused"]
FIRST_WORD_CHARS_MAX = 500
ASK_AGAIN_DAYS = 30


class RequestForm(msgspec.Struct, frozen=True, kw_only=True):
    """The body of POST /private-requests; `confirm` answers a nudge.

    `screening`: whether the author agrees to private talk being screened; left out by a program that does not ask.
    """

    to: str
    text: str
    confirm: str | None = None
    screening: bool | None = None


class AcceptForm(msgspec.Struct, frozen=True, kw_only=True):
    """The body of an accept, which may be left out; `screening` as in RequestForm."""

    screening: bool | None = None


class RequestView(msgspec.Struct, frozen=True, kw_only=True, rename={"sender": "from", "receiver": "to"}):
    """A first word as either side sees it. `advice`: only in the answer to whoever has just written it.

    `caution`: what whoever it is for is told beside it, by language; its author never sees it.
    """

    id: str
    sender: Person
    receiver: Person
    text: str
    state: RequestState
    created_at: datetime
    conversation: str | None = None
    advice: Told | None = None
    caution: Caution | None = None

    def seen_by(self, person_id: str) -> "RequestView":
        """As that one of the two sees it."""
        return self if person_id == self.receiver.id else msgspec.structs.replace(self, caution=None)


class RequestLists(msgspec.Struct, frozen=True, kw_only=True):
    """The first words that wait: to me, and mine."""

    incoming: list[RequestView]
    outgoing: list[RequestView]


class RequestFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="request"):
    """A first word arrived or changed its state."""

    request: RequestView
