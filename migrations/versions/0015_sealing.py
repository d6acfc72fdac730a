"""Keys of conversations, wrapped with generations of the place's key, and room for sealed words."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WORDS = {"messages": "bound to conversation and id", "withheld": "bound to conversation and id",
         "private_requests": "under a key of its own"}  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "place_keys",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False, comment="derived from the key, to recognise it by"),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("generation", name="pk_place_keys"),
    )
    op.create_table(
        "conversation_keys",
        sa.Column(
            "conversation_id", sa.Uuid(as_uuid=False), nullable=False, comment="or the first word that may become one"
        ),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True, comment="None once destroyed, and what was said with it"),
        sa.Column("generation", sa.Integer(), nullable=True, comment="of the key that wraps it"),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("destroyed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["generation"], ["place_keys.generation"], name="fk_conversation_keys_generation"),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_conversation_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_conversation_keys_generation", "conversation_keys", ["generation"], unique=False)
    generation = sa.Column("generation", sa.Integer(), comment="of the place's key that wraps it; None: the first")
    op.add_column("evidence_cases", generation)
    for table, bound in WORDS.items():
        op.add_column(
            table, sa.Column("sealed", sa.LargeBinary(), comment=f"the text, AES-256-GCM, {bound}; `text` is empty")
        )
    comment = "messages up to here may still lie there unsealed; None: none does"
    op.add_column("conversations", sa.Column("plain_head", sa.Integer(), comment=comment))
    op.execute("UPDATE conversations SET plain_head = head")
    _take_words_out_of_the_journal()


def _take_words_out_of_the_journal() -> None:
    """Nodes told each other whole messages when held words were released."""
    journal = sa.table("journal", sa.column("number"), sa.column("kind"), sa.column("body"))
    connection = op.get_bind()
    told = sa.select(journal.c.number, journal.c.body).where(journal.c.kind == "HeldReleased")
    for number, body in connection.execute(told).all():
        old = json.loads(body)
        accepted = {name: old["message"][name] for name in ("conversation", "seq", "id", "sent_at")}
        new = {"person_id": old["person_id"], "accepted": accepted | {"ref": old["ref"]}}
        mine = journal.update().where(journal.c.number == number)
        connection.execute(mine.values(body=json.dumps(new, sort_keys=True)))


def downgrade() -> None:
    op.drop_column("conversations", "plain_head")
    for table in WORDS:
        op.drop_column(table, "sealed")
    op.drop_column("evidence_cases", "generation")
    op.drop_index("ix_conversation_keys_generation", table_name="conversation_keys")
    op.drop_table("conversation_keys")
    op.drop_table("place_keys")
