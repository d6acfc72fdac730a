"""Bounded reads about rooms."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.community.people import name_key
from veillee.community.rooms.model import Room
from veillee.community.rooms.store import rooms
from veillee.foundation.basics import is_id
from veillee.foundation.storage import Asked, Page, read_page

ROOMS_MAX = 500


def _room(row: Any) -> Room:
    return Room(id=row.id, slug=row.slug, name=row.name, topic=row.topic, language=row.language)


def list_rooms(connection: sa.Connection) -> list[Room]:
    """The open rooms, the oldest first, at most ROOMS_MAX."""
    rows = connection.execute(
        sa.select(rooms).where(rooms.c.closed_at.is_(None)).order_by(rooms.c.opened_at, rooms.c.id).limit(ROOMS_MAX)
    )
    return [_room(row) for row in rows]


def list_closings(connection: sa.Connection) -> list[tuple[str, datetime | None]]:
    """Every room, with when it was closed."""
    rows = connection.execute(sa.select(rooms.c.id, rooms.c.closed_at).order_by(rooms.c.id))
    return [(row.id, row.closed_at) for row in rows]


def page_rooms(connection: sa.Connection, asked: Asked) -> Page[Room]:
    """Some of the open rooms, the oldest first."""
    query = sa.select(rooms).where(rooms.c.closed_at.is_(None))
    page = read_page(connection, query, (rooms.c.opened_at, rooms.c.id), asked, descending=False)
    return Page(items=[_room(row) for row in page.items], next=page.next)


def list_every_room(connection: sa.Connection, limit: int) -> list[Any]:
    """Rows of `rooms`, closed ones as well: open ones first, the latest opened first."""
    order = (rooms.c.closed_at.is_not(None), rooms.c.opened_at.desc(), rooms.c.id)
    return list(connection.execute(sa.select(rooms).order_by(*order).limit(limit)).all())


def find_room(connection: sa.Connection, id_or_slug: str) -> Room | None:
    """The open room with that id or slug."""
    column = rooms.c.id if is_id(id_or_slug) else rooms.c.slug
    row = connection.execute(sa.select(rooms).where(column == id_or_slug, rooms.c.closed_at.is_(None))).first()
    return None if row is None else _room(row)


def find_room_ever(connection: sa.Connection, room_id: str) -> Room | None:
    """The room with that id, open or closed."""
    row = connection.execute(sa.select(rooms).where(rooms.c.id == room_id)).first()
    return None if row is None else _room(row)


def find_room_named(connection: sa.Connection, name: str) -> Room | None:
    """The open room whose name looks like that."""
    row = connection.execute(sa.select(rooms).where(rooms.c.name_key == name_key(name), rooms.c.closed_at.is_(None)))
    found = row.first()
    return None if found is None else _room(found)


def find_opener(connection: sa.Connection, room_id: str) -> str | None:
    """Who opened the room; None for the rooms of the place itself."""
    return connection.execute(sa.select(rooms.c.opened_by).where(rooms.c.id == room_id)).scalar()


def list_opened(connection: sa.Connection, person_id: str, since: datetime, limit: int) -> list[str]:
    """The ids of the open rooms that somebody has opened since then."""
    query = sa.select(rooms.c.id).where(
        rooms.c.opened_by == person_id, rooms.c.opened_at >= since, rooms.c.closed_at.is_(None)
    )
    return list(connection.execute(query.order_by(rooms.c.id).limit(limit)).scalars())


def name_rooms(connection: sa.Connection, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """(name, slug) of those of the conversations that are rooms."""
    rows = connection.execute(sa.select(rooms.c.id, rooms.c.name, rooms.c.slug).where(rooms.c.id.in_(list(ids))))
    return {row.id: (row.name, row.slug) for row in rows}


def is_room_name_taken(connection: sa.Connection, key: str) -> bool:
    """Whether a room bears a name that looks like that."""
    return connection.execute(sa.select(rooms.c.id).where(rooms.c.name_key == key)).first() is not None


def is_slug_taken(connection: sa.Connection, slug: str) -> bool:
    """Whether a room has that slug."""
    return connection.execute(sa.select(rooms.c.id).where(rooms.c.slug == slug)).first() is not None


def count_opened(connection: sa.Connection, person_id: str, since: datetime) -> int:
    """How many rooms the person has opened since then, closed ones as well."""
    theirs = (rooms.c.opened_by == person_id, rooms.c.opened_at > since)
    return connection.execute(sa.select(sa.func.count()).where(*theirs)).scalar_one()
