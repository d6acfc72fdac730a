"""First words that were stored before words were sealed."""

from typing import Any

import sqlalchemy as sa

from veillee.community.private_talk.store import private_requests
from veillee.foundation.storage import Transaction, get_tool
from veillee.safety.sealing import Keyring, seal_text

ROWS_PER_BATCH = 500


def seal_requests(transaction: Transaction) -> int:
    """Seal them, each under a key of its own, at most ROWS_PER_BATCH; 0 once all are sealed."""
    connection, keyring = transaction.connection, get_tool(transaction.connection, Keyring)
    old: sa.Select[Any] = sa.select(private_requests).where(
        private_requests.c.sealed.is_(None), private_requests.c.text != ""
    )
    rows = connection.execute(old.limit(ROWS_PER_BATCH)).all()
    for row in rows:
        keyring.make(transaction, row.id, row.created_at)
        sealed = seal_text(connection, row.id, row.id, row.text)
        mine = private_requests.c.id == row.id
        connection.execute(private_requests.update().where(mine).values(text="", sealed=sealed))
    return len(rows)
