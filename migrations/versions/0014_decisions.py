"""Decisions by two people, on legal grounds, about all that an author did of late, and taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ADDED = ("reversal_cause", "reversal", "ground", "law", "scope", "provisional", "approved_by", "superseded_by")


def upgrade() -> None:
    op.add_column(
        "statements",
        sa.Column(
            "reversal_cause", sa.String(length=20), nullable=True, comment="None: a complaint, before this column"
        ),
    )
    op.add_column(
        "statements",
        sa.Column(
            "reversal", sa.Text(), nullable=True, comment="what was written about it, when no complaint was answered"
        ),
    )
    op.add_column("statements", sa.Column("ground", sa.Text(), nullable=True, comment="law; None: the house rules"))
    op.add_column("statements", sa.Column("law", sa.Text(), nullable=True, comment="which, and why it applies"))
    op.add_column(
        "statements",
        sa.Column("scope", sa.Text(), nullable=True, comment="what else of the person it takes away; None: nothing"),
    )
    op.add_column(
        "statements",
        sa.Column("provisional", sa.Boolean(), nullable=True, comment="it holds until a second person has looked"),
    )
    op.add_column(
        "statements",
        sa.Column(
            "approved_by", sa.Uuid(as_uuid=False), nullable=True, comment="the second person; never shown to members"
        ),
    )
    op.add_column(
        "statements",
        sa.Column(
            "superseded_by", sa.Uuid(as_uuid=False), nullable=True, comment="the final statement, of a provisional one"
        ),
    )
    op.add_column("cases", sa.Column("proposed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "statement_effects",
        sa.Column("statement_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column(
            "target", sa.Uuid(as_uuid=False), nullable=False, comment="conversation of a message, first word, room"
        ),
        sa.Column("seq", sa.Integer(), nullable=True, comment="of a message"),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name="fk_statement_effects_statement_id"),
        sa.PrimaryKeyConstraint("statement_id", "number", name="pk_statement_effects"),
    )
    op.create_index("ix_statement_effects_target", "statement_effects", ["target", "seq"], unique=False)
    op.create_table(
        "proposals",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=False, comment="who proposed it"),
        sa.Column("request", sa.Text(), nullable=False, comment="the decision as it was written"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("lapses_at", sa.BigInteger(), nullable=False),
        sa.Column("statement_id", sa.Uuid(as_uuid=False), nullable=True, comment="of what holds meanwhile"),
        sa.Column("held", sa.Boolean(), nullable=False, comment="it put a hold on the copies of the case"),
        sa.Column("outcome", sa.String(length=10), nullable=True, comment="None: it waits"),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_by", sa.Uuid(as_uuid=False), nullable=True, comment="None: it lapsed"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_proposals_case_id"),
        sa.ForeignKeyConstraint(["settled_by"], ["staff.id"], name="fk_proposals_settled_by"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_proposals_staff_id"),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name="fk_proposals_statement_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
    )
    op.create_index("ix_proposals_lapses", "proposals", ["outcome", "lapses_at"], unique=False)
    waiting = sa.text("outcome IS NULL")
    op.create_index(
        "uq_proposals_waiting", "proposals", ["case_id"], unique=True, sqlite_where=waiting, postgresql_where=waiting
    )


def downgrade() -> None:
    for table in ("proposals", "statement_effects"):
        op.drop_table(table)
    op.drop_column("cases", "proposed")
    for column in ADDED:
        op.drop_column("statements", column)
