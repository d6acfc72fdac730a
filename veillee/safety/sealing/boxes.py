"""Small sealed things that have a row of their own: each under a key of its own, wrapped with the place's.

Whoever deletes the row destroys its key. A table that holds such rows is made with `columns()`.
"""

from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Id, Transaction
from veillee.safety.sealing.place_keys import PlaceKeys

BOXES_PER_BATCH = 500


def columns() -> tuple[sa.Column[Any], ...]:
    """What a table needs beside its own columns; empty once the content was destroyed and the row stays."""
    return (
        sa.Column("id", Id, primary_key=True),
        sa.Column("generation", sa.Integer, comment="of the place's key that wraps it"),
        sa.Column("wrapped_key", sa.LargeBinary),
        sa.Column("sealed", sa.LargeBinary, comment="nonce and ciphertext, AES-256-GCM"),
    )


EMPTY = {"generation": None, "wrapped_key": None, "sealed": None}
"""What destroys the content of a row that stays."""


class Boxes:
    """Seals and opens the rows of one table. purpose: what its keys are derived for, such as "veillee mail"."""

    def __init__(self, place_keys: PlaceKeys, table: sa.Table, purpose: str) -> None:
        self._place_keys = place_keys
        self._table = table
        self._purpose = purpose

    def seal(self, connection: sa.Connection, id_: str, plain: bytes) -> dict[str, Any]:
        """The sealed columns of the row with this id. Raises KeyMissing."""
        generation, wrapping = self._place_keys.newest(connection, self._purpose)
        key, wrapped = wrapping.make(id_)
        return {"generation": generation, "wrapped_key": wrapped, "sealed": key.seal(plain, id_)}

    def open(self, connection: sa.Connection, row: Any) -> bytes:
        """What lies in a row that is not empty. Raises KeyMissing, Damaged."""
        wrapping = self._place_keys.wrapping(connection, row.generation, self._purpose)
        return wrapping.unwrap(bytes(row.wrapped_key), row.id).open(bytes(row.sealed), row.id)

    def rewrap_batch(self, transaction: Transaction) -> int:
        """Wrap keys under the newest generation; how many, at most BOXES_PER_BATCH. Raises KeyMissing, Damaged."""
        connection, table = transaction.connection, self._table.c
        newest, heir = self._place_keys.newest(connection, self._purpose)
        older = sa.select(table.id, table.generation, table.wrapped_key).where(table.generation != newest)
        rows = connection.execute(older.order_by(table.id).limit(BOXES_PER_BATCH)).all()
        for row in rows:
            former = self._place_keys.wrapping(connection, row.generation, self._purpose)
            wrapped = former.hand_over(bytes(row.wrapped_key), row.id, heir)
            mine = sa.update(self._table).where(table.id == row.id)
            connection.execute(mine.values(wrapped_key=wrapped, generation=newest))
        return len(rows)
