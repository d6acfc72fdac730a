"""The ledger whole: nodes of the tree, signed checkpoints, the head."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_tables()
    _name_categories()
    _build_tree()
    op.drop_table("ledger_size")


def _make_tables() -> None:
    op.create_table(
        "ledger_nodes",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False, comment="of C2SP tiles, from 1"),
        sa.Column("index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False, comment="over 256 ** level leaves"),
        sa.PrimaryKeyConstraint("level", "index", name="pk_ledger_nodes"),
    )
    op.create_table(
        "ledger_checkpoints",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False, comment="Ed25519, over the C2SP checkpoint"),
        sa.PrimaryKeyConstraint("size", name="pk_ledger_checkpoints"),
    )
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("edge", sa.LargeBinary(), nullable=False, comment="a hash for each full subtree, the largest first"),
        sa.Column("origin", sa.Text(), nullable=True, comment="None until the ledger is first opened"),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=True),
        sa.Column(
            "sealed_from", sa.BigInteger(), nullable=False, comment="smaller sizes have no checkpoint of their own"
        ),
        sa.CheckConstraint("id = 0", name="ck_ledger_head_single"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_head"),
    )


def _name_categories() -> None:
    """The category of each leaf in a column of its own, so that the latest of one is found."""
    op.add_column("ledger_leaves", sa.Column("category", sa.String(length=40), nullable=True))
    connection, leaves = op.get_bind(), _leaves()
    for row in connection.execute(sa.select(leaves.c.index, leaves.c.leaf)).all():
        named = sa.update(leaves).where(leaves.c.index == row.index)
        connection.execute(named.values(category=json.loads(row.leaf)["category"]))
    with op.batch_alter_table("ledger_leaves") as batch:
        batch.alter_column(
            "category", existing_type=sa.String(length=40), nullable=False, comment="as the leaf says it"
        )
    op.create_index("ix_ledger_leaves_category", "ledger_leaves", ["category", "index"], unique=False)


def _build_tree() -> None:
    """Nodes over full tiles and the right edge, from the leaves that are there."""
    connection, leaves = op.get_bind(), _leaves()
    nodes = sa.table("ledger_nodes", *map(sa.column, ("level", "index", "hash")))
    head = sa.table("ledger_head", *map(sa.column, ("id", "size", "edge", "sealed_from")))
    edge: list[bytes] = []
    size = 0
    for leaf_hash in connection.execute(sa.select(leaves.c.leaf_hash).order_by(leaves.c.index)).scalars():
        carried, height = bytes.fromhex(leaf_hash), 0
        while size >> height & 1:
            carried, height = hashlib.sha256(b"\x01" + edge.pop() + carried).digest(), height + 1
            if height % 8 == 0:
                values = {"level": height // 8, "index": size >> height, "hash": carried}
                connection.execute(sa.insert(nodes).values(values))
        edge.append(carried)
        size += 1
    connection.execute(sa.insert(head).values(id=0, size=size, edge=b"".join(edge), sealed_from=size))


def _leaves() -> sa.TableClause:
    return sa.table("ledger_leaves", *map(sa.column, ("index", "leaf", "leaf_hash", "category")))


def downgrade() -> None:
    op.create_table(
        "ledger_size",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("leaves", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 0", name="ck_ledger_size_single"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_size"),
    )
    op.execute("INSERT INTO ledger_size (id, leaves) SELECT 0, size FROM ledger_head")
    op.drop_index("ix_ledger_leaves_category", "ledger_leaves")
    with op.batch_alter_table("ledger_leaves") as batch:
        batch.drop_column("category")
    for table in ("ledger_head", "ledger_checkpoints", "ledger_nodes"):
        op.drop_table(table)
