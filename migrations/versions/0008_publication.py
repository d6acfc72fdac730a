"""What of the ledger everybody may see."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "ledger_head",
        sa.Column(
            "published_size", sa.BigInteger(), nullable=False, server_default="0", comment="what everybody may see"
        ),
    )
    op.add_column("ledger_head", sa.Column("published_at", sa.BigInteger(), nullable=True))
    op.execute("UPDATE ledger_head SET published_size = size")


def downgrade() -> None:
    op.drop_column("ledger_head", "published_at")
    op.drop_column("ledger_head", "published_size")
