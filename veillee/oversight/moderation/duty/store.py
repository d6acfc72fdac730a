"""The tables of duty. A shift that is taken out keeps its row: what was planned stays known."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, Json, metadata
from veillee.oversight.moderation.duty.model import MOMENT, Gap, Shift, Span
from veillee.safety.sealing import Sealed

roster_shifts = sa.Table(
    "roster_shifts",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False, index=True),
    sa.Column("begins", sa.String(16), nullable=False, comment="on the clocks of the place"),
    sa.Column("ends", sa.String(16), nullable=False),
    sa.Column("weekly", sa.Boolean, nullable=False),
    sa.Column("last", sa.String(10), comment="the last day on which it begins"),
    sa.Column("added_by", Id, sa.ForeignKey("staff.id"), nullable=False),
    sa.Column("added_at", Instant, nullable=False),
    sa.Column("leaf_index", sa.BigInteger, nullable=False),
    sa.Column("removed_by", Id, sa.ForeignKey("staff.id")),
    sa.Column("removed_at", Instant),
    sa.Column("removed_leaf", sa.BigInteger),
)

roster_gaps = sa.Table(
    "roster_gaps",
    metadata,
    sa.Column("begins", Instant, primary_key=True, autoincrement=False),
    sa.Column("ends", Instant, nullable=False),
    sa.Column("planned", sa.Integer, nullable=False),
)

handover_notes = sa.Table(
    "handover_notes",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False),
    sa.Column("text", Sealed("handover_notes.text"), nullable=False),
    sa.Column("written_at", Instant, nullable=False, index=True),
    sa.Column("leaf_index", sa.BigInteger, nullable=False),
    sa.Column("taken_by", Id, sa.ForeignKey("staff.id")),
    sa.Column("taken_at", Instant),
    sa.Column("taken_leaf", sa.BigInteger),
)

synthetic_reports = sa.Table(
    "synthetic_reports",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("slot", sa.String(20), nullable=False, unique=True, comment="day and number: one each"),
    sa.Column("case_id", Id, sa.ForeignKey("cases.id"), nullable=False, unique=True),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("text", Json, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("leaf_index", sa.BigInteger, comment="says so once it was answered"),
)

Row = sa.Row[Any]


def list_shifts(connection: sa.Connection) -> list[Shift]:
    """Every shift of the roster as it stands."""
    query = sa.select(roster_shifts).where(roster_shifts.c.removed_at.is_(None)).order_by(roster_shifts.c.begins)
    return [to_shift(row) for row in connection.execute(query)]


def to_shift(row: Row) -> Shift:
    """A row of the roster as a value."""
    return Shift(
        id=row.id,
        staff_id=row.staff_id,
        begins=datetime.strptime(row.begins, MOMENT),
        ends=datetime.strptime(row.ends, MOMENT),
        weekly=row.weekly,
        last=date.fromisoformat(row.last) if row.last else None,
    )


def replace_gaps(connection: sa.Connection, gaps: Iterable[Gap]) -> None:
    """What was foreseen is forgotten for what is foreseen now."""
    connection.execute(roster_gaps.delete())
    rows = [{"begins": gap.span.begins, "ends": gap.span.ends, "planned": gap.planned} for gap in gaps]
    if rows:
        connection.execute(roster_gaps.insert(), rows)


def list_gaps(connection: sa.Connection, now: datetime) -> list[Gap]:
    """Those that are not over."""
    query = sa.select(roster_gaps).where(roster_gaps.c.ends > now).order_by(roster_gaps.c.begins)
    return [Gap(span=Span(row.begins, row.ends), planned=row.planned) for row in connection.execute(query)]


def list_notes(connection: sa.Connection, since: datetime, limit: int) -> list[Row]:
    """The latest first."""
    query = sa.select(handover_notes).where(handover_notes.c.written_at > since)
    return list(connection.execute(query.order_by(handover_notes.c.written_at.desc()).limit(limit)))
