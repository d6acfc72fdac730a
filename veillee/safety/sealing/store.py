"""The tables of keys. No key lies in them that opens anything without the place's."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, Transaction, metadata

place_keys = sa.Table(
    "place_keys",
    metadata,
    sa.Column("generation", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False, comment="derived from the key, to recognise it by"),
    sa.Column("made_at", Instant, nullable=False),
)

conversation_keys = sa.Table(
    "conversation_keys",
    metadata,
    sa.Column("conversation_id", Id, primary_key=True, comment="or the first word that may become one"),
    sa.Column("wrapped", sa.LargeBinary, comment="None once destroyed, and what was said with it"),
    sa.Column("generation", sa.Integer, sa.ForeignKey("place_keys.generation"), comment="of the key that wraps it"),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("destroyed_at", Instant),
    sa.Index("ix_conversation_keys_generation", "generation"),
    sqlite_with_rowid=False,
)

Row = sa.Row[Any]


def list_generations(connection: sa.Connection) -> list[Row]:
    """The generations of the place's key that something may be wrapped under, the oldest first."""
    query: sa.Select[Any] = sa.select(place_keys).order_by(place_keys.c.generation)
    return list(connection.execute(query).all())


def read_newest(connection: sa.Connection) -> int | None:
    """The generation under which new keys are wrapped."""
    return connection.execute(sa.select(sa.func.max(place_keys.c.generation))).scalar()


def add_generation(transaction: Transaction, generation: int, fingerprint: bytes, at: datetime) -> None:
    """One more generation."""
    transaction.connection.execute(
        place_keys.insert(), {"generation": generation, "fingerprint": fingerprint, "made_at": at}
    )


def forget_generations(transaction: Transaction, before: int) -> None:
    """Those older than that wrap nothing any more."""
    transaction.connection.execute(place_keys.delete().where(place_keys.c.generation < before))


def find_keys(connection: sa.Connection, ids: Iterable[str]) -> list[Row]:
    """The wrapped keys of these, in any order."""
    query: sa.Select[Any] = sa.select(conversation_keys).where(conversation_keys.c.conversation_id.in_(list(ids)))
    return list(connection.execute(query).all())


def list_destroyed(connection: sa.Connection) -> list[Row]:
    """The keys that are gone, or are said to be."""
    own = conversation_keys.c
    gone: sa.Select[Any] = sa.select(conversation_keys).where(
        sa.or_(own.destroyed_at.is_not(None), own.wrapped.is_(None))
    )
    return list(connection.execute(gone.order_by(own.conversation_id)).all())


def put_key(transaction: Transaction, id_: str, wrapped: bytes, generation: int, at: datetime) -> None:
    """Somebody gets a key."""
    values = {"conversation_id": id_, "wrapped": wrapped, "generation": generation, "created_at": at}
    transaction.connection.execute(conversation_keys.insert(), values)


def change_key(transaction: Transaction, id_: str, **values: Any) -> int:
    """Wrapped anew, or destroyed; how many rows there were."""
    mine = conversation_keys.c.conversation_id == id_
    return transaction.connection.execute(conversation_keys.update().where(mine).values(**values)).rowcount


def delete_keys(transaction: Transaction, ids: Iterable[str]) -> None:
    """Nothing remains of them."""
    mine = conversation_keys.c.conversation_id.in_(list(ids))
    transaction.connection.execute(conversation_keys.delete().where(mine))


def list_older(connection: sa.Connection, newest: int, limit: int) -> list[Row]:
    """Keys that are wrapped under an older generation, at most so many."""
    query: sa.Select[Any] = sa.select(conversation_keys).where(conversation_keys.c.generation < newest).limit(limit)
    return list(connection.execute(query).all())
