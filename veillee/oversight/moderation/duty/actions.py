"""The verbs of duty. Every method asks for a StaffCaller, whom only a valid session gives."""

from datetime import date, datetime

import structlog

from veillee.foundation.basics import Clock, Invalid
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation import wire_duty as wire
from veillee.oversight.moderation.duty import handover, presence, roster, synthetic
from veillee.oversight.moderation.duty.answers import read_answers
from veillee.oversight.moderation.duty.store import list_shifts
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire import Duty

LOOK_AHEAD_SECONDS = 300
SYNTHETIC_SECONDS = 60

log = structlog.get_logger("duty")


class DutyRoom:
    """Going on and off duty, the roster and what it foresees, handing over, how soon staff answer."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock

    async def put(self, caller: StaffCaller, request: wire.DutyRequest) -> Duty:
        """Go on or off duty, handing over a note.

        Raises Forbidden `wrong-role` for a role that does not watch; Invalid and Problem as handover.write_note does.
        """
        return await self._database.write(self._put, caller, request)

    async def roster(self, caller: StaffCaller, week: str | None) -> wire.Roster:
        """The week of a day, today's when none is given. Raises Invalid."""
        day = None if week is None else _read_day(week)
        return await self._database.read(roster.read_roster, caller, day, self._settings, self._clock())

    async def plan(self, caller: StaffCaller, request: wire.ShiftRequest) -> wire.Shift:
        """Add a shift. Raises what roster.add_shift does."""
        return await self._database.write(roster.add_shift, caller, request, self._settings, self._clock())

    async def unplan(self, caller: StaffCaller, shift_id: str) -> None:
        """Take a shift out. Raises what roster.remove_shift does."""
        await self._database.write(roster.remove_shift, caller, shift_id, self._settings, self._clock())

    async def gaps(self, caller: StaffCaller) -> wire.Gaps:
        """The gaps of the next 24 hours."""
        return await self._database.read(roster.read_gaps, self._settings, self._clock())

    async def notes(self, caller: StaffCaller) -> list[wire.HandoverNote]:
        """What was handed over lately."""
        return await self._database.read(handover.read_notes, self._clock())

    async def take(self, caller: StaffCaller, note_id: str) -> None:
        """Go on with what somebody left. Raises what handover.take_note does."""
        await self._database.write(handover.take_note, caller, note_id, self._clock())

    async def answers(self, caller: StaffCaller) -> wire.Answers:
        """How soon staff answered."""
        return await self._database.read(read_answers, self._settings, self._clock())

    async def look_ahead(self) -> None:
        """Foresee gaps, and log those that are new. A daemon calls this every LOOK_AHEAD_SECONDS, on one node."""
        planned = await self._database.read(list_shifts)
        for gap in await self._database.write(roster.look_ahead, self._settings, self._clock()):
            if planned:
                log.warning("gap in the roster", begins=gap.span.begins, ends=gap.span.ends, planned=gap.planned)

    async def make_synthetic(self) -> None:
        """Make the synthetic report that is due. A daemon calls this every SYNTHETIC_SECONDS, on one node."""
        if self._settings.synthetic_per_day:
            key = self._settings.synthetic_key
            await self._database.write(synthetic.make_due, self._settings, key, self._clock())

    def _put(self, transaction: Transaction, caller: StaffCaller, request: wire.DutyRequest) -> Duty:
        now: datetime = self._clock()
        presence.check_watches(caller)
        handover.write_note(transaction, caller, request, now)
        return presence.put_duty(transaction, caller, request.on, self._settings, now)


def _read_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
        # Far from the ends of the calendar, where weeks cannot be counted.
        if not 2000 <= day.year <= 2999:
            raise ValueError(text)
    except ValueError as error:
        raise Invalid({"week": "no-such-day"}) from error
    return day
