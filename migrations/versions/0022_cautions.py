"""What the reader of a private message is told beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cautions",
        sa.Column("conversation_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reader_id", sa.Uuid(as_uuid=False), nullable=False, comment="who is told; nobody else is"),
        sa.Column("caution", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_cautions_conversation_id"),
        sa.ForeignKeyConstraint(["reader_id"], ["people.id"], name="fk_cautions_reader_id"),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name="pk_cautions"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("cautions")
