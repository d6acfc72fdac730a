"""Which of two cases with the same harm comes first: whoever waits longer, with a head start for what weighs more.

The gravest harm comes first whatever else there is. Within it each case has a moment, when it was opened less the
minutes that reach, further reporters and the standing of who reported are worth, and the earliest goes first: so that
every case gets its turn.
"""

from datetime import datetime, timedelta

REACH_MINUTES = ((200, 60), (50, 30), (10, 15), (3, 5))
"""(members, minutes): how many could see it."""

MINUTES_PER_REPORT = 10
REPORTS_MINUTES_MAX = 60
TRUSTED_MINUTES = 20
DOUBTED_MINUTES = -30
FLAGGER_MINUTES = 7 * 24 * 60
"""A trusted flagger goes before all of the same harm that came within a week (DSA art. 22(1))."""

JUDGED_MIN = 3
"""Of so few decided reports nothing is concluded."""


def weigh_reach(members: int) -> int:
    """Minutes for how many could see it."""
    return next((minutes for least, minutes in REACH_MINUTES if members >= least), 0)


def weigh_reports(reports: int) -> int:
    """Minutes for each reporter after the first."""
    return min(REPORTS_MINUTES_MAX, MINUTES_PER_REPORT * max(0, reports - 1))


def weigh_standing(upheld: int, unfounded: int) -> int:
    """Minutes for what became of what the same person reported before: two thirds upheld, or two thirds not."""
    judged = upheld + unfounded
    if judged < JUDGED_MIN:
        return 0
    if 3 * upheld >= 2 * judged:
        return TRUSTED_MINUTES
    return DOUBTED_MINUTES if 3 * unfounded >= 2 * judged else 0


def find_pressing(opened_at: datetime, reach: int, reports: int, standing: int) -> datetime:
    """The moment that orders it."""
    return opened_at - timedelta(minutes=reach + weigh_reports(reports) + standing)
