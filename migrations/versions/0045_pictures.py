"""Pictures: sealed, each under a key of its own; the key of their marks; and files of cases in the vault."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False)


def upgrade() -> None:
    op.create_table(
        "pictures",
        sa.Column("id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("uploaded_at", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("message_id", ID, nullable=True, comment="or the words that wait; None: not sent yet"),
        sa.Column("conversation_id", ID, nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True, comment="None while held"),
        sa.Column("removed_at", sa.BigInteger(), nullable=True, comment="a decision took it away"),
        sa.Column("file_mark", sa.LargeBinary(), nullable=False, comment="HMAC of the SHA-256 of the file that came"),
        sa.Column("image_mark", sa.LargeBinary(), nullable=False, comment="HMAC of the SHA-256 of what is kept"),
        sa.Column("likeness_mark", sa.LargeBinary(), nullable=False, comment="HMAC of the difference hash"),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name="fk_pictures_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pictures"),
    )
    op.create_index("ix_pictures_message_id", "pictures", ["message_id"], unique=False)
    op.create_index("ix_pictures_place", "pictures", ["conversation_id", "seq"], unique=False)
    op.create_index("ix_pictures_owner_uploaded", "pictures", ["owner_id", "uploaded_at"], unique=False)
    op.create_index("ix_pictures_uploaded", "pictures", ["uploaded_at"], unique=False)
    op.create_table(
        "picture_images",
        *_box(),
        sa.Column("picture_id", ID, nullable=False),
        sa.Column("size", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["picture_id"], ["pictures.id"], name="fk_picture_images_picture_id"),
        sa.PrimaryKeyConstraint("id", name="pk_picture_images"),
    )
    op.create_index("ix_picture_images_picture_id", "picture_images", ["picture_id"], unique=False)
    op.create_table(
        "picture_marking",
        *_box(),
        sa.PrimaryKeyConstraint("id", name="pk_picture_marking"),
        comment="one row: the key of all marks",
    )
    op.create_table(
        "refused_pictures",
        sa.Column("mark", sa.LargeBinary(), nullable=False, comment="of a file or of what was kept of it"),
        sa.Column("statement_id", ID, nullable=False, comment="which took the picture away as illegal"),
        sa.Column("likeness_mark", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("mark", "statement_id", name="pk_refused_pictures"),
    )
    op.create_index("ix_refused_pictures_statement", "refused_pictures", ["statement_id"], unique=False)
    op.add_column(
        "messages",
        sa.Column("pictures", sa.Text(), nullable=True, comment="ids and sizes of its pictures; None: it has none"),
    )
    op.add_column(
        "evidence_items",
        sa.Column("name", sa.String(length=80), nullable=True, comment="of a file as it is; None: a record"),
    )


def downgrade() -> None:
    """What was sent of pictures is gone; copies of them stay, unread by a version from before."""
    op.drop_column("evidence_items", "name")
    op.drop_column("messages", "pictures")
    for table in ("refused_pictures", "picture_marking", "picture_images", "pictures"):
        op.drop_table(table)


def _box() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", ID, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=True, comment="of the place's key that wraps it"),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True, comment="nonce and ciphertext, AES-256-GCM"),
    )
