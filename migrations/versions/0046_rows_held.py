"""The ledger commits to counters of passkeys, pauses between two people, marks of illegal pictures and agreements; the
chain of custody says until when copies are kept, and what they are called."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_passkey_counts",
        sa.Column("leaf_index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("passkey_leaf", sa.BigInteger(), nullable=False, comment="with which the passkey was added"),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("leaf_index", name="pk_staff_passkey_counts"),
    )
    op.add_column("evidence_custody", sa.Column("until", sa.BigInteger(), nullable=True, comment="kept until then"))
    op.add_column("evidence_custody", sa.Column("name", sa.String(length=80), nullable=True, comment="of a file"))
    op.add_column("frozen_pairs", _leaf())
    op.add_column("frozen_pairs", sa.Column("lifted_leaf", sa.BigInteger(), nullable=True))
    op.add_column("refused_pictures", _leaf())
    op.add_column("screening_consents", _leaf())
    op.add_column("screening_consents", sa.Column("withdrawn_leaf", sa.BigInteger(), nullable=True))
    # What was said by nothing is said, so that nobody can take it away unseen.
    op.execute("UPDATE evidence_cases SET generation = 1 WHERE generation IS NULL AND wrapped_key IS NOT NULL")
    op.execute(
        "UPDATE statements SET reversal_cause = 'complaint' WHERE reversal_cause IS NULL AND reversed_at IS NOT NULL"
    )


def _leaf() -> sa.Column[int]:
    return sa.Column("leaf_index", sa.BigInteger(), nullable=True, comment="None: from before these had leaves")


def downgrade() -> None:
    op.drop_column("screening_consents", "withdrawn_leaf")
    op.drop_column("screening_consents", "leaf_index")
    op.drop_column("refused_pictures", "leaf_index")
    op.drop_column("frozen_pairs", "lifted_leaf")
    op.drop_column("frozen_pairs", "leaf_index")
    op.drop_column("evidence_custody", "name")
    op.drop_column("evidence_custody", "until")
    op.drop_table("staff_passkey_counts")
