"""Suspensions of trusted flaggers (DSA art. 22(6))."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False)


def upgrade() -> None:
    op.create_table(
        "flagger_suspensions",
        sa.Column("id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", ID, nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("ended_leaf", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_flagger_suspensions_staff_id"),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name="fk_flagger_suspensions_by_id"),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name="fk_flagger_suspensions_ended_by"),
        sa.PrimaryKeyConstraint("id", name="pk_flagger_suspensions"),
    )
    op.create_index("ix_flagger_suspensions_staff_id", "flagger_suspensions", ["staff_id"], unique=False)


def downgrade() -> None:
    op.drop_table("flagger_suspensions")
