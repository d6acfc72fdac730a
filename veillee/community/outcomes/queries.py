"""Bounded reads of stopped names and titles, and of what was refused."""

from datetime import datetime

import sqlalchemy as sa

from veillee.community.outcomes.model import Refusal, Stopped
from veillee.community.outcomes.store import refusals, stopped_words
from veillee.community.people import find_person
from veillee.foundation.basics import is_id
from veillee.safety.sealing import Gone, find_text

TRIED_MAX = 100
"""Sealed words are opened to be compared; of more than so many within the hour the older ones are kept again."""


def find_stopped(connection: sa.Connection, stopped_id: str) -> Stopped | None:
    """One of them."""
    if not is_id(stopped_id):
        return None
    row = connection.execute(sa.select(stopped_words).where(stopped_words.c.id == stopped_id)).first()
    if row is None:
        return None
    person = None if row.person_id is None else find_person(connection, row.person_id)
    return Stopped(id=row.id, person=person, kind=row.kind, text=_read(connection, row) or "", at=row.at)


def was_stopped(
    connection: sa.Connection, person_id: str | None, kind: str, text: str, origin: str, since: datetime
) -> bool:
    """Whether the same person, or the same address at the door, tried the very same since then."""
    table = stopped_words.c
    whose = table.origin_address == origin if person_id is None else table.person_id == person_id
    tried = sa.select(stopped_words).where(whose, table.at >= since, table.kind == kind)
    rows = connection.execute(tried.order_by(table.at.desc()).limit(TRIED_MAX)).all()
    return any(_read(connection, row) == text for row in rows)


def _read(connection: sa.Connection, row: sa.Row[tuple[object, ...]]) -> str | None:
    """The words, while they are kept and open."""
    try:
        return find_text(connection, row.id, row.id, row.sealed, row.text)
    except Gone:
        return None


def find_refusal(connection: sa.Connection, refusal_id: str) -> Refusal | None:
    """What was refused without a human being asked."""
    if not is_id(refusal_id):
        return None
    row = connection.execute(sa.select(refusals).where(refusals.c.id == refusal_id)).first()
    person = None if row is None else find_person(connection, row.person_id)
    if row is None or person is None:
        return None
    try:
        text = None if row.sealed is None else find_text(connection, row.id, row.id, row.sealed, "")
    except Gone:
        text = None
    return Refusal(id=row.id, person=person, kind=row.kind, text=text, at=row.at, times=row.times, verdict=row.verdict)


def find_repeated(connection: sa.Connection, person_id: str, rule: str, since: datetime) -> str | None:
    """The id of what the rule has refused of the person since then."""
    mine = (refusals.c.person_id == person_id, refusals.c.rule == rule, refusals.c.at > since)
    latest = sa.select(refusals.c.id).where(*mine).order_by(refusals.c.at.desc()).limit(1)
    return connection.execute(latest).scalar()
