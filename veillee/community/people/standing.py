"""What was decided about somebody and stands, as far as it bears on their reach: when, and nothing more."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, Transaction, metadata

standing_marks = sa.Table(
    "standing_marks",
    metadata,
    sa.Column("statement_id", Id, primary_key=True),
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
)


def mark_standing(transaction: Transaction, person_id: str, statement_id: str, at: datetime) -> None:
    """A decision against somebody counts; again is the same."""
    known = sa.select(standing_marks.c.at).where(standing_marks.c.statement_id == statement_id)
    if transaction.connection.execute(known).first() is None:
        values = {"statement_id": statement_id, "person_id": person_id, "at": at}
        transaction.connection.execute(standing_marks.insert(), values)


def clear_standing(transaction: Transaction, statement_id: str) -> None:
    """The decision was reversed; none is fine."""
    transaction.connection.execute(standing_marks.delete().where(standing_marks.c.statement_id == statement_id))


def find_lowered_until(connection: sa.Connection, person_id: str, days: int, now: datetime) -> datetime | None:
    """Until when decisions of the last days lower somebody's reach; None when none does."""
    latest = sa.select(sa.func.max(standing_marks.c.at)).where(standing_marks.c.person_id == person_id)
    at = connection.execute(latest).scalar_one_or_none()
    until = None if at is None else at + timedelta(days=days)
    return until if until is not None and until > now else None


def list_marks(connection: sa.Connection) -> list[Any]:
    """Every mark: rows of the table."""
    return list(connection.execute(sa.select(standing_marks).order_by(standing_marks.c.statement_id)).all())
