"""Trusted flaggers (DSA art. 22), and whether their notices go first now."""

from datetime import datetime

import msgspec

from veillee.oversight.moderation.wire import StaffMember
from veillee.oversight.moderation.wire_figures import FlaggerFigures


class FlaggerSuspension(msgspec.Struct, frozen=True, kw_only=True):
    """Their notices are not taken by the flaggers' door; the one for everybody is open. `reason`: they read it."""

    since: datetime
    reason: str


class Flagger(msgspec.Struct, frozen=True, kw_only=True):
    """`figures`: of the period that was asked for, null when they brought nothing in it."""

    staff: StaffMember
    suspension: FlaggerSuspension | None
    figures: FlaggerFigures | None


class FlaggerPage(msgspec.Struct, frozen=True, kw_only=True):
    """`may_change`: the reader may suspend and restore."""

    flaggers: list[Flagger]
    may_change: bool


class FlaggerReason(msgspec.Struct, frozen=True, kw_only=True):
    """`reason`: 1 to 500 characters."""

    reason: str
