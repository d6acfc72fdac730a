"""Changes of the team."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    stays = "staff no more; the row stays for what they decided"
    op.add_column("staff", sa.Column("removed_at", sa.BigInteger(), nullable=True, comment=stays))
    op.create_table(
        "staff_changes",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("role", sa.String(20), nullable=True, comment="the new one; None: staff no more"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False, comment="waiting, done, refused, lapsed"),
        sa.Column("settled_by", sa.Uuid(as_uuid=False), nullable=True, comment="the second person"),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_leaf", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_changes_staff_id"),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name="fk_staff_changes_by_id"),
        sa.ForeignKeyConstraint(["settled_by"], ["staff.id"], name="fk_staff_changes_settled_by"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_changes"),
    )
    op.create_index("ix_staff_changes_staff_id", "staff_changes", ["staff_id"], unique=False)


def downgrade() -> None:
    op.drop_table("staff_changes")
    op.drop_column("staff", "removed_at")
