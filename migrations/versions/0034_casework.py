"""Who has a case, and what orders cases of the same harm."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

MINUTE = 60_000_000


def upgrade() -> None:
    op.add_column(
        "cases", sa.Column("assignee_id", sa.Uuid(as_uuid=False), nullable=True, comment="who of the staff has it")
    )
    op.add_column(
        "cases",
        sa.Column(
            "pressing_at", sa.BigInteger(), nullable=False, server_default="0", comment="orders cases of the same rank"
        ),
    )
    for name in ("reach", "standing"):
        comment = "minutes in pressing_at"
        op.add_column("cases", sa.Column(name, sa.SmallInteger(), nullable=False, server_default="0", comment=comment))
    further = "CASE WHEN reports > 7 THEN 60 WHEN reports > 1 THEN 10 * (reports - 1) ELSE 0 END"
    op.execute(f"UPDATE cases SET pressing_at = opened_at - {MINUTE} * ({further})")  # noqa: S608 - no input
    op.drop_index("ix_cases_queue", table_name="cases")
    op.create_index("ix_cases_queue", "cases", ["state", "rank", "pressing_at", "id", "assignee_id"], unique=False)
    op.create_index("ix_cases_assignee", "cases", ["assignee_id", "state", "rank", "pressing_at", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_cases_assignee", table_name="cases")
    op.drop_index("ix_cases_queue", table_name="cases")
    for name in ("standing", "reach", "pressing_at", "assignee_id"):
        op.drop_column("cases", name)
    op.create_index("ix_cases_queue", "cases", ["state", "rank", "opened_at", "id"], unique=False)
