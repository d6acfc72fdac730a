"""What whoever gets a first word is told beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    comment = "what whoever reads it is told beside it"
    op.add_column("private_requests", sa.Column("caution", sa.Text(), comment=comment))


def downgrade() -> None:
    op.drop_column("private_requests", "caution")
