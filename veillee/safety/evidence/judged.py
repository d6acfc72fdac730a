"""What the gate was asked about words that became a case, sealed, so that a draft of the policies can be tried on it.

Each has a key of its own, wrapped with the place's key; whoever deletes the row destroys it. Kept for JUDGED_LAST and
never more than JUDGED_MAX of them.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from veillee.foundation.basics import new_id
from veillee.foundation.storage import Id, Instant, Transaction, metadata
from veillee.safety.sealing import Damaged, PlaceKeys

PURPOSE = "veillee judged"
KEYS_PER_BATCH = 500
JUDGED_LAST = timedelta(days=180)
JUDGED_MAX = 20_000

judged = sa.Table(
    "judged",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("case_id", Id, nullable=False, index=True),
    sa.Column("at", Instant, nullable=False, index=True),
    sa.Column("generation", sa.Integer, nullable=False, comment="of the place's key that wraps it"),
    sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False, comment="nonce and ciphertext, AES-256-GCM"),
)


class Judged:
    """Seals what was judged, and opens it for a backtest."""

    def __init__(self, place_keys: PlaceKeys) -> None:
        self._place_keys = place_keys

    def keep(self, transaction: Transaction, case: str, asked: bytes, at: datetime) -> None:
        """Seal one of a case. Raises KeyMissing."""
        id_ = new_id()
        generation, wrapping = self._place_keys.newest(transaction.connection, PURPOSE)
        key, wrapped = wrapping.make(id_)
        row = {"id": id_, "case_id": case, "at": at, "generation": generation, "wrapped_key": wrapped}
        transaction.connection.execute(judged.insert(), row | {"sealed": key.seal(asked, id_)})

    def open_all(self, connection: sa.Connection) -> Iterator[bytes]:
        """Everything that opens, the oldest first; what was damaged is left out. Raises KeyMissing."""
        return self._open(connection, sa.select(judged).limit(JUDGED_MAX))

    def open_latest(self, connection: sa.Connection, limit: int) -> list[bytes]:
        """Those that open of the latest, at most `limit`. Raises KeyMissing."""
        newest = sa.select(judged.c.id).order_by(judged.c.at.desc(), judged.c.id.desc()).limit(limit)
        return list(self._open(connection, sa.select(judged).where(judged.c.id.in_(newest))))

    def _open(self, connection: sa.Connection, query: sa.Select[Any]) -> Iterator[bytes]:
        for row in connection.execute(query.order_by(judged.c.at, judged.c.id)):
            try:
                wrapping = self._place_keys.wrapping(connection, row.generation, PURPOSE)
                yield wrapping.unwrap(bytes(row.wrapped_key), row.id).open(bytes(row.sealed), row.id)
            except Damaged:
                continue


def forget_judged(transaction: Transaction, now: datetime) -> None:
    """Delete what is older than JUDGED_LAST, and the oldest beyond JUDGED_MAX."""
    connection = transaction.connection
    connection.execute(judged.delete().where(judged.c.at < now - JUDGED_LAST))
    newest = sa.select(judged.c.at).order_by(judged.c.at.desc()).offset(JUDGED_MAX).limit(1)
    if (last := connection.execute(newest).scalar()) is not None:
        connection.execute(judged.delete().where(judged.c.at <= last))


def rewrap_judged(transaction: Transaction, place_keys: PlaceKeys) -> int:
    """Wrap keys under the newest generation of the place's key; how many, at most KEYS_PER_BATCH. Raises KeyMissing."""
    connection = transaction.connection
    newest, heir = place_keys.newest(connection, PURPOSE)
    older = sa.select(judged.c.id, judged.c.generation, judged.c.wrapped_key).where(judged.c.generation != newest)
    rows = connection.execute(older.order_by(judged.c.id).limit(KEYS_PER_BATCH)).all()
    for row in rows:
        former = place_keys.wrapping(connection, row.generation, PURPOSE)
        wrapped = former.hand_over(bytes(row.wrapped_key), row.id, heir)
        mine = judged.update().where(judged.c.id == row.id)
        connection.execute(mine.values(wrapped_key=wrapped, generation=newest))
    return len(rows)
