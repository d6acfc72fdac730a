"""The vault: a key for each case, its sealed copies, its chain of custody."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_cases",
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column(
            "wrapped_key", sa.LargeBinary(), nullable=True, comment="None once destroyed, and the copies with it"
        ),
        sa.Column("sealed_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("destroyed_at", sa.BigInteger(), nullable=True),
        sa.Column("custody_number", sa.Integer(), nullable=False, comment="the last entry of the chain of custody"),
        sa.Column("custody_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_evidence_cases"),
    )
    op.create_index("ix_evidence_cases_due", "evidence_cases", ["destroyed_at", "held", "until"], unique=False)
    op.create_table(
        "evidence_items",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("sealed_at", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False, comment="nonce and ciphertext, AES-256-GCM"),
        sa.ForeignKeyConstraint(["case_id"], ["evidence_cases.case_id"], name="fk_evidence_items_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_items"),
    )
    op.create_index("ix_evidence_items_case_id", "evidence_items", ["case_id"], unique=False)
    op.create_table(
        "evidence_custody",
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=True, comment="None: the place by itself"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True, comment="SHA-256 of the sealed bytes"),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["evidence_cases.case_id"], name="fk_evidence_custody_case_id"),
        sa.PrimaryKeyConstraint("case_id", "number", name="pk_evidence_custody"),
    )


def downgrade() -> None:
    for table in ("evidence_custody", "evidence_items", "evidence_cases"):
        op.drop_table(table)
