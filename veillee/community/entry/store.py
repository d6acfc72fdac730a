"""The table of sessions."""

from datetime import datetime

import sqlalchemy as sa

from veillee.community.people import people
from veillee.foundation.storage import Id, Instant, Transaction, metadata

NAMES_FREED_MAX = 500

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


def free_names(transaction: Transaction, now: datetime) -> int:
    """Free the pseudonyms of those who have no session left, NAMES_FREED_MAX at a time; how many there were."""
    session = sa.select(sessions.c.digest).where(
        sessions.c.person_id == people.c.id, sessions.c.ended_at.is_(None), sessions.c.expires_at > now
    )
    gone = sa.select(people.c.id).where(people.c.name_key.is_not(None), ~session.exists()).limit(NAMES_FREED_MAX)
    result = transaction.connection.execute(people.update().where(people.c.id.in_(gone)).values(name_key=None))
    return result.rowcount
