"""Who agreed to private talk being screened, and which two contacts have switched it off."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "screening_consents",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("wording", sa.String(12), comment="the version that was shown; None: not asked by this program"),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_screening_consents_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_screening_consents"),
    )
    op.create_index("ix_screening_consents_person_id", "screening_consents", ["person_id"])
    op.create_table(
        "screening_off",
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("other_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when the one asked to switch it off; both ways: off"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_screening_off_person_id"),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name="fk_screening_off_other_id"),
        sa.PrimaryKeyConstraint("person_id", "other_id", name="pk_screening_off"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_screening_off_other_id", "screening_off", ["other_id"])


def downgrade() -> None:
    op.drop_table("screening_off")
    op.drop_table("screening_consents")
