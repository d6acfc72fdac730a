"""The table of traces: who left what kind of trace towards whom, and when. No words."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from veillee.foundation.basics import Event
from veillee.foundation.storage import Id, Instant, Transaction, is_one_of, metadata, upsert_many
from veillee.safety.policy import AGE

traces = sa.Table(
    "traces",
    metadata,
    sa.Column("author_id", Id, sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("towards_id", Id, primary_key=True, comment="the other person, or the room"),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("left_at", Instant, nullable=False, index=True, comment="the last time; gone with its half-life"),
    sqlite_with_rowid=False,
)


class Mark(NamedTuple):
    """One trace."""

    author: str
    towards: str
    kind: str
    at: datetime


class TracesLeft(Event, frozen=True):
    """Traces are stored. Audience: the memory of every node."""

    marks: tuple[tuple[str, str, str, datetime], ...]


def read_marks(connection: sa.Connection, rows_max: int) -> list[Mark]:
    """The latest traces, the oldest of them first."""
    rows = connection.execute(sa.select(traces).order_by(traces.c.left_at.desc()).limit(rows_max)).all()
    return [Mark(row.author_id, row.towards_id, row.kind, row.left_at) for row in reversed(rows)]


def write_marks(transaction: Transaction, marks: list[Mark]) -> list[None]:
    """Batched: store traces; one that is left again moves to its new time."""
    latest = {mark[:3]: mark for mark in sorted(marks, key=lambda mark: mark.at)}
    rows = [
        {"author_id": mark.author, "towards_id": mark.towards, "kind": mark.kind, "left_at": mark.at}
        for mark in latest.values()
    ]
    upsert_many(transaction.connection, traces, rows, newest=traces.c.left_at)
    transaction.announce(TracesLeft(marks=tuple((*mark[:3], mark.at) for mark in latest.values())))
    return [None] * len(marks)


def forget_marks(transaction: Transaction, before: dict[str, datetime], ages_before: datetime, rows_max: int) -> int:
    """Delete traces that were left before their kind's time, and of kinds that are no more; how many, at most that."""
    connection = transaction.connection
    of_age = traces.c.kind.startswith(AGE)
    old = sa.or_(
        sa.and_(of_age, traces.c.left_at < ages_before),
        sa.and_(~of_age, traces.c.kind.not_in(list(before))),
        *(sa.and_(traces.c.kind == kind, traces.c.left_at < at) for kind, at in before.items()),
    )
    key = list(traces.primary_key)
    # Locked in the order in which others write them: the deletion itself has none.
    found = connection.execute(sa.select(*key).where(old).order_by(*key).limit(rows_max).with_for_update()).all()
    if found:
        connection.execute(traces.delete().where(is_one_of(connection, key, [tuple(row) for row in found])))
    return len(found)
