"""Bounded reads of first words."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.community.people import find_people
from veillee.community.private_talk.model import RequestLists, RequestView
from veillee.community.private_talk.store import private_requests
from veillee.foundation.basics import is_id

REQUESTS_MAX = 200


def _view(row: Any, people: dict[str, Any]) -> RequestView:
    return RequestView(
        id=row.id,
        sender=people[row.from_id],
        receiver=people[row.to_id],
        text=row.text,
        state=row.state,
        created_at=row.created_at,
        conversation=row.conversation_id,
    )


def find_request(connection: sa.Connection, request_id: str) -> RequestView | None:
    """One first word."""
    if not is_id(request_id):
        return None
    row = connection.execute(sa.select(private_requests).where(private_requests.c.id == request_id)).first()
    return None if row is None else _view(row, find_people(connection, (row.from_id, row.to_id)))


def list_requests(connection: sa.Connection, person_id: str) -> RequestLists:
    """What waits for the person, and what they sent; the latest first, at most REQUESTS_MAX each."""
    incoming = (private_requests.c.to_id == person_id, private_requests.c.state == "pending")
    outgoing = (private_requests.c.from_id == person_id,)
    return RequestLists(incoming=_list(connection, *incoming), outgoing=_list(connection, *outgoing))


def _list(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> list[RequestView]:
    latest = sa.select(private_requests).where(*conditions).order_by(private_requests.c.created_at.desc())
    rows = connection.execute(latest.limit(REQUESTS_MAX)).all()
    people = find_people(connection, {id_ for row in rows for id_ in (row.from_id, row.to_id)})
    return [_view(row, people) for row in rows]


def find_asked(connection: sa.Connection, sender_id: str, receiver_id: str, since: datetime) -> RequestView | None:
    """A first word from one to the other that still counts: waiting, or answered since then."""
    row = connection.execute(
        sa.select(private_requests)
        .where(
            private_requests.c.from_id == sender_id,
            private_requests.c.to_id == receiver_id,
            private_requests.c.created_at >= since,
            private_requests.c.state.in_(("pending", "held", "declined")),
        )
        .limit(1)
    ).first()
    return None if row is None else find_request(connection, row.id)


def count_asked(connection: sa.Connection, sender_id: str, since: datetime) -> int:
    """How many first words a person has sent since then."""
    return connection.execute(
        sa.select(sa.func.count())
        .select_from(private_requests)
        .where(private_requests.c.from_id == sender_id, private_requests.c.created_at >= since)
    ).scalar_one()
