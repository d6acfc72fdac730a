"""Statements of reasons for what the gate refuses by itself: no case, nobody of the staff."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

CHILDREN = ("complaints", "statement_effects", "proposals")
"""The tables that refer to statements."""


def upgrade() -> None:
    op.create_table(
        "refusals",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False, comment="how often the rule refused within the hour"),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), comment="the words of the first time, under a key of their own"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_refusals_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_refusals"),
    )
    op.create_index("ix_refusals_person", "refusals", ["person_id", "rule", "at"])
    op.create_index("ix_refusals_at", "refusals", ["at"])
    with _alone(), op.batch_alter_table("statements") as batch:
        batch.alter_column(
            "case_id", existing_type=sa.Uuid(as_uuid=False), nullable=True, comment="None: of an automated one"
        )
        batch.alter_column(
            "staff_id",
            existing_type=sa.Uuid(as_uuid=False),
            nullable=True,
            comment="who decided, never shown to members; None: no one",
            existing_comment="who decided; never shown to members",
        )
        batch.add_column(sa.Column("automated", sa.Boolean(), comment="the gate decided by itself; None: a human did"))
        batch.add_column(sa.Column("rule", sa.Text(), comment="of the gate, of an automated one"))
        batch.add_column(sa.Column("label", sa.String(40), comment="of the gate, of an automated one"))


def downgrade() -> None:
    op.execute("DELETE FROM complaints WHERE statement_id IN (SELECT id FROM statements WHERE staff_id IS NULL)")
    op.execute("DELETE FROM statements WHERE staff_id IS NULL")
    with _alone(), op.batch_alter_table("statements") as batch:
        for column in ("automated", "rule", "label"):
            batch.drop_column(column)
        batch.alter_column("case_id", existing_type=sa.Uuid(as_uuid=False), nullable=False)
        batch.alter_column("staff_id", existing_type=sa.Uuid(as_uuid=False), nullable=False)
    op.drop_table("refusals")


@contextmanager
def _alone() -> Iterator[None]:
    """SQLite alters a table by making it anew, which rows that refer to it forbid: they step aside meanwhile."""
    if op.get_bind().dialect.name != "sqlite":
        yield
        return
    for child in CHILDREN:
        op.execute(f"CREATE TEMPORARY TABLE aside_{child} AS SELECT * FROM {child}")  # noqa: S608
        op.execute(f"DELETE FROM {child}")  # noqa: S608
    yield
    for child in CHILDREN:
        op.execute(f"INSERT INTO {child} SELECT * FROM aside_{child}")  # noqa: S608
        op.execute(f"DROP TABLE aside_{child}")
