"""What was decided about somebody and stands, for their reach."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standing_marks",
        sa.Column("statement_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_standing_marks_person_id"),
        sa.PrimaryKeyConstraint("statement_id", name="pk_standing_marks"),
    )
    op.create_index("ix_standing_marks_person_id", "standing_marks", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("standing_marks")
