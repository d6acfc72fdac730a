"""Refused names and titles."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stopped_words",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=True, comment="None: at the door"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("origin_address", sa.Text(), nullable=True, comment="kept for the legal year, purged by column"),
        sa.Column("origin_port", sa.Integer(), nullable=True, comment="kept for the legal year, purged by column"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_stopped_words_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stopped_words"),
    )
    op.create_index("ix_stopped_words_text", "stopped_words", ["text", "at"], unique=False)


def downgrade() -> None:
    op.drop_table("stopped_words")
