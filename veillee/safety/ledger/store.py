"""The ledger's tables. Leaves, nodes and checkpoints are only ever added; the head moves with them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Instant, metadata
from veillee.safety.ledger.tree import HASH_BYTES

leaves = sa.Table(
    "ledger_leaves",
    metadata,
    sa.Column("index", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("category", sa.String(40), nullable=False, comment="as the leaf says it"),
    sa.Column("leaf", sa.LargeBinary, nullable=False),
    sa.Column("leaf_hash", sa.String(64), nullable=False),
    # Apart from the leaf: destroying a salt makes its commitment unreadable and leaves the log whole.
    sa.Column("salt", sa.LargeBinary),
)
sa.Index("ix_ledger_leaves_category", leaves.c.category, leaves.c.index)

nodes = sa.Table(
    "ledger_nodes",
    metadata,
    sa.Column("level", sa.SmallInteger, primary_key=True, autoincrement=False, comment="of C2SP tiles, from 1"),
    sa.Column("index", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.LargeBinary(HASH_BYTES), nullable=False, comment="over 256 ** level leaves"),
)

checkpoints = sa.Table(
    "ledger_checkpoints",
    metadata,
    sa.Column("size", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("root", sa.LargeBinary(HASH_BYTES), nullable=False),
    sa.Column("signature", sa.LargeBinary(64), nullable=False, comment="Ed25519, over the C2SP checkpoint"),
)

head = sa.Table(
    "ledger_head",
    metadata,
    sa.Column("id", sa.Integer, sa.CheckConstraint("id = 0", name="single"), primary_key=True, autoincrement=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("edge", sa.LargeBinary, nullable=False, comment="a hash for each full subtree, the largest first"),
    sa.Column("origin", sa.Text, comment="None until the ledger is first opened"),
    sa.Column("public_key", sa.LargeBinary(32)),
    sa.Column("sealed_from", sa.BigInteger, nullable=False, comment="smaller sizes have no checkpoint of their own"),
    sa.Column("published_size", sa.BigInteger, nullable=False, server_default="0", comment="what everybody may see"),
    sa.Column("published_at", Instant),
)

Row = sa.Row[Any]

# Rows are tuples, which have an `index` of their own.
_leaf: sa.Select[Any] = sa.select(
    leaves.c.index.label("position"), leaves.c.category, leaves.c.leaf, leaves.c.leaf_hash, leaves.c.salt
)

# Made once: making a statement costs more than running it.
_lock_head: sa.Select[Any] = sa.select(head.c.size, head.c.edge).where(head.c.id == 0).with_for_update()
_find_head: sa.Select[Any] = sa.select(head).where(head.c.id == 0)
_move_head = (
    sa.update(head)
    .where(head.c.id == 0)
    .values(size=sa.bindparam("new_size"), edge=sa.bindparam("new_edge"))
)  # fmt: skip
_add_leaf = sa.insert(leaves)
_find_latest: sa.Select[Any] = sa.select(leaves.c.leaf).where(leaves.c.index == sa.bindparam("latest"))
_add_node = sa.insert(nodes)
_add_checkpoint = sa.insert(checkpoints)


def lock_head(connection: sa.Connection) -> Row:
    """Size and edge; nobody else, on any node, appends before this transaction ends."""
    row = connection.execute(_lock_head).one_or_none()
    if row is None:
        connection.execute(sa.insert(head).values(id=0, size=0, edge=b"", sealed_from=0))
        row = connection.execute(_lock_head).one()
    return row


def find_head(connection: sa.Connection) -> Row | None:
    """The head, None before anything was appended."""
    return connection.execute(_find_head).one_or_none()


def move_head(connection: sa.Connection, size: int, edge: bytes) -> None:
    """The tree has grown."""
    connection.execute(_move_head, {"new_size": size, "new_edge": edge})


def publish(connection: sa.Connection, now: datetime, last_before: datetime) -> None:
    """Everybody may see what there is now, unless they were shown something since `last_before`."""
    due = sa.or_(head.c.published_at.is_(None), head.c.published_at < last_before)
    connection.execute(sa.update(head).where(head.c.id == 0, due).values(published_size=head.c.size, published_at=now))


def set_identity(connection: sa.Connection, origin: str, public_key: bytes) -> None:
    """By what the ledger is known from now on."""
    connection.execute(sa.update(head).where(head.c.id == 0).values(origin=origin, public_key=public_key))


def add_leaf(connection: sa.Connection, values: dict[str, Any]) -> None:
    """Store one leaf."""
    connection.execute(_add_leaf, values)


def find_latest(connection: sa.Connection, size: int) -> Row | None:
    """The last leaf of a ledger of this size."""
    return connection.execute(_find_latest, {"latest": size - 1}).one_or_none()


def add_nodes(connection: sa.Connection, rows: list[dict[str, Any]]) -> None:
    """Store hashes over full tiles."""
    connection.execute(_add_node, rows)


def add_checkpoint(connection: sa.Connection, size: int, root: bytes, signature: bytes) -> None:
    """Store the signed head of one size."""
    connection.execute(_add_checkpoint, {"size": size, "root": root, "signature": signature})


def find_checkpoint(connection: sa.Connection, size: int) -> Row | None:
    """The signed head of one size."""
    return connection.execute(sa.select(checkpoints).where(checkpoints.c.size == size)).one_or_none()


def last_checkpoint(connection: sa.Connection) -> Row | None:
    """The latest."""
    return connection.execute(sa.select(checkpoints).order_by(checkpoints.c.size.desc()).limit(1)).one_or_none()


def find_leaf(connection: sa.Connection, index: int) -> Row | None:
    """One leaf."""
    return connection.execute(_leaf.where(leaves.c.index == index)).one_or_none()


def find_leaves(connection: sa.Connection, indexes: Collection[int]) -> dict[int, Row]:
    """Those of these leaves that are there."""
    rows = connection.execute(_leaf.where(leaves.c.index.in_(indexes)))
    return {row.position: row for row in rows}


def list_of(connection: sa.Connection, category: str) -> list[Row]:
    """Every leaf of a kind, in order."""
    return list(connection.execute(_leaf.where(leaves.c.category == category).order_by(leaves.c.index)).all())


def last_of(connection: sa.Connection, category: str) -> Row | None:
    """The latest leaf of a category."""
    query = _leaf.where(leaves.c.category == category).order_by(leaves.c.index.desc()).limit(1)
    return connection.execute(query).one_or_none()


def first_of(connection: sa.Connection, category: str) -> Row | None:
    """The earliest leaf of a category."""
    query = _leaf.where(leaves.c.category == category).order_by(leaves.c.index).limit(1)
    return connection.execute(query).one_or_none()


def list_before(connection: sa.Connection, before: int, limit: int) -> list[Row]:
    """Leaves below an index, the latest first."""
    query = _leaf.where(leaves.c.index < before).order_by(leaves.c.index.desc()).limit(limit)
    return list(connection.execute(query).all())


def list_leaves(connection: sa.Connection, start: int, end: int) -> list[Row]:
    """Leaves from start to before end, in order."""
    query = _leaf.where(leaves.c.index >= start, leaves.c.index < end).order_by(leaves.c.index)
    return list(connection.execute(query).all())


def list_nodes(connection: sa.Connection, level: int, start: int, end: int) -> list[bytes]:
    """Hashes of a level from start to before end, in order."""
    query = sa.select(nodes.c.hash).where(nodes.c.level == level, nodes.c.index >= start, nodes.c.index < end)
    return list(connection.execute(query.order_by(nodes.c.index)).scalars())


def forget_salt(connection: sa.Connection, index: int) -> None:
    """What the leaf committed to cannot be shown any more."""
    connection.execute(sa.update(leaves).where(leaves.c.index == index).values(salt=None))


def list_from(connection: sa.Connection, start: int, limit: int) -> list[Row]:
    """Leaves from an index on, in order."""
    return list(connection.execute(_leaf.where(leaves.c.index >= start).order_by(leaves.c.index).limit(limit)).all())


def list_checkpoints(connection: sa.Connection, start: int, end: int) -> list[Row]:
    """Checkpoints of sizes from start to before end, in order."""
    query = sa.select(checkpoints).where(checkpoints.c.size >= start, checkpoints.c.size < end)
    return list(connection.execute(query.order_by(checkpoints.c.size)).all())


def all_nodes(connection: sa.Connection) -> dict[tuple[int, int], bytes]:
    """Every stored hash by level and index: one for 255 leaves."""
    rows = connection.execute(sa.select(nodes.c.level, nodes.c.index.label("position"), nodes.c.hash))
    return {(row.level, row.position): row.hash for row in rows}


def count_leaves(connection: sa.Connection) -> int:
    """How many leaves there are."""
    return connection.execute(sa.select(sa.func.count()).select_from(leaves)).scalar_one()


def count_checkpoints(connection: sa.Connection) -> int:
    """How many sizes are signed."""
    return connection.execute(sa.select(sa.func.count()).select_from(checkpoints)).scalar_one()


def list_strays(connection: sa.Connection, size: int, limit: int) -> tuple[list[int], list[int]]:
    """Indexes of leaves, and sizes of checkpoints, that a ledger of this size cannot have."""
    at, signed = leaves.c.index, checkpoints.c.size
    leaves_off = sa.select(at).where(sa.or_(at < 0, at >= size)).order_by(at).limit(limit)
    signed_off = sa.select(signed).where(sa.or_(signed < 0, signed > size)).order_by(signed).limit(limit)
    return list(connection.execute(leaves_off).scalars()), list(connection.execute(signed_off).scalars())
