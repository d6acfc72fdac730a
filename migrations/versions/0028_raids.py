"""Raids: one decision about many people at once."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False)


def upgrade() -> None:
    op.create_table(
        "raids",
        sa.Column("id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False, comment="who decided, or proposed"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="nothing older goes"),
        sa.Column("request", sa.Text(), nullable=False, comment="the decision, and what was chosen"),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column(
            "lapses_at",
            sa.BigInteger(),
            nullable=True,
            comment="until when it can be approved, of one that waits for a second person",
        ),
        sa.Column("settled_by", ID, nullable=True, comment="who approved or refused it"),
        sa.Column("approved", sa.Boolean(), nullable=True, comment="or refused"),
        sa.Column("settled_facts", sa.Text(), nullable=True),
        sa.Column("undone_by", ID, nullable=True),
        sa.Column("undone_facts", sa.Text(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.Column("leaf_hash", sa.Text(), nullable=False),
        sa.Column("settled_leaf", sa.BigInteger(), nullable=True),
        sa.Column("undone_leaf", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_raids_staff_id"),
        sa.ForeignKeyConstraint(["settled_by"], ["staff.id"], name="fk_raids_settled_by"),
        sa.ForeignKeyConstraint(["undone_by"], ["staff.id"], name="fk_raids_undone_by"),
        sa.PrimaryKeyConstraint("id", name="pk_raids"),
    )
    op.create_index("ix_raids_at", "raids", ["at", "id"], unique=False)
    op.create_index("ix_raids_state", "raids", ["state", "lapses_at"], unique=False)
    op.create_table(
        "raid_parts",
        sa.Column("raid_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=True, comment="None until it is opened"),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False, comment="[conversation, seq] of each message that goes"),
        sa.Column(
            "follows", sa.Boolean(), nullable=False, comment="a further case of the person of the part before it"
        ),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=True, comment="why it was left alone"),
        sa.Column("undone", sa.Text(), nullable=True, comment="what came back when it was taken back"),
        sa.ForeignKeyConstraint(["raid_id"], ["raids.id"], name="fk_raid_parts_raid_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_raid_parts_person_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_raid_parts_case_id"),
        sa.PrimaryKeyConstraint("raid_id", "number", name="pk_raid_parts"),
    )
    op.create_index("ix_raid_parts_case_id", "raid_parts", ["case_id"], unique=False)
    op.create_index("ix_raid_parts_state", "raid_parts", ["raid_id", "state", "number"], unique=False)
    op.create_index("ix_cases_person", "cases", ["person_id", "opened_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_cases_person", table_name="cases")
    op.drop_table("raid_parts")
    op.drop_table("raids")
