"""Counting what is in the tables. Every figure is about what happened within the period."""

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.oversight.moderation.cases.store import case_events, cases
from veillee.oversight.moderation.figures.misuse import count_misuse
from veillee.oversight.moderation.figures.period import Period
from veillee.oversight.moderation.notices.store import notice_items, notices
from veillee.oversight.moderation.objections.store import objections
from veillee.oversight.moderation.reports.store import reports
from veillee.oversight.moderation.statements.store import complaints, statements
from veillee.oversight.moderation.wire_figures import Figure, FigureGroup

HOUR = 3_600
SYNTHETIC = cases.c.source == "synthetic"


def count_all(connection: sa.Connection, period: Period) -> list[Figure]:
    """Every figure of the period, exactly."""
    groups = (_cases, _times, _decisions, _means, _complaints, _misuse, _notices, _reports)
    return [figure for group in groups for figure in group(connection, period)]


def _cases(connection: sa.Connection, period: Period) -> Iterator[Figure]:
    """Cases that were opened, by the gravest label; those made to measure staff are left out."""
    opened = (cases.c.opened_at >= period.since, cases.c.opened_at < period.until, ~SYNTHETIC)
    return _counted(connection, "cases", cases.c.label, *opened)


def _times(connection: sa.Connection, period: Period) -> Iterator[Figure]:
    """From the opening of a case, or its becoming urgent, to the first hand laid on it, and to its decision."""
    looked = (
        sa.select(case_events.c.case_id, sa.func.min(case_events.c.at).label("at"))
        .where(case_events.c.staff_id.is_not(None))
        .group_by(case_events.c.case_id)
        .subquery()
    )
    query = (
        sa.select(
            cases.c.opened_at, cases.c.urgent_at, cases.c.decided_at, looked.c.at.label("looked_at"), cases.c.source
        )
        .join(looked, looked.c.case_id == cases.c.id)
        .where(cases.c.decided_at >= period.since, cases.c.decided_at < period.until)
    )
    spans: defaultdict[str, list[float]] = defaultdict(list)
    for row in connection.execute(query):
        kind = "synthetic" if row.source == "synthetic" else "urgent" if row.urgent_at else "ordinary"
        begins = row.urgent_at or row.opened_at
        spans[f"{kind}_look"].append(_hours(begins, row.looked_at))
        spans[f"{kind}_decision"].append(_hours(begins, row.decided_at))
    for name in sorted(spans):
        yield from _spread("times", name, spans[name])


def _decisions(connection: sa.Connection, period: Period) -> Iterator[Figure]:
    decided = (cases.c.decided_at >= period.since, cases.c.decided_at < period.until, ~SYNTHETIC)
    yield from _counted(connection, "decisions", cases.c.decision, *decided)
    table = statements.c
    restored = sa.select(sa.func.count()).where(
        table.reversal_cause == "restored", table.reversed_at >= period.since, table.reversed_at < period.until
    )
    yield _figure("decisions", "taken_back", connection.execute(restored).scalar_one())


def _means(connection: sa.Connection, period: Period) -> Iterator[Figure]:
    """Statements of reasons: who found it, on which ground, and whether people decided (art. 17(3)(c))."""
    columns = [statements.c[name] for name in ("automated", "detected", "source", "ground")]
    query = sa.select(*columns, sa.func.count().label("count")).where(
        statements.c.issued_at >= period.since,
        statements.c.issued_at < period.until,
        statements.c.provisional.is_not(True),
    )
    counts: Counter[str] = Counter({"automated_decisions": 0, "decided_by_people": 0})
    for row in connection.execute(query.group_by(*columns)).mappings():
        counts["detected_automatically" if row["detected"] else f"brought_by_{row['source']}"] += row["count"]
        counts["on_the_law" if row["ground"] == "law" else "on_the_rules"] += row["count"]
        counts["automated_decisions" if row["automated"] else "decided_by_people"] += row["count"]
    for name in sorted(counts):
        yield _figure("means", name, counts[name])


def _complaints(connection: sa.Connection, period: Period) -> Iterator[Figure]:
    """Art. 20: of those affected, and of those who reported or gave notice; how they ended, and how soon."""
    counts: Counter[str] = Counter()
    spans: list[float] = []
    for name, table in (("affected", complaints), ("reporting", objections)):
        query = sa.select(table.c.created_at, table.c.decided_at, table.c.outcome)
        for row in connection.execute(query.where(table.c.created_at < period.until)):
            if row.created_at >= period.since:
                counts[f"{name}_received"] += 1
            if row.decided_at is not None and period.since <= row.decided_at < period.until:
                counts[f"{name}_{row.outcome}"] += 1
                spans.append(_hours(row.created_at, row.decided_at))
    for name in sorted(counts):
        yield _figure("complaints", name, counts[name])
    yield from _spread("complaints", "answered", spans)


def _misuse(connection: sa.Connection, period: Period) -> Iterator[Figure]:
    for name, count in count_misuse(connection, period).items():
        yield _figure("misuse", name, count)


def _notices(connection: sa.Connection, period: Period) -> Iterator[Figure]:
    """Art. 15(1)(b): by reason, the items by what came of them, and how soon."""
    written = (notices.c.created_at >= period.since, notices.c.created_at < period.until)
    yield from _counted(connection, "notices", notices.c.reason, *written)
    query = (
        sa.select(notices.c.created_at, notice_items.c.decided_at, notice_items.c.outcome)
        .join(notices, notices.c.id == notice_items.c.notice_id)
        .where(notice_items.c.decided_at >= period.since, notice_items.c.decided_at < period.until)
    )
    rows = connection.execute(query).all()
    outcomes = Counter(f"item_{row.outcome}" for row in rows)
    for name in sorted(outcomes):
        yield _figure("notices", name, outcomes[name])
    yield from _spread("notices", "decided", [_hours(row.created_at, row.decided_at) for row in rows])


def _reports(connection: sa.Connection, period: Period) -> Iterator[Figure]:
    made = (reports.c.created_at >= period.since, reports.c.created_at < period.until)
    return _counted(connection, "reports", reports.c.reason, *made)


def _counted(
    connection: sa.Connection, group: FigureGroup, by: sa.Column[Any], *where: sa.ColumnElement[bool]
) -> Iterator[Figure]:
    query = sa.select(by, sa.func.count()).where(*where).group_by(by)
    counts = {str(name or "other"): int(count) for name, count in connection.execute(query)}
    yield _figure(group, "all", sum(counts.values()))
    for name in sorted(counts):
        yield _figure(group, name, counts[name])


def _spread(group: FigureGroup, name: str, hours: Iterable[float]) -> Iterator[Figure]:
    ordered = sorted(hours)
    yield _figure(group, name, len(ordered))
    if ordered:
        ninth = ordered[math.ceil(0.9 * len(ordered)) - 1]
        yield Figure(group=group, name=name, measure="median_hours", value=round(statistics.median(ordered), 2))
        yield Figure(group=group, name=name, measure="p90_hours", value=round(ninth, 2))


def _figure(group: FigureGroup, name: str, count: int) -> Figure:
    return Figure(group=group, name=name, measure="count", value=count)


def _hours(begins: datetime, ends: datetime) -> float:
    # A clock that was set back between the two must not make an answer come before its question.
    return max(0.0, (ends - begins).total_seconds() / HOUR)
