"""How often each rule spoke, by day, in the whole place."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_tallies",
        sa.Column("day", sa.Date(), nullable=False, comment="in UTC"),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("spoke", sa.Integer(), nullable=False),
        sa.Column("shadow", sa.Integer(), nullable=False, comment="it would have spoken, and was only tried out"),
        sa.Column("alone", sa.Integer(), nullable=False, comment="of these: no rule in force said anything"),
        sa.PrimaryKeyConstraint("day", "rule", name="pk_rule_tallies"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("rule_tallies")
