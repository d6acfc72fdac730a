"""People, sessions, conversations, rooms, first words."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("head", sa.Integer(), nullable=False, comment="the last seq given"),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True, comment="None once the name is free for others again"),
        sa.Column("age", sa.Integer(), nullable=False, comment="as declared, years"),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("origin_address", sa.Text(), nullable=True, comment="kept for the legal year, purged by column"),
        sa.Column("origin_port", sa.Integer(), nullable=True, comment="kept for the legal year, purged by column"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("name_key", name="uq_people_name_key"),
    )
    op.create_table(
        "blocks",
        sa.Column("blocker_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("blocked_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["blocked_id"], ["people.id"], name="fk_blocks_blocked_id"),
        sa.ForeignKeyConstraint(["blocker_id"], ["people.id"], name="fk_blocks_blocker_id"),
        sa.PrimaryKeyConstraint("blocker_id", "blocked_id", name="pk_blocks"),
    )
    op.create_table(
        "memberships",
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("conversation_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("read_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_memberships_conversation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_memberships_person_id"),
        sa.PrimaryKeyConstraint("person_id", "conversation_id", name="pk_memberships"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_memberships_conversation_id", "memberships", ["conversation_id"], unique=False)
    op.create_table(
        "messages",
        sa.Column("conversation_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("author_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("reply_to", sa.Integer(), nullable=True),
        sa.Column("hidden_at", sa.BigInteger(), nullable=True),
        sa.Column("origin_address", sa.Text(), nullable=True, comment="kept for the legal year, purged by column"),
        sa.Column("origin_port", sa.Integer(), nullable=True, comment="kept for the legal year, purged by column"),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_messages_author_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_messages_conversation_id"),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name="pk_messages"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "private_requests",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("from_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("to_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("conversation_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True, comment="when it was held or refused"),
        sa.Column("origin_address", sa.Text(), nullable=True, comment="kept for the legal year, purged by column"),
        sa.Column("origin_port", sa.Integer(), nullable=True, comment="kept for the legal year, purged by column"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_private_requests_conversation_id"),
        sa.ForeignKeyConstraint(["from_id"], ["people.id"], name="fk_private_requests_from_id"),
        sa.ForeignKeyConstraint(["to_id"], ["people.id"], name="fk_private_requests_to_id"),
        sa.PrimaryKeyConstraint("id", name="pk_private_requests"),
    )
    op.create_index("ix_private_requests_from", "private_requests", ["from_id", "to_id", "created_at"], unique=False)
    op.create_index("ix_private_requests_to", "private_requests", ["to_id", "state", "created_at"], unique=False)
    op.create_table(
        "restrictions",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True, comment="None: for good"),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.Column("statement_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_restrictions_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_restrictions"),
    )
    op.create_index("ix_restrictions_person_id", "restrictions", ["person_id"], unique=False)
    op.create_table(
        "rooms",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Uuid(as_uuid=False), nullable=True, comment="None: the place itself"),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["conversations.id"], name="fk_rooms_id"),
        sa.ForeignKeyConstraint(["opened_by"], ["people.id"], name="fk_rooms_opened_by"),
        sa.PrimaryKeyConstraint("id", name="pk_rooms"),
        sa.UniqueConstraint("name_key", name="uq_rooms_name_key"),
        sa.UniqueConstraint("slug", name="uq_rooms_slug"),
    )
    op.create_table(
        "sent_refs",
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True, comment="None while held"),
        sa.Column("message_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_sent_refs_person_id"),
        sa.PrimaryKeyConstraint("person_id", "ref", name="pk_sent_refs"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False, comment="SHA-256 of the token"),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_sessions_person_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"], unique=False)
    op.create_index("ix_sessions_person_id", "sessions", ["person_id"], unique=False)
    op.create_table(
        "withheld",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("conversation_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("author_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("origin_address", sa.Text(), nullable=True, comment="kept for the legal year, purged by column"),
        sa.Column("origin_port", sa.Integer(), nullable=True, comment="kept for the legal year, purged by column"),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_withheld_author_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_withheld_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_withheld"),
    )
    op.create_index("ix_withheld_author_id", "withheld", ["author_id"], unique=False)


def downgrade() -> None:
    op.drop_table("withheld")
    op.drop_table("sessions")
    op.drop_table("sent_refs")
    op.drop_table("rooms")
    op.drop_table("restrictions")
    op.drop_table("private_requests")
    op.drop_table("messages")
    op.drop_table("memberships")
    op.drop_table("blocks")
    op.drop_table("people")
    op.drop_table("conversations")
