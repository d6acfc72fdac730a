"""Indexes find people by what their names begin with, and those who have left by the name that they had."""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

COLLATE = "ALTER TABLE people ALTER COLUMN name_key TYPE text COLLATE "


def upgrade() -> None:
    # SQLite compares so by itself.
    if op.get_bind().dialect.name == "postgresql":
        op.execute(COLLATE + '"C"')
    op.create_index("ix_people_pseudonym", "people", ["pseudonym"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_people_pseudonym", table_name="people")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(COLLATE + '"default"')
