"""The table of letters. Who they are to and what they say is sealed, and destroyed when they have left."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Instant, metadata
from veillee.oversight.mail.model import PostState
from veillee.safety.sealing import EMPTY, columns

outbox = sa.Table(
    "outbox",
    metadata,
    *columns(),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("about", sa.String(60), nullable=False, comment="an id; no address"),
    sa.Column("state", sa.String(10), nullable=False, comment="waiting, sent, dead"),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("written_at", Instant, nullable=False),
    sa.Column("next_at", Instant, comment="of a letter that waits"),
    sa.Column("done_at", Instant),
    sa.Column("error", sa.String(40), comment="why the last attempt failed; nothing that the server said"),
)
sa.Index("ix_outbox_due", outbox.c.state, outbox.c.next_at)
sa.Index("ix_outbox_about", outbox.c.kind, outbox.c.about, outbox.c.written_at)

Row = sa.Row[tuple[Any, ...]]


def add_letter(connection: sa.Connection, values: dict[str, Any]) -> None:
    """Store a letter that waits."""
    connection.execute(sa.insert(outbox).values(state="waiting", attempts=0, **values))


def list_due(connection: sa.Connection, now: datetime, limit: int) -> list[Row]:
    """Letters whose time has come, the most overdue first."""
    due = sa.select(outbox).where(outbox.c.state == "waiting", outbox.c.next_at <= now)
    return list(connection.execute(due.order_by(outbox.c.next_at, outbox.c.id).limit(limit)).all())


def claim(connection: sa.Connection, row: Row, until: datetime) -> bool:
    """Whether the letter is still as it was read; then nobody else takes it until that moment."""
    mine = sa.update(outbox).where(outbox.c.id == row.id, outbox.c.state == "waiting", outbox.c.next_at == row.next_at)
    return connection.execute(mine.values(next_at=until)).rowcount == 1


def mark_sent(connection: sa.Connection, id_: str, now: datetime) -> None:
    """It has left: nothing is kept but that."""
    sent = sa.update(outbox).where(outbox.c.id == id_)
    connection.execute(sent.values(state="sent", done_at=now, next_at=None, error=None, **EMPTY))


def mark_failed(connection: sa.Connection, id_: str, attempts: int, error: str, next_at: datetime | None) -> None:
    """It waits until next_at."""
    failed = sa.update(outbox).where(outbox.c.id == id_)
    connection.execute(failed.values(attempts=attempts, error=error, next_at=next_at))


def mark_dead(connection: sa.Connection, id_: str, now: datetime) -> None:
    """It is tried no more, unless somebody asks for it."""
    connection.execute(sa.update(outbox).where(outbox.c.id == id_).values(state="dead", done_at=now, next_at=None))


def revive_dead(connection: sa.Connection, now: datetime) -> int:
    """Dead letters that still say something wait again; how many."""
    dead = sa.update(outbox).where(outbox.c.state == "dead", outbox.c.sealed.is_not(None))
    return connection.execute(dead.values(state="waiting", attempts=0, next_at=now, done_at=None)).rowcount


def destroy_dead(connection: sa.Connection, before: datetime) -> int:
    """Empty the letters that have been dead since; how many."""
    old = sa.update(outbox).where(outbox.c.state == "dead", outbox.c.done_at < before, outbox.c.sealed.is_not(None))
    return connection.execute(old.values(**EMPTY)).rowcount


def delete_done(connection: sa.Connection, before: datetime, limit: int) -> int:
    """Delete rows of letters that were sent, or died, before; how many."""
    old = sa.select(outbox.c.id).where(outbox.c.state != "waiting", outbox.c.done_at < before).limit(limit)
    ids = list(connection.execute(old).scalars())
    connection.execute(sa.delete(outbox).where(outbox.c.id.in_(ids)))
    return len(ids)


def has_recent(connection: sa.Connection, kind: str, about: str, since: datetime) -> bool:
    """Whether such a letter was written since."""
    query = sa.select(outbox.c.id).where(outbox.c.kind == kind, outbox.c.about == about, outbox.c.written_at > since)
    return connection.execute(query.limit(1)).first() is not None


def read_state(connection: sa.Connection) -> PostState:
    """How many letters are in which state."""
    counted = sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state)
    counts = {row[0]: int(row[1]) for row in connection.execute(counted)}
    oldest = sa.select(sa.func.min(outbox.c.written_at)).where(outbox.c.state == "waiting")
    error = sa.select(outbox.c.error).where(outbox.c.error.is_not(None), outbox.c.state != "sent")
    return PostState(
        on=True,
        waiting=counts.get("waiting", 0),
        dead=counts.get("dead", 0),
        sent=counts.get("sent", 0),
        oldest_waiting_at=connection.execute(oldest).scalar(),
        last_error=connection.execute(error.order_by(outbox.c.written_at.desc()).limit(1)).scalar(),
    )
