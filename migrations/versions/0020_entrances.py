"""Marks of address and browser, under keys that change each month: coming back after a ban."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entrances",
        sa.Column("mark", sa.Text(), nullable=False, comment="HMAC of address and browser, under a key of the month"),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_entrances_person_id"),
        sa.PrimaryKeyConstraint("mark", "person_id", name="pk_entrances"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entrances_person_id", "entrances", ["person_id"], unique=False)
    op.create_index("ix_entrances_at", "entrances", ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("entrances")
