"""Warnings and suspensions for misuse (DSA art. 24(1)(b)), by what was misused."""

from collections import Counter

import sqlalchemy as sa

from veillee.oversight.moderation.figures.period import Period
from veillee.oversight.moderation.misuse.store import misuse_decisions
from veillee.oversight.moderation.statements.store import statements

NAMES = (
    "suspended_content",
    "suspended_reports",
    "suspended_complaints",
    "warned_reports",
    "warned_complaints",
    "misuse_lifted",
)
DONE = {"warn": "warned", "suspend": "suspended"}


def count_misuse(connection: sa.Connection, period: Period) -> dict[str, int]:
    """One count for each of NAMES, 0 too: that nobody was suspended is to be told as well."""
    own = misuse_decisions.c
    taken = sa.select(own.act, own.what, sa.func.count().label("count")).where(
        own.at >= period.since, own.at < period.until
    )
    counts: Counter[str] = Counter()
    for row in connection.execute(taken.group_by(own.act, own.what)).mappings():
        counts[f"{DONE[row['act']]}_{row['what']}"] = row["count"]
    lifted = sa.select(sa.func.count()).where(own.lifted_at >= period.since, own.lifted_at < period.until)
    counts["misuse_lifted"] = connection.execute(lifted).scalar_one()
    counts["suspended_content"] = _suspended_for_content(connection, period)
    return {name: counts[name] for name in NAMES}


def _suspended_for_content(connection: sa.Connection, period: Period) -> int:
    """Art. 23(1): illegal, and after a warning. What rests on one act alone rests on the house rules instead."""
    own = statements.c
    query = sa.select(own.factors).where(
        own.decision == "suspend",
        own.ground == "law",
        own.provisional.is_not(True),
        own.issued_at >= period.since,
        own.issued_at < period.until,
    )
    return sum(bool(factors and factors["warned"]) for factors in connection.execute(query).scalars())
