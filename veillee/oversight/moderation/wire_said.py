"""The words that a decision is about, as the affected person reads them."""

from typing import Literal

import msgspec

SaidKind = Literal["message", "first_word", "pseudonym", "region", "room_name", "room_topic"]


class StatementMessage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The words that the decision is about; `seq` is null for words that never appeared. `spans`: what the gate found
    in them when it decided, [start, end) in code points; `kind`: what they were to be, absent for a message."""

    conversation: str | None
    seq: int | None
    text: str
    kind: SaidKind = "message"
    spans: list[tuple[int, int]] = []
