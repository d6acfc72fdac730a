"""Whether a shift can stand on the roster."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from veillee.foundation.basics import Forbidden, Invalid, Problem, is_id, new_id
from veillee.oversight.moderation.duty import store
from veillee.oversight.moderation.duty.model import (
    AHEAD_DAYS_MAX,
    DAY,
    MOMENT,
    SHIFT_HOURS_MAX,
    SHIFT_MINUTES_MIN,
    SHIFTS_MAX,
    Shift,
    clash,
    to_instant,
)
from veillee.oversight.moderation.staff.model import SENIORS, WATCHERS, StaffCaller
from veillee.oversight.moderation.staff.store import staff
from veillee.oversight.moderation.wire_duty import ShiftRequest


def check_may_edit(caller: StaffCaller) -> None:
    """Raises Forbidden `wrong-role`."""
    if caller.role not in SENIORS:
        raise Forbidden("wrong-role", "Seniors and admins plan the roster; everybody on it reads it.")


def check_shift(connection: sa.Connection, request: ShiftRequest, zone: ZoneInfo, now: datetime) -> Shift:
    """The shift, if it can be planned. Raises Invalid by field, Problem `roster-full`."""
    shift = _read(request)
    _check_times(shift, zone, now)
    known = store.list_shifts(connection)
    if len(known) >= SHIFTS_MAX:
        raise Problem("roster-full", 409, f"The roster has {SHIFTS_MAX} lines, and takes no more.")
    if not _may_watch(connection, request.staff_id):
        raise Invalid({"staff_id": "unknown"})
    if any(other.staff_id == shift.staff_id and clash(other, shift) for other in known):
        raise Invalid({"from": "overlaps"})
    return shift


def _read(request: ShiftRequest) -> Shift:
    begins, ends = _moment("from", request.begins), _moment("until", request.ends)
    last = _day(request.last) if request.last is not None else None
    if last is not None and (not request.weekly or last < begins.date()):
        raise Invalid({"last": "before-the-first" if request.weekly else "only-weekly"})
    return Shift(id=new_id(), staff_id=request.staff_id, begins=begins, ends=ends, weekly=request.weekly, last=last)


def _check_times(shift: Shift, zone: ZoneInfo, now: datetime) -> None:
    long = shift.ends - shift.begins
    if long <= timedelta():
        raise Invalid({"until": "before-from"})
    if long < timedelta(minutes=SHIFT_MINUTES_MIN):
        raise Invalid({"until": "too-short"})
    if long > timedelta(hours=SHIFT_HOURS_MAX):
        raise Invalid({"until": "too-long"})
    ahead = to_instant(shift.begins, zone) - now
    if ahead > AHEAD_DAYS_MAX * DAY:
        raise Invalid({"from": "too-far"})
    # What repeats may have begun before it was written down; but not so long ago that it is a slip.
    if ahead < -7 * DAY or (not shift.weekly and to_instant(shift.ends, zone) <= now):
        raise Invalid({"from": "past"})


def _may_watch(connection: sa.Connection, staff_id: str) -> bool:
    if not is_id(staff_id):
        return False
    query = sa.select(staff.c.role).where(staff.c.id == staff_id, staff.c.sample.is_(False))
    return connection.execute(query).scalar_one_or_none() in WATCHERS


def _moment(field: str, text: str) -> datetime:
    try:
        moment = datetime.strptime(text, MOMENT)
        # Far from the ends of the calendar, where the time of a place cannot be told.
        if not 2000 <= moment.year <= 2999:
            raise ValueError(text)
    except ValueError as error:
        raise Invalid({field: "no-such-time"}) from error
    return moment


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid({"last": "no-such-day"}) from error
