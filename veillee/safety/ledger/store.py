"""The ledger's tables. Leaves are only ever added."""

import sqlalchemy as sa

from veillee.foundation.storage import metadata

leaves = sa.Table(
    "ledger_leaves",
    metadata,
    sa.Column("index", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("leaf", sa.LargeBinary, nullable=False),
    sa.Column("leaf_hash", sa.String(64), nullable=False),
    # Apart from the leaf: destroying a salt makes its commitment unreadable and leaves the log whole.
    sa.Column("salt", sa.LargeBinary),
)

size = sa.Table(
    "ledger_size",
    metadata,
    sa.Column("id", sa.Integer, sa.CheckConstraint("id = 0", name="single"), primary_key=True, autoincrement=False),
    sa.Column("leaves", sa.BigInteger, nullable=False),
)


def take_index(connection: sa.Connection) -> int:
    """The next index. The row lock keeps indexes dense also when several nodes append."""
    grown = sa.update(size).where(size.c.id == 0).values(leaves=size.c.leaves + 1).returning(size.c.leaves)
    count = connection.execute(grown).scalar_one_or_none()
    if count is None:
        connection.execute(sa.insert(size).values(id=0, leaves=1))
        return 0
    return int(count) - 1


def add_leaf(connection: sa.Connection, index: int, leaf: bytes, leaf_hash: str, salt: bytes) -> None:
    """Store one leaf."""
    connection.execute(sa.insert(leaves).values(index=index, leaf=leaf, leaf_hash=leaf_hash, salt=salt))
