"""From a token to the person who holds it, or fail."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.community.entry.entrances import count_banned_links
from veillee.community.entry.store import sessions
from veillee.community.people import Caller, find_caller
from veillee.foundation.basics import Forbidden, Unauthorised, digest_token

_SESSION = sa.select(sessions).where(sessions.c.digest == sa.bindparam("digest"))


def get_caller(connection: sa.Connection, token: str, now: datetime) -> Caller:
    """The holder of a valid session. Raises Unauthorised for an unknown, foreign, ended or expired token."""
    digest = digest_token(token)
    row = connection.execute(_SESSION, {"digest": digest}).first()
    if row is None or row.ended_at is not None or row.expires_at <= now:
        raise Unauthorised
    links = count_banned_links(connection, row.person_id, now)
    caller = find_caller(connection, row.person_id, session=digest, expires_at=row.expires_at, now=now)
    if caller is None:
        raise Unauthorised
    return msgspec.structs.replace(caller, links_banned=links) if links else caller


def check_inside(caller: Caller) -> Caller:
    """The caller, unless a suspension or a ban keeps them out. Raises Forbidden `restricted`."""
    restriction = caller.restriction
    if restriction is not None and restriction.shuts_out:
        raise Forbidden(
            "restricted",
            "A decision keeps you out for now; you may read it and complain.",
            extra={
                "kind": restriction.kind,
                "until": restriction.until,
                "statement": restriction.statement,
            },
        )
    return caller
