"""Duty: the roster and its gaps, what is handed over, reports that measure how soon staff answer."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_shifts",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("begins", sa.String(length=16), nullable=False, comment="on the clocks of the place"),
        sa.Column("ends", sa.String(length=16), nullable=False),
        sa.Column("weekly", sa.Boolean(), nullable=False),
        sa.Column("last", sa.String(length=10), nullable=True, comment="the last day on which it begins"),
        sa.Column("added_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.Column("removed_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.Column("removed_leaf", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_roster_shifts_staff_id"),
        sa.ForeignKeyConstraint(["added_by"], ["staff.id"], name="fk_roster_shifts_added_by"),
        sa.ForeignKeyConstraint(["removed_by"], ["staff.id"], name="fk_roster_shifts_removed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_roster_shifts"),
    )
    op.create_index("ix_roster_shifts_staff_id", "roster_shifts", ["staff_id"], unique=False)
    op.create_table(
        "roster_gaps",
        sa.Column("begins", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("begins", name="pk_roster_gaps"),
    )
    op.create_table(
        "handover_notes",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.Column("taken_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.Column("taken_leaf", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_handover_notes_staff_id"),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name="fk_handover_notes_taken_by"),
        sa.PrimaryKeyConstraint("id", name="pk_handover_notes"),
    )
    op.create_index("ix_handover_notes_written_at", "handover_notes", ["written_at"], unique=False)
    op.create_table(
        "synthetic_reports",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("slot", sa.String(length=20), nullable=False, comment="day and number: one each"),
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=True, comment="says so once it was answered"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_synthetic_reports_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_synthetic_reports"),
        sa.UniqueConstraint("case_id", name="uq_synthetic_reports_case_id"),
        sa.UniqueConstraint("slot", name="uq_synthetic_reports_slot"),
    )


def downgrade() -> None:
    for table in ("synthetic_reports", "handover_notes", "roster_gaps", "roster_shifts"):
        op.drop_table(table)
