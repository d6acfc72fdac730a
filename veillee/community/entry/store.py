"""The table of sessions."""

from datetime import datetime

import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, Transaction, metadata

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("digest", sa.LargeBinary(32), primary_key=True, comment="SHA-256 of the token"),
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), nullable=False, index=True),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False, index=True),
    sa.Column("ended_at", Instant),
)


def add_session(transaction: Transaction, digest: bytes, person_id: str, at: datetime, expires_at: datetime) -> None:
    """Store a new session."""
    transaction.connection.execute(
        sessions.insert(), {"digest": digest, "person_id": person_id, "created_at": at, "expires_at": expires_at}
    )


def end_session(transaction: Transaction, digest: bytes, at: datetime) -> None:
    """A session that is ended opens nothing any more."""
    transaction.connection.execute(
        sessions.update().where(sessions.c.digest == digest, sessions.c.ended_at.is_(None)).values(ended_at=at)
    )
