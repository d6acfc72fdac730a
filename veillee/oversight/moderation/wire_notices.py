"""What notices from outside carry (DSA art. 16)."""

from datetime import datetime
from typing import Literal

import msgspec

from veillee.oversight.moderation.wire import LedgerReceipt, ObjectionState, ReportOutcome, ReportReason, Words

NoticeReason = Literal[ReportReason, "danger"]
"""`danger`: somebody is in danger now; goes before all other cases and asks for nothing but what is known."""


class NoticeItem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing noticed (art. 16(2)(b)), 1 to 500 characters: the address of a room (`…/salons/SLUG`) or of a message
    in one (`…/salons/SLUG#SEQ`), the name of a room, the pseudonym of a person, or any words that lead there.
    `detail`: what helps to find it, at most 1,000 characters."""

    kind: Literal["message", "person", "room", "other"]
    location: str
    detail: str | None = None


class NoticeRequest(msgspec.Struct, frozen=True, kw_only=True):
    """1 to 20 `items`; `explanation`: why, 1 to 4,000 characters (art. 16(2)(a)). `name`, `email` (c) and `good_faith`
    (d) are required, except that name and address are not where children are abused, nor any of them for `danger`.
    `language`: in which letters are written, where the place sends any."""

    items: list[NoticeItem]
    reason: NoticeReason
    explanation: str
    name: str | None = None
    email: str | None = None
    good_faith: bool = False
    language: Literal["fr", "en"] = "fr"


class NoticeFiled(msgspec.Struct, frozen=True, kw_only=True):
    """The confirmation of receipt (art. 16(4)). `secret` is shown this once; `link`: where its holder follows it."""

    id: str
    state: Literal["received", "decided"]
    secret: str
    link: str
    receipt: LedgerReceipt


class NoticeItemState(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one item; `number` counts from 1."""

    number: int
    kind: Literal["message", "person", "room", "other"]
    location: str
    state: Literal["received", "decided"]
    outcome: ReportOutcome | None
    objection: ObjectionState | None


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice as the holder of its secret sees it; decided when each item is. `automated`: always false, people decide
    (art. 16(6)). `redress`: what can be done about the decision (art. 16(5))."""

    id: str
    state: Literal["received", "decided"]
    reason: NoticeReason
    created_at: datetime
    items: list[NoticeItemState]
    automated: bool
    redress: Words
    receipt: LedgerReceipt
