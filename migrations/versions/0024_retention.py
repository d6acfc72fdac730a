"""From where on a conversation still has its words."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    comment = "what is older has had its time: no words"
    op.add_column("conversations", sa.Column("tail", sa.Integer(), nullable=False, server_default="1", comment=comment))


def downgrade() -> None:
    op.drop_column("conversations", "tail")
