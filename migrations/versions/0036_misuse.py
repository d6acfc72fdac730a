"""Misuse (DSA art. 23): warnings and suspensions of whoever reports without ground; the factors of a suspension."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False)


def upgrade() -> None:
    op.create_table(
        "misuse_decisions",
        sa.Column("id", ID, nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False, comment="reports, complaints"),
        sa.Column("act", sa.String(length=10), nullable=False, comment="warn, suspend"),
        sa.Column("person_id", ID, nullable=True, comment="a member"),
        sa.Column(
            "notifier",
            sa.LargeBinary(length=32),
            nullable=True,
            comment="keyed mark of an address of mail; of whoever is outside",
        ),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True, comment="of a suspension"),
        sa.Column("items", sa.Text(), nullable=False, comment="what was found manifestly unfounded, by id"),
        sa.Column("factors", sa.Text(), nullable=False, comment="the four of DSA art. 23(3)"),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("statement_id", ID, nullable=True, comment="of a member"),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.Column("leaf_hash", sa.Text(), nullable=False),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.Column("lifted_by", ID, nullable=True, comment="None: by the answer to a complaint"),
        sa.Column("lifted_facts", sa.Text(), nullable=True),
        sa.Column("lifted_leaf", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_misuse_decisions_person_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_misuse_decisions_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_misuse_decisions"),
    )
    op.create_index("ix_misuse_decisions_person", "misuse_decisions", ["person_id", "what"], unique=False)
    op.create_index("ix_misuse_decisions_notifier", "misuse_decisions", ["notifier", "what"], unique=False)
    op.create_index("ix_notices_notifier", "notices", ["notifier"], unique=False)
    factors = sa.Column("factors", sa.Text(), nullable=True, comment="the four of DSA art. 23(3), of a suspension")
    op.add_column("statements", factors)


def downgrade() -> None:
    op.drop_column("statements", "factors")
    op.drop_index("ix_notices_notifier", "notices")
    op.drop_table("misuse_decisions")
