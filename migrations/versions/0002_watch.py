"""The watch: staff, cases, reports, statements of reasons, complaints, and the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_staff()
    _make_cases()
    _make_reports()
    _make_statements()
    _make_ledger()


def _make_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("on_duty", sa.Boolean(), nullable=False),
        sa.Column("last_active_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("name_key", name="uq_staff_name_key"),
    )
    op.create_index("ix_staff_duty", "staff", ["on_duty", "last_active_at"], unique=False)
    op.create_table(
        "staff_invites",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False, comment="SHA-256 of the token"),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_invites_staff_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_invites"),
    )
    op.create_table(
        "staff_passkeys",
        sa.Column("credential_id", sa.LargeBinary(length=1023), nullable=False),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_passkeys_staff_id"),
        sa.PrimaryKeyConstraint("credential_id", name="pk_staff_passkeys"),
    )
    op.create_index("ix_staff_passkeys_staff_id", "staff_passkeys", ["staff_id"], unique=False)
    op.create_table(
        "staff_challenges",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False, comment="SHA-256 of the challenge"),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_challenges_staff_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_challenges"),
    )
    op.create_index("ix_staff_challenges_expires_at", "staff_challenges", ["expires_at"], unique=False)
    op.create_table(
        "staff_sessions",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False, comment="SHA-256 of the token"),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_sessions_staff_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_sessions"),
    )
    op.create_index("ix_staff_sessions_expires_at", "staff_sessions", ["expires_at"], unique=False)
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"], unique=False)


def _make_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("subject_key", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=True),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decision", sa.String(length=20), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
    )
    op.create_index("ix_cases_decided", "cases", ["state", "decided_at", "id"], unique=False)
    op.create_index("ix_cases_queue", "cases", ["state", "rank", "opened_at", "id"], unique=False)
    op.create_index(
        "uq_cases_open_subject",
        "cases",
        ["subject_key"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "case_events",
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_events_case_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_case_events_staff_id"),
        sa.PrimaryKeyConstraint("case_id", "number", name="pk_case_events"),
    )


def _make_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("reporter_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("subject_key", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.Column("leaf_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_reports_case_id"),
        sa.ForeignKeyConstraint(["reporter_id"], ["people.id"], name="fk_reports_reporter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
    op.create_index("ix_reports_case_id", "reports", ["case_id"], unique=False)
    op.create_index("ix_reports_reporter_created", "reports", ["reporter_id", "created_at"], unique=False)
    op.create_index("uq_reports_reporter_subject", "reports", ["reporter_id", "subject_key"], unique=True)


def _make_statements() -> None:
    op.create_table(
        "statements",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=False, comment="who decided; never shown to members"),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True, comment="None: for good, or without duration"),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=True, comment="as it stood when the decision was taken"),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("detected", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reversed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_statements_case_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_statements_person_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_statements_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_statements"),
    )
    op.create_index("ix_statements_case_id", "statements", ["case_id"], unique=False)
    op.create_index("ix_statements_subject", "statements", ["subject"], unique=False)
    op.create_index("ix_statements_person_issued", "statements", ["person_id", "issued_at"], unique=False)
    op.create_table(
        "complaints",
        sa.Column("statement_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_complaints_case_id"),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name="fk_complaints_statement_id"),
        sa.PrimaryKeyConstraint("statement_id", name="pk_complaints"),
    )


def _make_ledger() -> None:
    op.create_table(
        "ledger_leaves",
        sa.Column("index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("index", name="pk_ledger_leaves"),
    )
    op.create_table(
        "ledger_size",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("leaves", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 0", name="ck_ledger_size_single"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_size"),
    )


def downgrade() -> None:
    for table in (
        "complaints",
        "statements",
        "reports",
        "case_events",
        "cases",
        "staff_sessions",
        "staff_challenges",
        "staff_passkeys",
        "staff_invites",
        "staff",
        "ledger_size",
        "ledger_leaves",
    ):
        op.drop_table(table)
