"""Since when a case is urgent."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("urgent_at", sa.BigInteger(), nullable=True, comment="since when it is urgent"))
    op.execute("UPDATE cases SET urgent_at = opened_at WHERE rank < 9")
    op.create_index("ix_cases_urgent", "cases", ["state", "urgent_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_cases_urgent", table_name="cases")
    op.drop_column("cases", "urgent_at")
