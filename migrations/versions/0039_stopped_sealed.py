"""Refused names and titles are sealed, each under a key of its own. What is there is sealed by a standing job."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The words must not live on in an index either.
    op.drop_index("ix_stopped_words_text", table_name="stopped_words")
    op.add_column(
        "stopped_words",
        sa.Column("sealed", sa.LargeBinary(), nullable=True, comment="the words, under a key of their own"),
    )
    op.create_index("ix_stopped_words_person", "stopped_words", ["person_id", "at"], unique=False)
    op.create_index("ix_stopped_words_origin", "stopped_words", ["origin_address", "at"], unique=False)


def downgrade() -> None:
    """What was sealed stays unread: a version from before has no key to it."""
    op.drop_index("ix_stopped_words_origin", table_name="stopped_words")
    op.drop_index("ix_stopped_words_person", table_name="stopped_words")
    op.drop_column("stopped_words", "sealed")
    op.create_index("ix_stopped_words_text", "stopped_words", ["text", "at"], unique=False)
