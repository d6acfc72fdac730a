"""The table of reports."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Asked, Id, Instant, Json, Page, metadata, read_page

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("reporter_id", Id, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("subject_key", sa.Text, nullable=False),
    sa.Column("subject", Json, nullable=False),
    sa.Column("case_id", Id, sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("note", sa.Text),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("decided_at", Instant),
    sa.Column("outcome", sa.Text),
    sa.Column("leaf_index", sa.BigInteger, nullable=False),
    sa.Column("leaf_hash", sa.Text, nullable=False),
    sa.Column("adds_to", Id, comment="the open report of the same person to which this one adds"),
    sa.Column("sealed", sa.LargeBinary, comment="the note, under a key of its own"),
)
OPEN_AND_FIRST = reports.c.decided_at.is_(None) & reports.c.adds_to.is_(None)
sa.Index(
    "uq_reports_open_reporter_subject",
    reports.c.reporter_id,
    reports.c.subject_key,
    unique=True,
    sqlite_where=OPEN_AND_FIRST,
    postgresql_where=OPEN_AND_FIRST,
)
sa.Index("ix_reports_reporter_subject", reports.c.reporter_id, reports.c.subject_key)
sa.Index("ix_reports_reporter_created", reports.c.reporter_id, reports.c.created_at)

Row = sa.Row[tuple[Any, ...]]


def add_report(connection: sa.Connection, values: dict[str, Any]) -> None:
    """Store a new report."""
    connection.execute(sa.insert(reports).values(values))


def find_own(connection: sa.Connection, reporter_id: str, report_id: str) -> Row | None:
    """A report by whom it is from."""
    query = sa.select(reports).where(reports.c.id == report_id, reports.c.reporter_id == reporter_id)
    return connection.execute(query).one_or_none()


def list_open(connection: sa.Connection, reporter_id: str, subject_key: str) -> list[Row]:
    """What the same person reported about the same subject and nobody has decided, the earliest first."""
    query = sa.select(reports).where(
        reports.c.reporter_id == reporter_id, reports.c.subject_key == subject_key, reports.c.decided_at.is_(None)
    )
    return list(connection.execute(query.order_by(reports.c.created_at, reports.c.id)).all())


def page_own(connection: sa.Connection, reporter_id: str, asked: Asked) -> Page[Row]:
    """A person's reports, the latest first."""
    query = sa.select(reports).where(reports.c.reporter_id == reporter_id)
    return read_page(connection, query, (reports.c.created_at, reports.c.id), asked)


def list_of_case(connection: sa.Connection, case_id: str, limit: int) -> list[Row]:
    """The reports of a case, the earliest first."""
    query = sa.select(reports).where(reports.c.case_id == case_id).order_by(reports.c.created_at, reports.c.id)
    return list(connection.execute(query.limit(limit)).all())


def count_since(connection: sa.Connection, reporter_id: str, since: datetime) -> int:
    """How many reports a person made since then."""
    query = sa.select(sa.func.count()).select_from(reports)
    return connection.execute(
        query.where(reports.c.reporter_id == reporter_id, reports.c.created_at > since)
    ).scalar_one()


def count_judged(connection: sa.Connection, reporter_id: str, since: datetime) -> tuple[int, int]:
    """How many reports of a person led to something since then, and how many to nothing."""
    query = sa.select(reports.c.outcome, sa.func.count()).where(
        reports.c.reporter_id == reporter_id, reports.c.created_at > since, reports.c.decided_at.is_not(None)
    )
    counts = {row[0]: row[1] for row in connection.execute(query.group_by(reports.c.outcome))}
    unfounded = counts.pop("no_violation", 0)
    return sum(counts.values()), unfounded


def has_said(connection: sa.Connection, case_id: str, reason: str) -> bool:
    """Whether a report of the case already gave that reason."""
    query = sa.select(reports.c.id).where(reports.c.case_id == case_id, reports.c.reason == reason).limit(1)
    return connection.execute(query).first() is not None


def decide_all(connection: sa.Connection, case_id: str, outcome: str, now: datetime) -> list[Row]:
    """Give the open reports of a case their outcome; returns them."""
    decided = sa.update(reports).where(reports.c.case_id == case_id, reports.c.decided_at.is_(None))
    rows = connection.execute(decided.values(outcome=outcome, decided_at=now).returning(*reports.c))
    return list(rows.all())
