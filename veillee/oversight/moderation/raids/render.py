"""Raids as staff see them."""

from collections import Counter

import msgspec
import sqlalchemy as sa

from veillee.community import people
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.raids import store
from veillee.oversight.moderation.staff.model import SENIORS, StaffCaller
from veillee.oversight.moderation.staff.queries import name_staff
from veillee.oversight.moderation.wire import LedgerReceipt
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.oversight.moderation.wire_decisions import Undone
from veillee.oversight.moderation.wire_raids import Raid, RaidPart, RaidRequest, RaidRow

STATES = ("waiting", "proposed", "done", "left", "undone")
PARTS_MAX = 1_000
OPEN = frozenset({"waiting", "proposed"})


def render_rows(connection: sa.Connection, raids: list[store.Row]) -> list[RaidRow]:
    """Lines of the list."""
    counts = store.count_parts(connection, [raid.id for raid in raids])
    members = name_staff(connection, {raid.staff_id for raid in raids})
    rows = []
    for raid in raids:
        states = Counter({state: counts.get((raid.id, state), 0) for state in STATES})
        selection = msgspec.convert(raid.request, RaidRequest).selection
        rows.append(
            RaidRow(
                id=raid.id,
                state=raid.state,
                kind=selection.kind,
                room=selection.span.room if selection.span else None,
                at=raid.at,
                by=members[raid.staff_id],
                people=raid.people,
                messages=raid.messages,
                parts=states.total(),
                finished=states.total() - sum(states[state] for state in OPEN),
            )
        )
    return rows


def render_raid(connection: sa.Connection, raid: store.Row, reader: StaffCaller) -> Raid:
    """A raid with its parts, for this reader."""
    (row,) = render_rows(connection, [raid])
    parts = store.list_parts(connection, raid.id, STATES, PARTS_MAX)
    known = people.find_people(connection, {part.person_id for part in parts})
    members = name_staff(connection, {staff for staff in (raid.settled_by, raid.undone_by) if staff is not None})
    undone = [msgspec.convert(part.undone, Undone) for part in parts if part.undone is not None]
    own = raid.staff_id == reader.id
    return Raid(
        row=row,
        facts=msgspec.convert(raid.request, RaidRequest).facts,
        receipt=LedgerReceipt(index=raid.leaf_index, leaf_hash=raid.leaf_hash),
        lapses_at=raid.lapses_at if raid.state == "proposed" else None,
        settled_by=members.get(raid.settled_by),
        settled_facts=raid.settled_facts or None,
        undone_by=members.get(raid.undone_by),
        undone_facts=raid.undone_facts,
        undone=sum(undone, Undone()) if raid.undone_by is not None else None,
        parts=[_part(part, known) for part in parts],
        own=own,
        approves=raid.state == "proposed" and not own and reader.role in DECISIONS[row.kind].roles,
        undoes=raid.state == "done" and may_undo(raid, reader),
    )


def may_undo(raid: store.Row, staff: StaffCaller) -> bool:
    """Whoever decided it, or a senior, as with every decision."""
    return staff.role in SENIORS or raid.staff_id == staff.id


def _part(part: store.Row, known: dict[str, people.Person]) -> RaidPart:
    person = known.get(part.person_id)
    return RaidPart(
        person=part.person_id,
        pseudonym=person.pseudonym if person else "",
        case=part.case_id,
        subject=msgspec.convert(part.subject, CaseSubject),
        messages=len(part.lines),
        state=part.state,
        left=part.reason,
    )
