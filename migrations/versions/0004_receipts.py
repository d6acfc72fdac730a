"""Where the ledger holds statements and complaints."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OLDER = "None when it is older than these columns"


def upgrade() -> None:
    for table in ("statements", "complaints"):
        op.add_column(table, sa.Column("leaf_index", sa.BigInteger(), nullable=True, comment=OLDER))
        op.add_column(table, sa.Column("leaf_hash", sa.Text(), nullable=True))


def downgrade() -> None:
    for table in ("statements", "complaints"):
        op.drop_column(table, "leaf_hash")
        op.drop_column(table, "leaf_index")
