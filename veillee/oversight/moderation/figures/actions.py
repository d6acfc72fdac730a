"""Telling figures."""

import csv
import io
from datetime import datetime, timedelta

from veillee.foundation.basics import Clock
from veillee.foundation.storage import Database
from veillee.oversight.moderation.figures.flaggers import count_flaggers
from veillee.oversight.moderation.figures.period import read_period
from veillee.oversight.moderation.figures.queries import count_all
from veillee.oversight.moderation.figures.rounding import round_off
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire_figures import Figures, FlaggerFigures

COUNTED_EVERY = timedelta(minutes=10)
KEPT_MAX = 50


class FigureRoom:
    """How the watch does, in numbers."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._public: dict[str, tuple[datetime, Figures]] = {}

    async def tell_everybody(self, period: str | None) -> Figures:
        """Rounded, and counted anew every ten minutes at most, however many ask. Raises Invalid."""
        now = self._clock()
        name = read_period(period, now).name
        counted_at, told = self._public.get(name, (None, None))
        if told is None or counted_at is None or not timedelta(0) <= now - counted_at < COUNTED_EVERY:
            told = await self.tell(name, exact=False)
            self._public = {**dict(list(self._public.items())[-KEPT_MAX:]), name: (now, told)}
        return told

    async def tell_flaggers(self, caller: StaffCaller, period: str | None) -> list[FlaggerFigures]:
        """Of all trusted flaggers; a flagger learns their own. Raises Invalid."""
        only = caller.id if caller.role == "flagger" else None
        return await self._database.read(count_flaggers, read_period(period, self._clock()), only)

    async def tell(self, period: str | None, *, exact: bool) -> Figures:
        """Of a month or a year. exact: for staff only. Raises Invalid."""
        about = read_period(period, self._clock())
        found = await self._database.read(count_all, about)
        shown = found if exact else round_off(found)
        return Figures(period=about.name, since=about.since, until=about.until, exact=exact, figures=shown)


def write_flaggers_csv(rows: list[FlaggerFigures]) -> str:
    """RFC 4180: one line a flagger, for the yearly report (DSA art. 22(3))."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(FlaggerFigures.__struct_fields__)
    writer.writerows([getattr(row, name) for name in FlaggerFigures.__struct_fields__] for row in rows)
    return text.getvalue()


def write_csv(figures: Figures) -> str:
    """RFC 4180: one line a figure; an empty value means too few to be told."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["period", "group", "name", "measure", "value"])
    for figure in figures.figures:
        value = "" if figure.value is None else f"{figure.value:g}"
        writer.writerow([figures.period, figure.group, figure.name, figure.measure, value])
    return text.getvalue()
