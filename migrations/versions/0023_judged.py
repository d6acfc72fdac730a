"""What the gate was asked about words that became a case, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "judged",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False, comment="of the place's key that wraps it"),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False, comment="nonce and ciphertext, AES-256-GCM"),
        sa.PrimaryKeyConstraint("id", name="pk_judged"),
    )
    op.create_index("ix_judged_case_id", "judged", ["case_id"], unique=False)
    op.create_index("ix_judged_at", "judged", ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("judged")
