"""What was stored before words were sealed: keys for its conversations at once, then its words, a batch at a time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.community.conversations.store import conversations, messages, withheld
from veillee.foundation.storage import Transaction, get_tool
from veillee.safety.sealing import Keyring, find_gone, seal_texts

ROWS_PER_BATCH = 500


def give_keys(transaction: Transaction, at: datetime) -> None:
    """Every conversation from before gets its key; again is the same."""
    connection = transaction.connection
    old = connection.execute(sa.select(conversations.c.id).where(conversations.c.plain_head.is_not(None))).scalars()
    keyring = get_tool(connection, Keyring)
    for conversation in find_gone(connection, list(old)):
        if not keyring.knows(connection, conversation):
            keyring.make(transaction, conversation, at)


def seal_batch(transaction: Transaction) -> int:
    """Seal old words, from the newest on, at most ROWS_PER_BATCH; 0 once all are sealed."""
    connection = transaction.connection
    old = sa.select(conversations.c.id, conversations.c.plain_head).where(conversations.c.plain_head.is_not(None))
    conversation = connection.execute(old.limit(1)).first()
    return _seal_held(connection) if conversation is None else _seal_messages(connection, *conversation)


def _seal_messages(connection: sa.Connection, conversation: str, head: int) -> int:
    query: sa.Select[Any] = sa.select(messages).where(
        messages.c.conversation_id == conversation, messages.c.seq <= head
    )
    rows = connection.execute(query.order_by(messages.c.seq.desc()).limit(ROWS_PER_BATCH)).all()
    plain = [row for row in rows if row.sealed is None]
    changes = [
        {"of": conversation, "number": row.seq, "words": sealed}
        for row, sealed in zip(plain, _seal(connection, plain), strict=True)
    ]
    if changes:
        mine = (messages.c.conversation_id == sa.bindparam("of"), messages.c.seq == sa.bindparam("number"))
        connection.execute(messages.update().where(*mine).values(text="", sealed=sa.bindparam("words")), changes)
    left = rows[-1].seq - 1 if rows else 0
    mark = conversations.update().where(conversations.c.id == conversation)
    connection.execute(mark.values(plain_head=left or None))
    return max(len(rows), 1)


def _seal_held(connection: sa.Connection) -> int:
    query: sa.Select[Any] = sa.select(withheld).where(withheld.c.sealed.is_(None), withheld.c.text != "")
    rows = connection.execute(query.limit(ROWS_PER_BATCH)).all()
    for row, sealed in zip(rows, _seal(connection, rows), strict=True):
        connection.execute(withheld.update().where(withheld.c.id == row.id).values(text="", sealed=sealed))
    return len(rows)


def _seal(connection: sa.Connection, rows: Iterable[Any]) -> list[bytes | None]:
    """None for words of a conversation that was destroyed: they only go."""
    rows = list(rows)
    gone = set(find_gone(connection, {row.conversation_id for row in rows}))
    kept = [row for row in rows if row.conversation_id not in gone]
    sealed = seal_texts(connection, [(row.conversation_id, row.id, row.text) for row in kept])
    by_id = {row.id: words for row, words in zip(kept, sealed, strict=True)}
    return [by_id.get(row.id) for row in rows]
