"""Reading further than a case's window: asked by one, opened by another."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "further_readings",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("conversation_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False, comment="seq"),
        sa.Column("last", sa.BigInteger(), nullable=False, comment="seq"),
        sa.Column("minutes", sa.Integer(), nullable=False, comment="how long it stays open"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column(
            "until", sa.BigInteger(), nullable=False, comment="lapses while it is asked, expires once it is open"
        ),
        sa.Column("answered_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True, comment="why, of whoever answered"),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("lines_read", sa.Integer(), nullable=False),
        sa.Column("readings", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_further_readings_case_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name="fk_further_readings_asked_by"),
        sa.ForeignKeyConstraint(["answered_by"], ["staff.id"], name="fk_further_readings_answered_by"),
        sa.PrimaryKeyConstraint("id", name="pk_further_readings"),
    )
    op.create_index("ix_further_readings_case_id", "further_readings", ["case_id"], unique=False)
    op.create_index("ix_further_readings_due", "further_readings", ["state", "until"], unique=False)


def downgrade() -> None:
    op.drop_table("further_readings")
