"""Bounded reads of first words."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from veillee.community.people import find_people
from veillee.community.private_talk.model import RequestLists, RequestView
from veillee.community.private_talk.store import private_requests
from veillee.foundation.basics import Invalid, is_id
from veillee.foundation.storage import Asked, Page, ask, read_page
from veillee.safety import policy
from veillee.safety.policy import Caution
from veillee.safety.sealing import Gone, find_text, load_keys

REQUESTS_MAX = 200
FIRST_WORDS_COMPARED = 20
OVER = "-"
"""In a cursor: of this list there is no more."""
FIRST_WORDS_READ = 100
ALIKE_FROM, ALIKE_AMONG = 3, 20
FIRST_WORDS_DAYS = 7
RATIO_WORDS_MIN = 4
"""Of fewer first words nothing can be said."""


def _views(connection: sa.Connection, rows: Sequence[Any]) -> list[RequestView]:
    """Without those that have had their time."""
    people = find_people(connection, {id_ for row in rows for id_ in (row.from_id, row.to_id)})
    return [
        _view(row, text, people) for row, text in zip(rows, _texts(connection, rows), strict=True) if text is not None
    ]


def _texts(connection: sa.Connection, rows: Sequence[Any]) -> list[str | None]:
    """The words of each, empty where they do not open; None for those that have had their time."""
    load_keys(connection, [row.id for row in rows])
    texts: list[str | None] = []
    for row in rows:
        if row.sealed is None and not row.text:
            texts.append(None)
            continue
        try:
            texts.append(find_text(connection, row.id, row.id, row.sealed, row.text) or "")
        except Gone:
            texts.append(None)
    return texts


def _view(row: Any, text: str, people: dict[str, Any]) -> RequestView:
    return RequestView(
        id=row.id,
        sender=people[row.from_id],
        receiver=people[row.to_id],
        text=text,
        state=row.state,
        created_at=row.created_at,
        conversation=row.conversation_id,
        caution=None if row.caution is None else msgspec.convert(row.caution, Caution),
    )


def find_request(connection: sa.Connection, request_id: str) -> RequestView | None:
    """One first word."""
    if not is_id(request_id):
        return None
    rows = connection.execute(sa.select(private_requests).where(private_requests.c.id == request_id)).all()
    views = _views(connection, rows)
    return views[0] if views else None


class AskedBoth(msgspec.Struct, frozen=True, kw_only=True):
    """Which page of both lists; None for a list that was over on an earlier page."""

    incoming: Asked | None = Asked(size=REQUESTS_MAX)
    outgoing: Asked | None = Asked(size=REQUESTS_MAX)


def ask_both(cursor: str | None, limit: int | None) -> AskedBoth:
    """What a caller asks for. Raises Invalid by field."""
    if cursor is None:
        first = ask(None, limit, REQUESTS_MAX)
        return AskedBoth(incoming=first, outgoing=first)
    parts = cursor.split(".")
    if len(parts) != 2:
        raise Invalid({"cursor": "unreadable"})
    incoming, outgoing = (None if part == OVER else ask(part, limit, REQUESTS_MAX) for part in parts)
    return AskedBoth(incoming=incoming, outgoing=outgoing)


def page_requests(connection: sa.Connection, person_id: str, asked: AskedBoth) -> tuple[RequestLists, str | None]:
    """What waits for the person, and what they sent, the latest first; the cursor for more of either."""
    table = private_requests.c
    incoming = _page(connection, asked.incoming, table.to_id == person_id, table.state == "pending")
    outgoing = _page(connection, asked.outgoing, table.from_id == person_id)
    more = incoming.next or outgoing.next
    following = f"{incoming.next or OVER}.{outgoing.next or OVER}" if more else None
    mine = [request.seen_by(person_id) for request in outgoing.items]
    return RequestLists(incoming=incoming.items, outgoing=mine), following


class FirstWords(NamedTuple):
    """What somebody's earlier first words come to; `texts` are those to others, the latest first."""

    texts: list[str]
    texts_last_hour: list[str]
    last_hour: int
    last_day: int
    reply_ratio: float | None


def read_first_words(connection: sa.Connection, person_id: str, to: str, now: datetime) -> FirstWords:
    """Of what the person wrote last, at most FIRST_WORDS_READ."""
    table = private_requests.c
    latest: sa.Select[Any] = (
        sa.select(private_requests)
        .where(table.from_id == person_id, table.created_at >= now - timedelta(days=FIRST_WORDS_DAYS))
        .order_by(table.created_at.desc())
        .limit(FIRST_WORDS_READ)
    )
    rows = connection.execute(latest).all()
    hour, day = now - timedelta(hours=1), now - timedelta(days=1)
    others = [row for row in rows if row.to_id != to][:FIRST_WORDS_COMPARED]
    said = [(text, row.created_at) for text, row in zip(_texts(connection, others), others, strict=True) if text]
    settled = [row.state == "accepted" for row in rows if row.state != "held" and row.created_at < hour]
    return FirstWords(
        texts=[text for text, _ in said],
        texts_last_hour=[text for text, at in said if at >= hour],
        last_hour=sum(row.created_at >= hour for row in rows),
        last_day=sum(row.created_at >= day for row in rows),
        reply_ratio=sum(settled) / len(settled) if len(settled) >= RATIO_WORDS_MIN else None,
    )


def list_received(connection: sa.Connection, sender_id: str, receiver_id: str, limit: int) -> list[RequestView]:
    """The latest first words from one that reached the other and became no talk, ascending."""
    table = private_requests.c
    conditions = (table.from_id == sender_id, table.to_id == receiver_id, table.state.in_(("pending", "declined")))
    return _page(connection, Asked(size=limit), *conditions).items[::-1]


def _page(connection: sa.Connection, asked: Asked | None, *conditions: sa.ColumnElement[bool]) -> Page[RequestView]:
    if asked is None:
        return Page(items=[], next=None)
    query = sa.select(private_requests).where(*conditions)
    page = read_page(connection, query, (private_requests.c.created_at, private_requests.c.id), asked)
    return Page(items=_views(connection, page.items), next=page.next)


def list_pending(connection: sa.Connection, sender_id: str, limit: int) -> list[str]:
    """The ids of the first words of somebody that wait for an answer, the latest first."""
    table = private_requests.c
    waiting = sa.select(table.id).where(table.from_id == sender_id, table.state == "pending")
    return list(connection.execute(waiting.order_by(table.created_at.desc()).limit(limit)).scalars())


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


def count_accepted(connection: sa.Connection, person_id: str) -> int:
    """How many first words of the person were accepted."""
    mine = (private_requests.c.from_id == person_id, private_requests.c.state == "accepted")
    return connection.execute(sa.select(sa.func.count()).where(*mine)).scalar_one()


def find_alike(connection: sa.Connection, person_id: str, limit: int) -> dict[str, datetime]:
    """Who lately wrote nearly the same first words to the same people as somebody did, and when; not what they were."""
    table = private_requests.c
    own = connection.execute(
        sa.select(private_requests)
        .where(table.from_id == person_id)
        .order_by(table.created_at.desc())
        .limit(ALIKE_FROM)
    ).all()
    theirs = connection.execute(
        sa.select(private_requests)
        .where(table.to_id.in_([row.to_id for row in own]), table.from_id != person_id)
        .order_by(table.created_at.desc())
        .limit(ALIKE_AMONG)
    ).all()
    said = [text or "" for text in _texts(connection, theirs)]
    alike = {text for mine in filter(None, _texts(connection, own)) for text in policy.find_alike(mine, said)}
    found: dict[str, datetime] = {}
    for row, text in zip(theirs, said, strict=True):
        if text in alike:
            found.setdefault(row.from_id, row.created_at)
    return dict(list(found.items())[:limit])
