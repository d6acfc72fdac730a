"""How moderation is joined to the rest: what it listens to, and to whom it speaks."""

from collections.abc import Callable, Iterable

import msgspec

from veillee.community.people import Lamp
from veillee.foundation.basics import Clock, Listeners, utc_now
from veillee.oversight.moderation.cases.listening import GateListener
from veillee.oversight.moderation.events import ReportDecided, StatementIssued
from veillee.oversight.moderation.staff.model import DutyChanged
from veillee.oversight.moderation.wire import ReportFrame, StatementFrame

Push = Callable[[Iterable[str], msgspec.Struct], None]
"""Send one frame to all connections of these people; `presence.Attendance.push`."""


def register(listeners: Listeners, lamp: Lamp, push: Push, clock: Clock = utc_now) -> None:
    """Open cases for what the gate announces, tell people what was decided, keep the lamp."""
    GateListener(clock).register(listeners)
    listeners.after(DutyChanged, lambda event: lamp.set(event.staff_on_duty))
    listeners.after(StatementIssued, lambda event: push([event.person_id], StatementFrame(statement=event.statement)))
    listeners.after(ReportDecided, lambda event: push([event.person_id], ReportFrame(report=event.report)))
