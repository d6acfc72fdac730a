"""The ledger commits to passkeys. Those that are there are taken in by the first start."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "staff_passkeys",
        sa.Column(
            "leaf_index",
            sa.BigInteger(),
            nullable=True,
            comment="None until those from before have been taken into the ledger",
        ),
    )


def downgrade() -> None:
    op.drop_column("staff_passkeys", "leaf_index")
