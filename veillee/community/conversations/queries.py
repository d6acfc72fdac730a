"""Bounded reads of messages, by (conversation, seq) keys only."""

from typing import Any

import sqlalchemy as sa

from veillee.community.conversations.model import Author, Message, Origin, Withheld
from veillee.community.conversations.store import messages, withheld
from veillee.community.people import Person, find_person, people
from veillee.foundation.basics import is_id

_with_author = sa.select(messages, people.c.pseudonym, people.c.sample).join(
    people, people.c.id == messages.c.author_id
)


def message_of(row: Any, *, uncovered: bool = False) -> Message:
    """A row as members see it; `uncovered` shows the text of a hidden one, for the watch."""
    hidden = row.hidden_at is not None
    return Message(
        conversation=row.conversation_id,
        seq=row.seq,
        id=row.id,
        author=Author(id=row.author_id, pseudonym=row.pseudonym, sample=row.sample),
        text="" if hidden and not uncovered else row.text,
        sent_at=row.sent_at,
        reply_to=row.reply_to,
        hidden=hidden,
    )


def read_page(connection: sa.Connection, conversation: str, before: int | None, limit: int) -> list[Message]:
    """The last `limit` messages before that seq (or of all), ascending."""
    query = _with_author.where(messages.c.conversation_id == conversation)
    if before is not None:
        query = query.where(messages.c.seq < before)
    rows = connection.execute(query.order_by(messages.c.seq.desc()).limit(limit)).all()
    return [message_of(row) for row in reversed(rows)]


def read_after(connection: sa.Connection, conversation: str, after: int, limit: int) -> list[Message]:
    """The first `limit` messages after that seq, ascending."""
    rows = connection.execute(
        _with_author.where(messages.c.conversation_id == conversation, messages.c.seq > after)
        .order_by(messages.c.seq)
        .limit(limit)
    )
    return [message_of(row) for row in rows]


def find_message(connection: sa.Connection, conversation: str, seq: int) -> Message | None:
    """One message with its text even when hidden: for the watch and for reports."""
    if not is_id(conversation):
        return None
    row = connection.execute(
        _with_author.where(messages.c.conversation_id == conversation, messages.c.seq == seq)
    ).first()
    return None if row is None else message_of(row, uncovered=True)


def read_window(connection: sa.Connection, conversation: str, seq: int, before: int, after: int) -> list[Message]:
    """The message and its neighbours, ascending, with texts even when hidden: for the watch."""
    rows = connection.execute(
        _with_author.where(
            messages.c.conversation_id == conversation,
            messages.c.seq.between(seq - before, seq + after),
        ).order_by(messages.c.seq)
    )
    return [message_of(row, uncovered=True) for row in rows]


def find_held(connection: sa.Connection, held_id: str) -> Withheld | None:
    """Words that the gate stopped."""
    row = connection.execute(sa.select(withheld).where(withheld.c.id == held_id)).first()
    author: Person | None = None if row is None else find_person(connection, row.author_id)
    if row is None or author is None:
        return None
    return Withheld(
        id=row.id,
        conversation=row.conversation_id,
        author=author,
        ref=row.ref,
        text=row.text,
        sent_at=row.sent_at,
        state=row.state,
        reply_to=row.reply_to,
        origin=Origin(row.origin_address or "", row.origin_port or 0),
    )
