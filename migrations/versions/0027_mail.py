"""Letters: the outbox, who sent a notice, and staff who want to be called. All of it sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def _box() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=True, comment="of the place's key that wraps it"),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True, comment="nonce and ciphertext, AES-256-GCM"),
    ]


def upgrade() -> None:
    op.create_table(
        "outbox",
        *_box(),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("about", sa.String(60), nullable=False, comment="an id; no address"),
        sa.Column("state", sa.String(10), nullable=False, comment="waiting, sent, dead"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True, comment="of a letter that waits"),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column(
            "error", sa.String(40), nullable=True, comment="why the last attempt failed; nothing that the server said"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_due", "outbox", ["state", "next_at"], unique=False)
    op.create_index("ix_outbox_about", "outbox", ["kind", "about", "written_at"], unique=False)
    op.create_table(
        "notice_contacts",
        *_box(),
        sa.PrimaryKeyConstraint("id", name="pk_notice_contacts"),
        comment="id: of the notice",
    )
    op.create_table(
        "staff_alarms",
        *_box(),
        sa.PrimaryKeyConstraint("id", name="pk_staff_alarms"),
        comment="id: of the member of staff",
    )
    apart = "whether name and address lie apart, sealed; None: in this row"
    op.add_column("notices", sa.Column("contact", sa.Boolean(), nullable=True, comment=apart))
    language = "in which it was written, and is answered; None: French"
    op.add_column("notices", sa.Column("language", sa.String(2), nullable=True, comment=language))
    mark = "keyed mark of the address: by whom notices are counted"
    op.add_column("notices", sa.Column("notifier", sa.LargeBinary(32), nullable=True, comment=mark))


def downgrade() -> None:
    op.drop_column("notices", "notifier")
    op.drop_column("notices", "language")
    op.drop_column("notices", "contact")
    op.drop_table("staff_alarms")
    op.drop_table("notice_contacts")
    op.drop_table("outbox")
