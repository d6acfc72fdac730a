"""The roster: who will watch. Every change of it is a leaf, and looks ahead again for gaps."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from veillee.community.people import AREAS
from veillee.foundation.basics import NotFound, is_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation import wire_duty as wire
from veillee.oversight.moderation.duty import store
from veillee.oversight.moderation.duty.check import check_may_edit, check_shift
from veillee.oversight.moderation.duty.model import (
    AHEAD,
    DAY,
    MOMENT,
    Gap,
    Span,
    Turn,
    find_gaps,
    monday_of,
    span_of_days,
    turns_within,
)
from veillee.oversight.moderation.leaves import removal_content, shift_content
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.staff.model import SENIORS, WATCHERS, StaffCaller
from veillee.oversight.moderation.staff.queries import list_staff, name_staff
from veillee.oversight.moderation.wire import StaffMember
from veillee.safety import ledger


def add_shift(
    transaction: Transaction, caller: StaffCaller, request: wire.ShiftRequest, settings: Settings, now: datetime
) -> wire.Shift:
    """Plan somebody. Raises Forbidden `wrong-role`, Invalid by field, Problem `roster-full`."""
    check_may_edit(caller)
    shift = check_shift(transaction.connection, request, settings.opening.zone, now)
    row = {
        "id": shift.id,
        "staff_id": shift.staff_id,
        "begins": shift.begins.strftime(MOMENT),
        "ends": shift.ends.strftime(MOMENT),
        "weekly": shift.weekly,
        "last": shift.last.isoformat() if shift.last else None,
        "added_by": caller.id,
        "added_at": now,
    }
    receipt = ledger.append(transaction, "roster.added", shift_content(row), now)
    transaction.connection.execute(store.roster_shifts.insert(), row | {"leaf_index": receipt.index})
    look_ahead(transaction, settings, now)
    members = name_staff(transaction.connection, {shift.staff_id})
    return _render_shift(row, members)


def remove_shift(
    transaction: Transaction, caller: StaffCaller, shift_id: str, settings: Settings, now: datetime
) -> None:
    """Take a line out, with all its weeks. Raises Forbidden `wrong-role`, NotFound."""
    check_may_edit(caller)
    table = store.roster_shifts
    standing = (table.c.id == shift_id, table.c.removed_at.is_(None))
    if not is_id(shift_id) or transaction.connection.execute(sa.select(table.c.id).where(*standing)).first() is None:
        raise NotFound
    row = {"id": shift_id, "removed_by": caller.id, "removed_at": now}
    receipt = ledger.append(transaction, "roster.removed", removal_content(row), now)
    removed = {"removed_by": caller.id, "removed_at": now, "removed_leaf": receipt.index}
    transaction.connection.execute(table.update().where(*standing).values(removed))
    look_ahead(transaction, settings, now)


def look_ahead(transaction: Transaction, settings: Settings, now: datetime) -> list[Gap]:
    """Compare the roster with the next 24 hours; the gaps that were not known before.

    A gap is known when one that was stored touches it: as time goes on the same gap begins and ends elsewhere.
    """
    before = store.list_gaps(transaction.connection, now)
    gaps = _gaps(transaction.connection, settings, Span(now, now + AHEAD))[1]
    store.replace_gaps(transaction.connection, gaps)
    return [gap for gap in gaps if not any(_touch(gap.span, known.span) for known in before)]


def read_gaps(connection: sa.Connection, settings: Settings, now: datetime) -> wire.Gaps:
    """As last foreseen."""
    gaps = [_render_gap(gap, settings) for gap in store.list_gaps(connection, now)]
    return wire.Gaps(time_zone=settings.opening.zone.key, shifts=len(store.list_shifts(connection)), gaps=gaps)


def read_roster(
    connection: sa.Connection, caller: StaffCaller, day: date | None, settings: Settings, now: datetime
) -> wire.Roster:
    """The week of that day, today's when none is given."""
    zone = settings.opening.zone
    monday = monday_of(day or now.astimezone(zone).date())
    week = span_of_days(monday, 7, zone)
    turns, _ = _gaps(connection, settings, week)
    days = [span_of_days(monday + number * DAY, 1, zone) for number in range(7)]
    gaps = [gap for day in days for gap in _gaps(connection, settings, day)[1]]
    staff = list_staff(connection, WATCHERS)
    rows = connection.execute(
        sa.select(store.roster_shifts)
        .where(store.roster_shifts.c.removed_at.is_(None))
        .order_by(store.roster_shifts.c.begins)
    ).all()
    members = name_staff(connection, {row.staff_id for row in rows})
    return wire.Roster(
        time_zone=zone.key,
        opening=list(settings.opening.written),
        begins=week.begins,
        ends=week.ends,
        monday=monday.isoformat(),
        shifts=[_render_shift(dict(row._mapping), members) for row in rows],
        turns=[_render_turn(turn, members) for turn in turns],
        gaps=[_render_gap(gap, settings) for gap in gaps],
        staff=staff,
        may_edit=caller.role in SENIORS,
    )


def _gaps(connection: sa.Connection, settings: Settings, span: Span) -> tuple[list[Turn], list[Gap]]:
    turns = turns_within(store.list_shifts(connection), span, settings.opening.zone)
    needed = max(getattr(settings.staff_min, area) for area in AREAS)
    return turns, find_gaps(settings.opening.spans(span), turns, needed)


def _touch(one: Span, other: Span) -> bool:
    return one.begins <= other.ends + timedelta(minutes=1) and other.begins <= one.ends


def _render_gap(gap: Gap, settings: Settings) -> wire.Gap:
    resting = [area for area in AREAS if gap.planned < getattr(settings.staff_min, area)]
    return wire.Gap(begins=gap.span.begins, ends=gap.span.ends, planned=gap.planned, areas=resting)


def _render_turn(turn: Turn, members: dict[str, StaffMember]) -> wire.Turn:
    return wire.Turn(shift=turn.shift, staff=members[turn.staff_id], begins=turn.span.begins, ends=turn.span.ends)


def _render_shift(row: dict[str, object], members: dict[str, StaffMember]) -> wire.Shift:
    return wire.Shift(
        id=str(row["id"]),
        staff=members[str(row["staff_id"])],
        begins=str(row["begins"]),
        ends=str(row["ends"]),
        weekly=bool(row["weekly"]),
        last=str(row["last"]) if row["last"] else None,
    )
