"""The tables of conversations."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.community.conversations.model import ConversationKind
from veillee.foundation.storage import (
    Id,
    Instant,
    Json,
    Prepared,
    Transaction,
    get_tool,
    is_embedded,
    is_one_of,
    metadata,
    take_in_order,
)
from veillee.safety.sealing import Keyring

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("head", sa.Integer, nullable=False, comment="the last seq given"),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("plain_head", sa.Integer, comment="messages up to here may still lie there unsealed; None: none does"),
    sa.Column(
        "tail", sa.Integer, nullable=False, server_default="1", comment="what is older has had its time: no words"
    ),
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

departures = sa.Table(
    "departures",
    metadata,
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("conversation_id", Id, sa.ForeignKey("conversations.id"), primary_key=True, index=True),
    sa.Column("left_at", Instant, nullable=False),
    sa.Column("left_seq", sa.Integer, nullable=False, comment="the head then: later messages were never theirs"),
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
    sa.Column("sealed", sa.LargeBinary, comment="the text, AES-256-GCM, bound to conversation and id; `text` is empty"),
    sa.Column("pictures", Json, comment="ids and sizes of its pictures; None: it has none"),
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
    sa.Column("sealed", sa.LargeBinary, comment="the text, AES-256-GCM, bound to conversation and id; `text` is empty"),
)


cautions = sa.Table(
    "cautions",
    metadata,
    sa.Column("conversation_id", Id, sa.ForeignKey("conversations.id"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("reader_id", Id, sa.ForeignKey("people.id"), nullable=False, comment="who is told; nobody else is"),
    sa.Column("caution", Json, nullable=False),
    sqlite_with_rowid=False,
)


def add_conversation(transaction: Transaction, conversation_id: str, kind: ConversationKind, at: datetime) -> None:
    """Store a new, empty conversation, and the key of what will be said in it."""
    get_tool(transaction.connection, Keyring).make(transaction, conversation_id, at)
    transaction.connection.execute(
        conversations.insert(), {"id": conversation_id, "kind": kind, "head": 0, "created_at": at}
    )


def add_membership(transaction: Transaction, conversation_id: str, person_id: str, at: datetime) -> bool:
    """Make a person a member; again is the same. Whether they were none."""
    mine = (memberships.c.person_id == person_id, memberships.c.conversation_id == conversation_id)
    if transaction.connection.execute(sa.select(memberships.c.read_seq).where(*mine)).first() is not None:
        return False
    transaction.connection.execute(
        memberships.insert(),
        {"person_id": person_id, "conversation_id": conversation_id, "joined_at": at, "read_seq": 0},
    )
    return True


def find_members(connection: sa.Connection, keys: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of these (conversation, person) that belong together."""
    if is_embedded(connection) or not keys:
        names = ("conversation", "person")
        return {key for key in keys if _MEMBER.first(connection, dict(zip(names, key, strict=True))) is not None}
    columns = (memberships.c.conversation_id, memberships.c.person_id)
    rows = connection.execute(sa.select(*columns).where(is_one_of(connection, columns, list(keys))))
    return {(row.conversation_id, row.person_id) for row in rows}


def remove_membership(transaction: Transaction, conversation_id: str, person_id: str) -> None:
    """A person is a member no more."""
    transaction.connection.execute(
        memberships.delete().where(
            memberships.c.person_id == person_id, memberships.c.conversation_id == conversation_id
        )
    )


def note_departure(transaction: Transaction, conversation_id: str, person_id: str, at: datetime) -> None:
    """Remember until where a person who leaves was there; only the last time counts."""
    head = sa.select(conversations.c.head).where(conversations.c.id == conversation_id)
    key = {"person_id": person_id, "conversation_id": conversation_id}
    values = {"left_at": at, "left_seq": transaction.connection.execute(head).scalar_one()}
    mine = sa.and_(departures.c.person_id == person_id, departures.c.conversation_id == conversation_id)
    if not transaction.connection.execute(departures.update().where(mine).values(values)).rowcount:
        transaction.connection.execute(departures.insert(), key | values)


def remove_memberships(transaction: Transaction, conversation_id: str) -> None:
    """Nobody is a member any more."""
    transaction.connection.execute(memberships.delete().where(memberships.c.conversation_id == conversation_id))


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
    rows = [{"person": person, "conversation": conversation, "seq": seq} for person, conversation, seq in sorted(reads)]
    transaction.connection.execute(statement, rows)
    return [None] * len(reads)


def read_heads(connection: sa.Connection, ids: Iterable[str]) -> dict[str, int]:
    """The last seq of each of these conversations."""
    return {row.id: row.head for row in connection.execute(_heads(ids))}


def lock_heads(connection: sa.Connection, ids: Collection[str]) -> dict[str, int]:
    """read_heads, and nobody else numbers messages in them until the transaction ends. Locks are taken by id."""
    if is_embedded(connection):
        found = {id_: _HEAD.first(connection, {"conversation": id_}) for id_ in ids}
        return {id_: row[0] for id_, row in found.items() if row is not None}
    take_in_order(connection, ids)
    # NO KEY UPDATE: who only refers to the conversation, as a new member does, need not wait.
    locking = _heads(ids).order_by(conversations.c.id).with_for_update(key_share=True)
    return {row.id: row.head for row in connection.execute(locking)}


def _heads(ids: Iterable[str]) -> sa.Select[Any]:
    return sa.select(conversations.c.id, conversations.c.head).where(conversations.c.id.in_(list(ids)))


def write_heads(connection: sa.Connection, heads: dict[str, int]) -> None:
    """Store new last seqs."""
    _SET_HEAD.run(connection, [{"conversation": id_, "new_head": head} for id_, head in heads.items()])


def find_refs(connection: sa.Connection, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Any]:
    """What these (person, ref) were answered the first time, rows of `sent_refs`."""
    if is_embedded(connection):  # nearly always there is none
        keys = [key for key in keys if _REF.first(connection, dict(zip(("person", "ref"), key, strict=True)))]
    if not keys:
        return {}
    rows = connection.execute(
        sa.select(sent_refs).where(is_one_of(connection, (sent_refs.c.person_id, sent_refs.c.ref), keys))
    )
    return {(row.person_id, row.ref): row for row in rows}


_HEAD = Prepared(sa.select(conversations.c.head).where(conversations.c.id == sa.bindparam("conversation")))
_SET_HEAD = Prepared(
    conversations.update()
    .where(conversations.c.id == sa.bindparam("conversation"))
    .values(head=sa.bindparam("new_head"))
)
_MEMBER = Prepared(
    sa.select(memberships.c.read_seq).where(
        memberships.c.person_id == sa.bindparam("person"),
        memberships.c.conversation_id == sa.bindparam("conversation"),
    )
)
_REF = Prepared(
    sa.select(sent_refs.c.ref).where(
        sent_refs.c.person_id == sa.bindparam("person"), sent_refs.c.ref == sa.bindparam("ref")
    )
)
