"""All cases about one subject, decided ones as well."""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_cases_subject", "cases", ["subject_key"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_cases_subject", "cases")
