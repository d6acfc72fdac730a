"""Values of the roster, and its pure rules: when shifts come round, whether two clash, where there are gaps."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
SHIFT_MINUTES_MIN = 15
SHIFT_HOURS_MAX = 12
SHIFTS_MAX = 500
AHEAD_DAYS_MAX = 366
AHEAD = timedelta(hours=24)
NOTE_CHARS_MAX = 2_000
NOTE_AFTER = timedelta(hours=1)
NOTES_SHOWN_MAX = 20
NOTES_SHOWN = timedelta(hours=48)
NOTES_KEPT = timedelta(days=30)
NOTES_PER_BATCH = 200
MOMENT = "%Y-%m-%dT%H:%M"


class Span(msgspec.Struct, frozen=True, order=True):
    """From a moment until another, the latter not included."""

    begins: datetime
    ends: datetime


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the roster. begins, ends: on the clocks of the place, naive; last: the last day on which it begins."""

    id: str
    staff_id: str
    begins: datetime
    ends: datetime
    weekly: bool
    last: date | None


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One time that a shift comes round, in UTC."""

    shift: str
    staff_id: str
    span: Span


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """So many are planned, and that is too few."""

    span: Span
    planned: int


def to_instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the clocks of the place show this, the first when they show it twice.

    What they leave out when they are put forward counts as if they had not been.
    """
    return local.replace(tzinfo=zone).astimezone(UTC)


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def span_of_days(first: date, days: int, zone: ZoneInfo) -> Span:
    """So many days of the place."""
    midnight = datetime.combine(first, time())
    return Span(to_instant(midnight, zone), to_instant(midnight + days * DAY, zone))


def turns_within(shifts: Iterable[Shift], span: Span, zone: ZoneInfo) -> list[Turn]:
    """Every time that a shift comes round and touches the span, the earliest first."""
    turns = [turn for shift in shifts for turn in _turns_of(shift, span, zone)]
    return sorted(turns, key=lambda turn: (turn.span, turn.staff_id))


def _turns_of(shift: Shift, span: Span, zone: ZoneInfo) -> Iterable[Turn]:
    # A day more at the start: what began before it may still go on.
    first = span.begins.astimezone(zone).replace(tzinfo=None) - DAY
    week = max(0, (first - shift.begins) // WEEK) if shift.weekly else 0
    while True:
        begins, ends = shift.begins + week * WEEK, shift.ends + week * WEEK
        turn = Span(to_instant(begins, zone), to_instant(ends, zone))
        if turn.begins >= span.ends or week > _last_week(shift):
            return
        if turn.ends > span.begins:
            yield Turn(shift=shift.id, staff_id=shift.staff_id, span=turn)
        week += 1


def _last_week(shift: Shift) -> int:
    """The number of its last week, the first being 0."""
    if not shift.weekly:
        return 0
    return (shift.last - shift.begins.date()) // WEEK if shift.last else date.max.year * 53


def clash(one: Shift, other: Shift) -> bool:
    """Whether the two overlap, in any week, on the clocks of the place."""
    apart = (one.begins - other.begins) // WEEK
    # Both are shorter than a week: only neighbouring weeks can meet.
    return any(_meet(one, other, apart + step) for step in (0, 1))


def _meet(one: Shift, other: Shift, weeks: int) -> bool:
    begins, ends = other.begins + weeks * WEEK, other.ends + weeks * WEEK
    if not (begins < one.ends and one.begins < ends):
        return False
    first = max(0, -weeks)
    return first <= min(_last_week(one), _last_week(other) - weeks)


def find_gaps(open_spans: Iterable[Span], turns: Sequence[Turn], needed: int) -> list[Gap]:
    """When fewer than `needed` people are planned within the spans, the earliest first."""
    return _joined(gap for span in open_spans for gap in _gaps_within(span, turns, needed))


def _gaps_within(span: Span, turns: Sequence[Turn], needed: int) -> Iterable[Gap]:
    edges = {span.begins, span.ends}
    for turn in turns:
        edges |= {edge for edge in (turn.span.begins, turn.span.ends) if span.begins < edge < span.ends}
    for begins, ends in pairwise(sorted(edges)):
        planned = {turn.staff_id for turn in turns if turn.span.begins <= begins and ends <= turn.span.ends}
        if len(planned) < needed:
            yield Gap(span=Span(begins, ends), planned=len(planned))


def _joined(gaps: Iterable[Gap]) -> list[Gap]:
    joined: list[Gap] = []
    for gap in gaps:
        last = joined[-1] if joined else None
        if last and last.span.ends == gap.span.begins and last.planned == gap.planned:
            joined[-1] = Gap(span=Span(last.span.begins, gap.span.ends), planned=gap.planned)
        else:
            joined.append(gap)
    return joined
