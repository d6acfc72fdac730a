"""Traces of private talk are towards the person, so that first words and talk count together."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOVE = """
INSERT INTO traces (author_id, towards_id, kind, left_at)
SELECT t.author_id, COALESCE(o.person_id, t.conversation_id), t.kind, MAX(t.left_at)
FROM traces_before t
LEFT JOIN conversations c ON c.id = t.conversation_id AND c.kind = 'private'
LEFT JOIN memberships o ON o.conversation_id = c.id AND o.person_id <> t.author_id
GROUP BY t.author_id, COALESCE(o.person_id, t.conversation_id), t.kind
"""


def upgrade() -> None:
    op.rename_table("traces", "traces_before")
    op.drop_index("ix_traces_left_at", table_name="traces_before")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE traces_before RENAME CONSTRAINT pk_traces TO pk_traces_before")
        op.execute("ALTER TABLE traces_before RENAME CONSTRAINT fk_traces_author_id TO fk_traces_before_author_id")
    op.create_table(
        "traces",
        sa.Column("author_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("towards_id", sa.Uuid(as_uuid=False), nullable=False, comment="the other person, or the room"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=False, comment="the last time; gone with its half-life"),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_traces_author_id"),
        sa.PrimaryKeyConstraint("author_id", "towards_id", "kind", name="pk_traces"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_traces_left_at", "traces", ["left_at"], unique=False)
    op.execute(MOVE)
    op.drop_table("traces_before")


def downgrade() -> None:
    """Traces say towards whom, which the older schema cannot hold: they are forgotten, as they are in time."""
    op.drop_table("traces")
    op.create_table(
        "traces",
        sa.Column("author_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("conversation_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=False, comment="the last time; gone with its half-life"),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_traces_author_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_traces_conversation_id"),
        sa.PrimaryKeyConstraint("author_id", "conversation_id", "kind", name="pk_traces"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_traces_left_at", "traces", ["left_at"], unique=False)
