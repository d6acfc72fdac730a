"""Refused names and titles that were stored before they were sealed."""

from typing import Any

import sqlalchemy as sa

from veillee.community.outcomes.store import stopped_words
from veillee.foundation.storage import Transaction, get_tool
from veillee.safety.sealing import Keyring, seal_text

ROWS_PER_BATCH = 500


def seal_stopped(transaction: Transaction) -> int:
    """Seal them, each under a key of its own, at most ROWS_PER_BATCH; 0 once all are sealed."""
    connection, table = transaction.connection, stopped_words.c
    old: sa.Select[Any] = sa.select(stopped_words).where(table.sealed.is_(None), table.text != "")
    rows = connection.execute(old.limit(ROWS_PER_BATCH)).all()
    for row in rows:
        get_tool(connection, Keyring).make(transaction, row.id, row.at)
        sealed = seal_text(connection, row.id, row.id, row.text)
        connection.execute(stopped_words.update().where(table.id == row.id).values(text="", sealed=sealed))
    return len(rows)
