"""What messages leave behind for later verdicts: kinds and times, no words."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
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


def downgrade() -> None:
    op.drop_index("ix_traces_left_at", table_name="traces")
    op.drop_table("traces")
