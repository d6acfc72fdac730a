"""Which reasons make no sense for what is reported: what clients do not offer. Any reason is taken for any subject."""

import msgspec

from veillee.oversight.moderation.wire import ReportReason


class UnfitReasons(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Those that make no sense for a kind of subject."""

    message: tuple[ReportReason, ...] = ()
    person: tuple[ReportReason, ...] = ()
    room: tuple[ReportReason, ...] = ()
    picture: tuple[ReportReason, ...] = ()


# A room is no person: it says no age, needs no help and insists on nothing. A picture may show any words but what
# somebody says of themselves, and somebody who seems to be under 18.
UNFIT_REASONS = UnfitReasons(
    room=("minor_disclosed", "minor", "sextortion", "contact_exchange", "self_harm", "impersonation"),
    picture=("minor_disclosed",),
)
