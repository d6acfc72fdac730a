"""The agreements that the ledger commits to, for whoever verifies it."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from veillee.community.screening.leaves import consent_content, withdrawal_content
from veillee.community.screening.store import screening_consents
from veillee.safety.ledger import Record


def read_records(connection: sa.Connection) -> Iterator[Record]:
    """Every agreement to be screened, and its end."""
    for row in _rows(connection, sa.true()):
        if row.leaf_index is not None:
            content = consent_content(row._asdict())
            yield Record(what=f"agreement {row.id}", index=row.leaf_index, leaf_hash=None, content=content)
        # One from before has its leaf for its end only, and none if it ended before.
        if row.withdrawn_leaf is not None or (row.withdrawn_at is not None and row.leaf_index is not None):
            content = withdrawal_content(row.id, row.withdrawn_at)
            yield Record(what=f"end of agreement {row.id}", index=row.withdrawn_leaf, leaf_hash=None, content=content)


def list_leafless(connection: sa.Connection) -> dict[str, Any]:
    """Agreements from before they had leaves, by what names them; an end that has its leaf is left to that."""
    rows = _rows(connection, screening_consents.c.leaf_index.is_(None))
    ended = {row.id: row.withdrawn_at if row.withdrawn_leaf is None else None for row in rows}
    return {f"agreement {row.id}": {**consent_content(row._asdict()), "withdrawn_at": ended[row.id]} for row in rows}


def _rows(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[Any]:
    return list(connection.execute(sa.select(screening_consents).where(which).order_by(screening_consents.c.id)).all())
