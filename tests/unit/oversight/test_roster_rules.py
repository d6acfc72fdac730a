"""When shifts come round, whether two clash, where there are gaps, and when a place is to be watched."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from veillee.oversight.moderation.duty.model import (
    MOMENT,
    Gap,
    Shift,
    Span,
    clash,
    find_gaps,
    monday_of,
    span_of_days,
    turns_within,
)
from veillee.oversight.moderation.duty.opening import make_opening

PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> datetime:
    return datetime.strptime(text, MOMENT).replace(tzinfo=UTC)


def make_shift(begins: str, ends: str, staff: str = "maud", **more: Any) -> Shift:
    values = {"weekly": False, "last": None} | more
    moments = (datetime.strptime(text, MOMENT) for text in (begins, ends))
    first, last = moments
    return Shift(id=f"{staff} {begins}", staff_id=staff, begins=first, ends=last, **values)


def told(shifts: list[Shift], first: str, days: int = 7) -> list[tuple[str, str]]:
    turns = turns_within(shifts, span_of_days(date.fromisoformat(first), days, PARIS), PARIS)
    return [(turn.span.begins.strftime(MOMENT), turn.span.ends.strftime(MOMENT)) for turn in turns]


def test_a_weekly_shift_keeps_its_hour_when_the_clocks_change() -> None:
    shift = make_shift("2026-10-22T20:00", "2026-10-22T23:00", weekly=True)
    assert told([shift], "2026-10-19") == [("2026-10-22T18:00", "2026-10-22T21:00")]
    assert told([shift], "2026-10-26") == [("2026-10-29T19:00", "2026-10-29T22:00")]
    assert told([shift], "2026-10-12") == []


def test_a_shift_over_midnight_belongs_to_both_days() -> None:
    shift = make_shift("2026-11-29T22:00", "2026-11-30T02:00")
    night = [("2026-11-29T21:00", "2026-11-30T01:00")]
    assert told([shift], "2026-11-23") == night == told([shift], "2026-11-30")
    assert told([shift], "2026-12-01") == []


def test_a_weekly_shift_ends_with_its_last_day() -> None:
    shift = make_shift("2026-11-02T20:00", "2026-11-02T23:00", weekly=True, last=date(2026, 11, 20))
    assert len(told([shift], "2026-10-01", days=120)) == 3


def test_hours_that_the_clocks_leave_out_or_repeat_do_no_harm() -> None:
    gone = make_shift("2027-03-28T02:15", "2027-03-28T04:00", weekly=True)
    assert told([gone], "2027-03-28", days=1) == [("2027-03-28T01:15", "2027-03-28T02:00")]
    twice = make_shift("2026-10-25T02:15", "2026-10-25T04:00")
    assert told([twice], "2026-10-25", days=1) == [("2026-10-25T00:15", "2026-10-25T03:00")]


MONDAY = make_shift("2026-11-02T20:00", "2026-11-02T23:00", weekly=True)


@pytest.mark.parametrize(
    ("other", "clashes"),
    [
        (make_shift("2026-11-02T22:59", "2026-11-03T01:00", weekly=True), True),
        (make_shift("2026-11-02T23:00", "2026-11-03T01:00", weekly=True), False),
        (make_shift("2026-11-30T19:00", "2026-11-30T20:01"), True),
        (make_shift("2026-12-01T20:00", "2026-12-01T23:00"), False),
        (make_shift("2026-10-26T20:00", "2026-10-26T23:00"), False),
        (make_shift("2026-09-07T21:00", "2026-09-07T22:00", weekly=True), True),
        (make_shift("2026-09-07T21:00", "2026-09-07T22:00", weekly=True, last=date(2026, 11, 1)), False),
        (make_shift("2026-10-25T19:00", "2026-10-25T20:00", weekly=True), False),
    ],
)
def test_two_shifts_clash_when_any_of_their_weeks_do(other: Shift, clashes: bool) -> None:
    assert clash(MONDAY, other) is clashes
    assert clash(other, MONDAY) is clashes


def test_gaps_are_where_too_few_different_people_are_planned() -> None:
    evening = Span(at("2026-11-24T18:00"), at("2026-11-24T23:00"))
    shifts = [
        make_shift("2026-11-24T19:00", "2026-11-24T21:00"),
        make_shift("2026-11-24T21:00", "2026-11-24T22:00"),
        make_shift("2026-11-24T20:00", "2026-11-24T23:00", staff="nour"),
    ]
    turns = turns_within(shifts, evening, PARIS)
    assert find_gaps([evening], turns, 1) == [Gap(span=Span(at("2026-11-24T22:00"), at("2026-11-24T23:00")), planned=0)]
    assert [(gap.span.begins.hour, gap.span.ends.hour, gap.planned) for gap in find_gaps([evening], turns, 2)] == [
        (18, 19, 1), (21, 22, 1), (22, 23, 0),
    ]  # fmt: skip
    assert find_gaps([], turns, 5) == []


def test_opening_hours_are_read_as_the_web_writes_them() -> None:
    opening = make_opening(["Mo-Th,Su 18:00-23:00", "Fr-Sa 18:00-02:00"], "Europe/Paris")
    week = opening.spans(span_of_days(date(2026, 11, 23), 7, PARIS))
    assert len(week) == 7
    assert week[4] == Span(at("2026-11-27T17:00"), at("2026-11-28T01:00"))
    always = make_opening(["Mo-Su 00:00-24:00"], "Europe/Paris")
    whole = span_of_days(date(2026, 10, 19), 7, PARIS)
    assert always.spans(whole) == [whole] and whole.ends - whole.begins == timedelta(days=7, hours=1)


def test_what_began_the_day_before_still_counts() -> None:
    opening = make_opening(["Su 22:00-04:00"], "Europe/Paris")
    monday = opening.spans(span_of_days(monday_of(date(2026, 11, 26)), 1, PARIS))
    assert monday == [Span(at("2026-11-22T23:00"), at("2026-11-23T03:00"))]


@pytest.mark.parametrize(
    "text", ["", "always", "Mo 18:00", "Xx 18:00-20:00", "Mo-Tu-We 18:00-20:00", "Mo 24:00-25:00", "Mo 18:60-20:00"]
)
def test_hours_that_cannot_be_read_are_named(text: str) -> None:
    with pytest.raises(ValueError, match=text or "''"):
        make_opening([text], "Europe/Paris")


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../../etc/passwd", "/etc/passwd", "a\0b"])
def test_a_zone_that_is_none_is_named(zone: str) -> None:
    with pytest.raises(ValueError, match="there is no time zone"):
        make_opening(["Mo-Su 00:00-24:00"], zone)


def test_without_hours_nothing_would_ever_be_watched() -> None:
    with pytest.raises(ValueError, match="at least one"):
        make_opening([], "Europe/Paris")
