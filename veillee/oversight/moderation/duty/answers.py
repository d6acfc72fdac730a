"""How soon staff answer: what was urgent, and what was made to measure it."""

import math
import statistics
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from veillee.oversight.moderation.cases.model import Decided
from veillee.oversight.moderation.cases.store import case_events, cases
from veillee.oversight.moderation.duty.store import synthetic_reports
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.staff.queries import name_staff
from veillee.oversight.moderation.wire import StaffMember
from veillee.oversight.moderation.wire_duty import Answers, AnswerTimes, SyntheticAnswer

DAYS = 30
COUNTED_MAX = 5_000
SHOWN_MAX = 20


def read_answers(connection: sa.Connection, settings: Settings, now: datetime) -> Answers:
    """Of the last 30 days. Synthetic reports that still wait are not told: they are to look like any other."""
    since = now - timedelta(days=DAYS)
    synthetic = cases.c.source == "synthetic"
    return Answers(
        days=DAYS,
        synthetic_per_day=settings.synthetic_per_day,
        urgent=_times(_seconds(connection, cases.c.urgent_at, ~synthetic, since)),
        synthetic=_times(_seconds(connection, cases.c.opened_at, synthetic, since)),
        latest=_latest(connection, since),
    )


def _seconds(
    connection: sa.Connection, asked: sa.Column[Any], which: sa.ColumnElement[bool], since: datetime
) -> list[int]:
    query = (
        sa.select(asked, cases.c.decided_at)
        .where(cases.c.state == "decided", cases.c.decided_at > since, asked.is_not(None), which)
        .order_by(cases.c.decided_at.desc())
        .limit(COUNTED_MAX)
    )
    return [_span(begins, ends) for begins, ends in connection.execute(query)]


def _span(begins: datetime, ends: datetime) -> int:
    # A clock that was set back between the two must not make an answer come before its question.
    return max(0, round((ends - begins).total_seconds()))


def _times(seconds: Sequence[int]) -> AnswerTimes:
    if not seconds:
        return AnswerTimes(count=0, median_seconds=None, p90_seconds=None)
    rank = math.ceil(0.9 * len(seconds)) - 1
    median = round(statistics.median(seconds))
    return AnswerTimes(count=len(seconds), median_seconds=median, p90_seconds=sorted(seconds)[rank])


def _latest(connection: sa.Connection, since: datetime) -> list[SyntheticAnswer]:
    made, told = synthetic_reports.c, case_events.c
    query = (
        sa.select(cases, made.reason, made.made_at, told.staff_id, told.fact)
        .join(synthetic_reports, cases.c.id == made.case_id)
        .join(case_events, sa.and_(told.case_id == cases.c.id, told.at == cases.c.decided_at))
        .where(cases.c.state == "decided", cases.c.decided_at > since, told.staff_id.is_not(None))
        .order_by(cases.c.decided_at.desc())
        .limit(SHOWN_MAX)
    )
    rows = [row for row in connection.execute(query) if row.fact["kind"] == Decided.__struct_config__.tag]
    members = name_staff(connection, {row.staff_id for row in rows})
    return [_render(row, members) for row in rows]


def _render(row: sa.Row[Any], members: dict[str, StaffMember]) -> SyntheticAnswer:
    return SyntheticAnswer(
        case=row.id,
        reason=row.reason,
        made_at=row.made_at,
        decided_at=row.decided_at,
        seconds=_span(row.made_at, row.decided_at),
        decision=row.decision,
        by=members.get(row.staff_id),
    )
