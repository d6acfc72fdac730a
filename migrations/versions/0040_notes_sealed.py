"""Notes of reports are sealed, each under a key of its own. What is there is sealed by a standing job."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "reports", sa.Column("sealed", sa.LargeBinary(), nullable=True, comment="the note, under a key of its own")
    )


def downgrade() -> None:
    """What was sealed stays unread: a version from before has no key to it."""
    op.drop_column("reports", "sealed")
