"""Objections: complaints about a decision to do nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "objections",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("target_kind", sa.String(12), nullable=False, comment="report, notice_item"),
        sa.Column("target_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("contested_case", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(10), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.Column("leaf_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contested_case"], ["cases.id"], name="fk_objections_contested_case"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_objections_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_objections"),
        sa.UniqueConstraint("target_kind", "target_id", name="uq_objections_target"),
    )
    op.create_index("ix_objections_case_id", "objections", ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_table("objections")
