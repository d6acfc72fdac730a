"""The rows about people that the ledger commits to, for whoever verifies it."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from veillee.community.people.leaves import freeze_content, release_content
from veillee.community.people.store import frozen_pairs
from veillee.safety.ledger import Record


def read_records(connection: sa.Connection) -> Iterator[Record]:
    """Every pause between two people, and its end."""
    for row in _rows(connection, sa.true()):
        if row.leaf_index is not None:
            content = freeze_content(row._asdict())
            yield Record(what=f"pause {row.id}", index=row.leaf_index, leaf_hash=None, content=content)
        # One from before has its leaf for its end only, and none if it ended before.
        if row.lifted_leaf is not None or (row.lifted_at is not None and row.leaf_index is not None):
            content = release_content(row.id, row.lifted_at)
            yield Record(what=f"end of pause {row.id}", index=row.lifted_leaf, leaf_hash=None, content=content)


def list_leafless(connection: sa.Connection) -> dict[str, Any]:
    """Pauses from before they had leaves, by what names them; an end that has its leaf is left to that."""
    rows = _rows(connection, frozen_pairs.c.leaf_index.is_(None))
    ended = {row.id: row.lifted_at if row.lifted_leaf is None else None for row in rows}
    return {f"pause {row.id}": {**freeze_content(row._asdict()), "lifted_at": ended[row.id]} for row in rows}


def _rows(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[Any]:
    return list(connection.execute(sa.select(frozen_pairs).where(which).order_by(frozen_pairs.c.id)).all())
