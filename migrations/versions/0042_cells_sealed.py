"""What staff and complainants write is sealed in the columns where it lies. What is there is sealed by a standing job.

Nothing changes in the tables: a version from before, which would show ciphertext, must not start.
"""

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    """What was sealed stays unread: a version from before has no key to it."""
