"""Rooms as staff see them."""

import sqlalchemy as sa

from veillee.community import conversations, people, rooms
from veillee.oversight.moderation.wire_rooms import StaffRoom

ROOMS_MAX = 500


def list_rooms(connection: sa.Connection) -> list[StaffRoom]:
    """Every room, open ones first, at most ROOMS_MAX."""
    rows = rooms.list_every_room(connection, ROOMS_MAX)
    members = conversations.count_members_of(connection, [row.id for row in rows])
    openers = people.find_people(connection, {row.opened_by for row in rows if row.opened_by is not None})
    return [
        StaffRoom(
            id=row.id,
            slug=row.slug,
            name=row.name,
            topic=row.topic,
            language=row.language,
            opened_at=row.opened_at,
            opened_by=openers[row.opened_by].pseudonym if row.opened_by in openers else None,
            closed_at=row.closed_at,
            members=members.get(row.id, 0),
        )
        for row in rows
    ]
