"""Further readings as staff see them."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from veillee.community import conversations, rooms
from veillee.oversight.moderation.further import store
from veillee.oversight.moderation.staff.model import SENIORS, StaffCaller
from veillee.oversight.moderation.staff.queries import name_staff
from veillee.oversight.moderation.wire_further import FurtherReading


def render_all(
    connection: sa.Connection, staff: StaffCaller, rows: Iterable[store.Row], now: datetime
) -> list[FurtherReading]:
    """Each with what this reader may do with it now."""
    found = list(rows)
    names = name_staff(connection, {id_ for row in found for id_ in (row.asked_by, row.answered_by) if id_ is not None})
    places = {row.conversation_id for row in found}
    named = rooms.name_rooms(connection, sorted(places))
    table = conversations.conversations.c
    kinds = {
        row.id: row.kind for row in connection.execute(sa.select(table.id, table.kind).where(table.id.in_(places)))
    }
    return [
        FurtherReading(
            id=row.id,
            case=row.case_id,
            conversation=row.conversation_id,
            name=named[row.conversation_id][0] if row.conversation_id in named else None,
            private=kinds.get(row.conversation_id) != "room",
            first=row.first,
            last=row.last,
            minutes=row.minutes,
            reason=row.reason,
            state=row.state,
            asked_by=names[row.asked_by],
            asked_at=row.asked_at,
            until=row.until,
            answered_by=names.get(row.answered_by),
            answered_at=row.answered_at,
            answer=row.answer,
            ended_at=row.ended_at,
            lines_read=row.lines_read,
            readings=row.readings,
            answers=row.state == "asked" and row.until > now and staff.role in SENIORS and staff.id != row.asked_by,
            reads=row.state == "open" and row.until > now and staff.id in (row.asked_by, row.answered_by),
        )
        for row in found
    ]
