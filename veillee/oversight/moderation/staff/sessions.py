"""Staff sessions: hours, not weeks; the token is kept as its hash."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from veillee.foundation.basics import Unauthorised, digest_token, new_token
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.staff import store
from veillee.oversight.moderation.staff.model import StaffCaller


def open_session(transaction: Transaction, staff_id: str, *, now: datetime, hours: int) -> tuple[str, StaffCaller]:
    """A new session: its token, shown once, and its holder. Expired sessions are swept."""
    token = new_token()
    expired = sa.delete(store.sessions).where(store.sessions.c.expires_at <= now)
    transaction.connection.execute(expired)
    values = {
        "digest": digest_token(token),
        "staff_id": staff_id,
        "created_at": now,
        "expires_at": now + timedelta(hours=hours),
    }
    transaction.connection.execute(sa.insert(store.sessions).values(values))
    return token, get_staff(transaction.connection, token, now)


def get_staff(connection: sa.Connection, token: str | None, now: datetime) -> StaffCaller:
    """The holder of a session. Raises Unauthorised for an unknown, ended or expired one."""
    query = (
        sa.select(
            store.staff.c.id, store.staff.c.name, store.staff.c.role, store.sessions.c.digest,
            store.sessions.c.expires_at,
        )
        .join(store.sessions, store.sessions.c.staff_id == store.staff.c.id)
        .where(store.sessions.c.digest == digest_token(token or ""), store.sessions.c.expires_at > now)
    )  # fmt: skip
    row = connection.execute(query).one_or_none()
    if row is None:
        raise Unauthorised
    return StaffCaller(id=row.id, name=row.name, role=row.role, session=row.digest, expires_at=row.expires_at)
