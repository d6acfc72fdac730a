"""Rooms as staff see them."""

from collections.abc import Callable

import sqlalchemy as sa

from veillee.community import conversations, people, rooms
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.cases.model import subject_key
from veillee.oversight.moderation.reports.access import whole
from veillee.oversight.moderation.wire_rooms import RoomCase, StaffRoom

ROOMS_MAX = 500
CASES_MAX = 5

CountPresent = Callable[[str], int]
"""How many people are in a conversation now; `presence.Attendance.present`."""


def list_rooms(connection: sa.Connection, present: CountPresent | None) -> list[StaffRoom]:
    """Every room, open ones first, at most ROOMS_MAX."""
    rows = rooms.list_every_room(connection, ROOMS_MAX)
    members = conversations.count_members_of(connection, [row.id for row in rows])
    openers = people.find_people(connection, {row.opened_by for row in rows if row.opened_by is not None})
    about = _cases(connection, [row.id for row in rows])
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
            present=0 if present is None else present(row.id),
            cases=about.get(subject_key(whole("room", row.id)), []),
        )
        for row in rows
    ]


def _cases(connection: sa.Connection, ids: list[str]) -> dict[str, list[RoomCase]]:
    found: dict[str, list[RoomCase]] = {}
    for case, state in cases.list_about_subjects(connection, [whole("room", id_) for id_ in ids]):
        of_room = found.setdefault(subject_key(state.subject), [])
        if len(of_room) < CASES_MAX:
            shown = RoomCase(
                id=case, state=state.state, label=state.label, opened_at=state.opened_at, decision=state.decision
            )
            of_room.append(shown)
    return found
