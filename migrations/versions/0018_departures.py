"""Until where somebody who left a conversation was there."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "departures",
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("conversation_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=False),
        sa.Column("left_seq", sa.Integer(), nullable=False, comment="the head then: later messages were never theirs"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_departures_conversation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_departures_person_id"),
        sa.PrimaryKeyConstraint("person_id", "conversation_id", name="pk_departures"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_departures_conversation_id", "departures", ["conversation_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_departures_conversation_id", table_name="departures")
    op.drop_table("departures")
