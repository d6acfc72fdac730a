"""The tables of conversations."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.community.conversations.model import ConversationKind
from veillee.foundation.storage import Id, Instant, Json, Transaction, metadata

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("head", sa.Integer, nullable=False, comment="the last seq given"),
    sa.Column("created_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

memberships = sa.Table(
    "memberships",
    metadata,
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("conversation_id", Id, sa.ForeignKey("conversations.id"), primary_key=True, index=True),
    sa.Column("joined_at", Instant, nullable=False),
    sa.Column("read_seq", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("conversation_id", Id, sa.ForeignKey("conversations.id"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", Id, nullable=False),
    sa.Column("author_id", Id, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("sent_at", Instant, nullable=False),
    sa.Column("reply_to", sa.Integer),
    sa.Column("hidden_at", Instant),
    sa.Column("origin_address", sa.Text, comment="kept for the legal year, purged by column"),
    sa.Column("origin_port", sa.Integer, comment="kept for the legal year, purged by column"),
    sqlite_with_rowid=False,
)

sent_refs = sa.Table(
    "sent_refs",
    metadata,
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("ref", sa.Text, primary_key=True),
    sa.Column("conversation_id", Id, nullable=False),
    sa.Column("seq", sa.Integer, comment="None while held"),
    sa.Column("message_id", Id, nullable=False),
    sa.Column("sent_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

withheld = sa.Table(
    "withheld",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("conversation_id", Id, sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("author_id", Id, sa.ForeignKey("people.id"), nullable=False, index=True),
    sa.Column("ref", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("reply_to", sa.Integer),
    sa.Column("sent_at", Instant, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("verdict", Json, nullable=False),
    sa.Column("origin_address", sa.Text, comment="kept for the legal year, purged by column"),
    sa.Column("origin_port", sa.Integer, comment="kept for the legal year, purged by column"),
)


def add_conversation(transaction: Transaction, conversation_id: str, kind: ConversationKind, at: datetime) -> None:
    """Store a new, empty conversation."""
    transaction.connection.execute(
        conversations.insert(), {"id": conversation_id, "kind": kind, "head": 0, "created_at": at}
    )


def add_membership(transaction: Transaction, conversation_id: str, person_id: str, at: datetime) -> None:
    """Make a person a member; again is the same."""
    mine = (memberships.c.person_id == person_id, memberships.c.conversation_id == conversation_id)
    if transaction.connection.execute(sa.select(memberships.c.read_seq).where(*mine)).first() is None:
        transaction.connection.execute(
            memberships.insert(),
            {"person_id": person_id, "conversation_id": conversation_id, "joined_at": at, "read_seq": 0},
        )


def remove_membership(transaction: Transaction, conversation_id: str, person_id: str) -> None:
    """A person is a member no more."""
    transaction.connection.execute(
        memberships.delete().where(
            memberships.c.person_id == person_id, memberships.c.conversation_id == conversation_id
        )
    )


def set_read(transaction: Transaction, reads: list[tuple[str, str, int]]) -> list[None]:
    """Batched: move (person, conversation) read marks forward to seq, never back nor beyond the head."""
    statement = (
        memberships.update()
        .where(
            memberships.c.person_id == sa.bindparam("person"),
            memberships.c.conversation_id == sa.bindparam("conversation"),
            memberships.c.read_seq < sa.bindparam("seq"),
        )
        .values(read_seq=sa.bindparam("seq"))
    )
    rows = [{"person": person, "conversation": conversation, "seq": seq} for person, conversation, seq in reads]
    transaction.connection.execute(statement, rows)
    return [None] * len(reads)


def read_heads(connection: sa.Connection, ids: Iterable[str]) -> dict[str, int]:
    """The last seq of each of these conversations."""
    rows = connection.execute(
        sa.select(conversations.c.id, conversations.c.head).where(conversations.c.id.in_(list(ids)))
    )
    return {row.id: row.head for row in rows}


def write_heads(connection: sa.Connection, heads: dict[str, int]) -> None:
    """Store new last seqs."""
    statement = (
        conversations.update()
        .where(conversations.c.id == sa.bindparam("conversation"))
        .values(head=sa.bindparam("new_head"))
    )
    connection.execute(statement, [{"conversation": id_, "new_head": head} for id_, head in heads.items()])


def find_refs(connection: sa.Connection, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Any]:
    """What these (person, ref) were answered the first time, rows of `sent_refs`."""
    rows = connection.execute(
        sa.select(sent_refs).where(sa.tuple_(sent_refs.c.person_id, sent_refs.c.ref).in_(list(keys)))
    )
    return {(row.person_id, row.ref): row for row in rows}
