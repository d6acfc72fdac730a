"""Who wants to keep whom: contacts are two who both said so."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contacts",
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("other_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column(
            "at", sa.BigInteger(), nullable=False, comment="when the one asked to keep the other; both ways: contacts"
        ),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name="fk_contacts_other_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_contacts_person_id"),
        sa.PrimaryKeyConstraint("person_id", "other_id", name="pk_contacts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_contacts_other_id", "contacts", ["other_id"], unique=False)


def downgrade() -> None:
    op.drop_table("contacts")
