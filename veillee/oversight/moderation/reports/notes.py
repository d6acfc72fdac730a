"""What a reporter wrote beside the reason: sealed under a key of its own, as what is said is (0018)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Transaction, find_tool, get_tool
from veillee.oversight.moderation.reports.store import reports
from veillee.safety.sealing import Gone, KeyMissing, Keyring, find_text, seal_text

ROWS_PER_BATCH = 500


def seal_note(transaction: Transaction, report_id: str, note: str | None, at: datetime) -> bytes | None:
    """Sealed bytes, None without a note."""
    if note is None:
        return None
    get_tool(transaction.connection, Keyring).make(transaction, report_id, at)
    return seal_text(transaction.connection, report_id, report_id, note)


def read_note(connection: sa.Connection, row: Any) -> str | None:
    """The note of a row of `reports`, also of one from before notes were sealed; None when it does not open."""
    plain: str | None = row.note
    if row.sealed is None or plain is not None:
        return plain
    try:
        return find_text(connection, row.id, row.id, row.sealed, "")
    except Gone:
        return None


def whole(connection: sa.Connection, row: Any) -> dict[str, Any]:
    """The row as its leaf commits to it."""
    return {**row._asdict(), "note": read_note(connection, row)}


def can_read(connection: sa.Connection, row: Any) -> bool:
    """Whether the key that it needs is in hand."""
    if row.sealed is None:
        return True
    keyring = find_tool(connection, Keyring)
    try:
        if keyring is not None:
            keyring.load(connection, (row.id,))
        return keyring is not None
    except KeyMissing:
        return False


def seal_notes(transaction: Transaction) -> int:
    """Seal notes from before, at most ROWS_PER_BATCH; 0 once all are sealed."""
    connection, table = transaction.connection, reports.c
    old = sa.select(table.id, table.note, table.created_at).where(table.note.is_not(None), table.sealed.is_(None))
    rows = connection.execute(old.limit(ROWS_PER_BATCH)).all()
    for row in rows:
        sealed = seal_note(transaction, row.id, row.note, row.created_at)
        connection.execute(sa.update(reports).where(table.id == row.id).values(note=None, sealed=sealed))
    return len(rows)
