"""Which reasons make sense for what is reported: what clients offer. Any reason is taken for any subject."""

from typing import get_args

import msgspec

from veillee.oversight.moderation.wire import ReportReason

EVERY: tuple[ReportReason, ...] = get_args(ReportReason)

ABOUT_WHO_WRITES = frozenset[ReportReason](
    {"minor_disclosed", "minor", "sextortion", "contact_exchange", "self_harm", "impersonation"}
)
"""What one person says, is or does: a room is no person."""

ABOUT_WORDS = frozenset[ReportReason]({"minor_disclosed"})
"""What somebody says of themselves. A picture may show any other words, and somebody who seems to be under 18."""


class ReasonsFor(msgspec.Struct, frozen=True, kw_only=True):
    """Those that make sense for each kind of subject, in no order."""

    message: tuple[ReportReason, ...]
    person: tuple[ReportReason, ...]
    room: tuple[ReportReason, ...]
    picture: tuple[ReportReason, ...]


def _but(left_out: frozenset[ReportReason]) -> tuple[ReportReason, ...]:
    return tuple(reason for reason in EVERY if reason not in left_out)


REASONS_FOR = ReasonsFor(message=EVERY, person=EVERY, room=_but(ABOUT_WHO_WRITES), picture=_but(ABOUT_WORDS))
