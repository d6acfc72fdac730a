"""Notices of trusted flaggers."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    who = "a trusted flagger (DSA art. 22), of the staff"
    op.add_column("notices", sa.Column("flagger_id", sa.Uuid(as_uuid=False), nullable=True, comment=who))
    op.create_index("ix_notices_flagger_id", "notices", ["flagger_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_notices_flagger_id", "notices")
    op.drop_column("notices", "flagger_id")
