"""The journal: what happened in the place, numbered in the order of its commits, for the other nodes to read.

Kept for a short while. Messages are not in it: they have their own numbers.
"""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import Event
from veillee.foundation.storage.columns import Id, Instant, Json, metadata
from veillee.foundation.storage.transaction import Transaction

KEPT = timedelta(minutes=10)
KEPT_ENTRIES_MIN = 1_000
TRIMMED_ENTRIES_MAX = 5_000

journal = sa.Table(
    "journal",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("node", Id, nullable=False, comment="who wrote it"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("body", Json, nullable=False),
    sa.Column("at", Instant, nullable=False),
)

_last = sa.select(sa.func.coalesce(sa.func.max(journal.c.number), 0))


class Entry(msgspec.Struct, frozen=True):
    """One line of the journal."""

    number: int
    node: str
    kind: str
    body: Any


def write_entry(transaction: Transaction, node: str, event: Event, at: datetime) -> int:
    """Write down an event; its number. Only from a job, never from a batch: jobs take turns, so numbers are dense."""
    number: int = transaction.connection.execute(_last).scalar_one() + 1
    transaction.connection.execute(
        journal.insert(), {"number": number, "node": node, "kind": type(event).__name__, "body": event, "at": at}
    )
    return number


def read_last(connection: sa.Connection) -> int:
    """The number of the last entry, 0 before the first."""
    return int(connection.execute(_last).scalar_one())


def read_entries(connection: sa.Connection, after: int, limit: int) -> list[Entry]:
    """The entries after that number, in order."""
    rows = connection.execute(
        sa.select(journal).where(journal.c.number > after).order_by(journal.c.number).limit(limit)
    )
    return [Entry(row.number, row.node, row.kind, row.body) for row in rows]


def trim_journal(transaction: Transaction, now: datetime) -> int:
    """Forget what every node has long read, at most TRIMMED_ENTRIES_MAX; how many there were.

    The last entries stay however old they are, so that numbers go on.
    """
    newest: int = transaction.connection.execute(_last).scalar_one()
    old = (
        sa.select(journal.c.number)
        .where(journal.c.number <= newest - KEPT_ENTRIES_MIN, journal.c.at < now - KEPT)
        .order_by(journal.c.number)
        .limit(TRIMMED_ENTRIES_MAX)
    )
    return transaction.connection.execute(journal.delete().where(journal.c.number.in_(old))).rowcount
