"""A report of what was reported before: it adds to the open one, or opens a new case once that is decided."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OPEN_AND_FIRST = sa.text("decided_at IS NULL AND adds_to IS NULL")


def upgrade() -> None:
    op.add_column(
        "reports",
        sa.Column(
            "adds_to",
            sa.Uuid(as_uuid=False),
            nullable=True,
            comment="the open report of the same person to which this one adds",
        ),
    )
    op.drop_index("uq_reports_reporter_subject", table_name="reports")
    op.create_index(
        "uq_reports_open_reporter_subject",
        "reports",
        ["reporter_id", "subject_key"],
        unique=True,
        sqlite_where=OPEN_AND_FIRST,
        postgresql_where=OPEN_AND_FIRST,
    )
    op.create_index("ix_reports_reporter_subject", "reports", ["reporter_id", "subject_key"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_reports_reporter_subject", table_name="reports")
    op.drop_index("uq_reports_open_reporter_subject", table_name="reports")
    op.create_index("uq_reports_reporter_subject", "reports", ["reporter_id", "subject_key"], unique=True)
    op.drop_column("reports", "adds_to")
