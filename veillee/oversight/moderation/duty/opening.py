"""When the place is to be watched: `Mo-Fr 18:00-02:00`, as opening hours are written for the web (schema.org)."""

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from veillee.oversight.moderation.duty.model import DAY, Span, to_instant

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_TEXT = re.compile(r"(?P<days>[A-Za-z,-]+) (?P<from>\d\d:\d\d)-(?P<until>\d\d:\d\d)")
_DAY_MINUTES = 24 * 60


class Hours(msgspec.Struct, frozen=True, order=True):
    """On this weekday, Monday 0, from one minute until another; the latter may lie on the next day."""

    weekday: int
    begins: int
    ends: int


class Opening(msgspec.Struct, frozen=True):
    """The hours of a week, on the clocks of a zone, and how they were written."""

    written: tuple[str, ...] = ("Mo-Su 00:00-24:00",)
    zone: ZoneInfo = ZoneInfo("Europe/Paris")

    def hours(self) -> list[Hours]:
        """Raises ValueError saying which text cannot be read."""
        return sorted({hours for text in self.written for hours in _read(text)})

    def spans(self, within: Span) -> list[Span]:
        """When it is to be watched, in order, joined and cut to `within`."""
        day = within.begins.astimezone(self.zone).date() - DAY
        last = within.ends.astimezone(self.zone).date()
        spans: list[Span] = []
        week = self.hours()
        while day <= last:
            midnight = datetime.combine(day, time())
            for hours in week:
                if hours.weekday == day.weekday():
                    begins, ends = (midnight + timedelta(minutes=m) for m in (hours.begins, hours.ends))
                    spans.append(Span(to_instant(begins, self.zone), to_instant(ends, self.zone)))
            day += DAY
        return _join(spans, within)


def make_opening(written: Iterable[str], zone: str) -> Opening:
    """Raises ValueError saying what cannot be read: a text, or the name of a zone."""
    try:
        opening = Opening(tuple(written), ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {zone!r}") from error
    if not opening.hours():
        raise ValueError("at least one text such as `Mo-Su 18:00-02:00` is needed")
    return opening


def _join(spans: list[Span], within: Span) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        begins, ends = max(span.begins, within.begins), min(span.ends, within.ends)
        if joined and begins <= joined[-1].ends:
            joined[-1] = Span(joined[-1].begins, max(ends, joined[-1].ends))
        elif begins < ends:
            joined.append(Span(begins, ends))
    return joined


def _read(text: str) -> Iterable[Hours]:
    found = _TEXT.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not written like `Mo-Fr 18:00-02:00`")
    begins, ends = _minute(text, found["from"]), _minute(text, found["until"])
    if begins == _DAY_MINUTES:
        raise ValueError(f"{text!r} begins at 24:00")
    ends += _DAY_MINUTES if ends <= begins else 0
    return [Hours(day, begins, ends) for part in found["days"].split(",") for day in _days(text, part)]


def _minute(text: str, clock: str) -> int:
    hour, minute = map(int, clock.split(":"))
    if minute > 59 or hour * 60 + minute > _DAY_MINUTES:
        raise ValueError(f"{text!r} names no time of day: {clock}")
    return hour * 60 + minute


def _days(text: str, part: str) -> list[int]:
    names = part.split("-")
    if len(names) > 2 or any(name not in DAYS for name in names):
        raise ValueError(f"{text!r} names no days: {part}; they are {', '.join(DAYS)}")
    first, last = DAYS.index(names[0]), DAYS.index(names[-1])
    return [day % 7 for day in range(first, last + 1 if last >= first else last + 8)]
