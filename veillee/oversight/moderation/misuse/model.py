"""What counts as frequent, for how long, and what is taken in whatever was decided (docs/decisions/0029)."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from veillee.oversight.moderation.model import RANKS
from veillee.oversight.moderation.wire_misuse import What

WINDOW = timedelta(days=180)
"""What was sent within it is counted."""

WARNING_STANDS = timedelta(days=365)
"""A warning that is older is given again before anything is suspended."""

UNFOUNDED_MIN = 3
SHARE_PERCENT_MIN = 50
SUBMISSIONS_MAX = 1_000
ITEMS_MAX = 100
ARTICLE = "fair_reports"
"""The article of the house rules that says all this to members (art. 23(4))."""

URGENT_REASONS = frozenset(RANKS) | {"self_harm"}
"""Somebody may be in danger, or a child: such a report is taken from anybody, at any time."""

ALWAYS_CONTESTED = frozenset({"misuse_warn", "misuse_suspend", "suspend", "ban"})
"""Complaints about these are taken from anybody: no suspension may close the only way out of another."""

KINDS: dict[str, Literal["misuse_warn", "misuse_suspend"]] = {"warn": "misuse_warn", "suspend": "misuse_suspend"}


class Submitter(msgspec.Struct, frozen=True, kw_only=True):
    """Who sent something: a member, or whoever gives notice from one address of mail, known by its mark alone.

    Neither: nobody that could be told anything. trusted: a trusted flagger.
    """

    what: What
    person_id: str | None = None
    notifier: bytes | None = None
    trusted: bool = False


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was sent. against: whom it was about; unfounded: it was looked at, and nothing was found."""

    id: str
    case: str
    reason: str | None
    at: datetime
    decided: bool
    unfounded: bool
    against: str | None = None
