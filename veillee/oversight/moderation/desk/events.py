"""The history of a case as staff read it."""

import sqlalchemy as sa

from veillee.oversight.moderation.cases import model as cases
from veillee.oversight.moderation.staff import store as staff
from veillee.oversight.moderation.wire import StaffMember
from veillee.oversight.moderation.wire_cases import CaseEvent


def render_events(connection: sa.Connection, events: list[cases.CaseEvent]) -> list[CaseEvent]:
    """Each event with who of the staff caused it."""
    members = _members(connection, {event.staff_id for event in events if event.staff_id is not None})
    return [
        CaseEvent(
            number=event.number,
            kind=_kind(event.fact),
            at=event.at,
            by=members.get(event.staff_id or ""),
            note=_note(event.fact),
            facts=event.fact.facts if isinstance(event.fact, cases.Decided) else None,
        )
        for event in events
    ]


def _kind(fact: cases.Fact) -> cases.FactKind:
    match fact:
        case cases.Opened():
            return "opened"
        case cases.Reported():
            return "reported"
        case cases.Flagged():
            return "flagged"
        case cases.Read():
            return "read"
        case cases.Decided():
            return "decided"


def _note(fact: cases.Fact) -> str | None:
    match fact:
        case cases.Opened(source=source):
            return source
        case cases.Reported(reason=reason):
            return reason
        case cases.Flagged(verdict=verdict):
            return ", ".join(verdict.labels)
        case cases.Read():
            return None
        case cases.Decided(decision=decision):
            return decision


def _members(connection: sa.Connection, ids: set[str]) -> dict[str, StaffMember]:
    table = staff.staff.c
    rows = connection.execute(sa.select(table.id, table.name, table.role).where(table.id.in_(ids)))
    return {row.id: StaffMember(id=row.id, name=row.name, role=row.role) for row in rows}
