"""Two people who cannot reach each other until staff have looked."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "frozen_pairs",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("one_id", sa.Uuid(as_uuid=False), nullable=False, comment="the lower of the two ids"),
        sa.Column("other_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("about", sa.Text(), nullable=False, comment="the words over which: their id, or CONVERSATION:SEQ"),
        sa.Column("frozen_at", sa.BigInteger(), nullable=False),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["one_id"], ["people.id"], name="fk_frozen_pairs_one_id"),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name="fk_frozen_pairs_other_id"),
        sa.PrimaryKeyConstraint("id", name="pk_frozen_pairs"),
    )
    op.create_index("ix_frozen_pairs_about", "frozen_pairs", ["about"], unique=False)
    op.create_index("ix_frozen_pairs_pair", "frozen_pairs", ["one_id", "other_id"], unique=False)


def downgrade() -> None:
    op.drop_table("frozen_pairs")
