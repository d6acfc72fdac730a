"""How moderation is joined to the rest: what it listens to, and to whom it speaks."""

from collections.abc import Callable, Coroutine, Iterable
from typing import Any

import msgspec

from veillee.community.people import Lamp, clear_standing, mark_standing
from veillee.foundation.basics import Clock, Listeners, utc_now
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.listening import GateListener
from veillee.oversight.moderation.desk.news import News
from veillee.oversight.moderation.events import CaseGrew, QueueChanged, ReportDecided, StatementIssued
from veillee.oversight.moderation.model import HARMLESS
from veillee.oversight.moderation.opinions.actions import Opinions
from veillee.oversight.moderation.staff.alarms import call_staff
from veillee.oversight.moderation.staff.model import DutyChanged
from veillee.oversight.moderation.statements.automated import RefusalListener
from veillee.oversight.moderation.wire import ReportFrame, StatementFrame
from veillee.safety.evidence import Judged, Vault
from veillee.safety.policy import HouseRules

Run = Callable[[Coroutine[Any, Any, None]], None]
"""Start work that nobody waits for."""
Push = Callable[[Iterable[str], msgspec.Struct], None]
"""Send one frame to all connections of these people; `presence.Attendance.push`."""


def ask_outside(listeners: Listeners, opinions: Opinions, run: Run) -> None:
    """Ask a classifier about every case that something new is brought to, once it is stored."""
    listeners.after(CaseGrew, lambda event: run(opinions.ask(event.case)))


def register(
    listeners: Listeners,
    lamp: Lamp,
    push: Push,
    rules: HouseRules,
    vault: Vault,
    clock: Clock = utc_now,
    judged: Judged | None = None,
) -> None:
    """Open cases for what the gate announces, tell people what was decided, keep the lamp."""
    GateListener(vault, clock, judged).register(listeners)
    RefusalListener(rules, clock).register(listeners)
    listeners.within(StatementIssued, _keep_standing)
    listeners.within(CaseGrew, lambda transaction, event: call_staff(transaction, event.case, clock()))
    listeners.after(DutyChanged, lambda event: lamp.set(event.staff_on_duty, urgent_late=event.urgent_late))
    listeners.after(StatementIssued, lambda event: push([event.person_id], StatementFrame(statement=event.statement)))
    listeners.after(ReportDecided, lambda event: push([event.person_id], ReportFrame(report=event.report)))


def tell_consoles(listeners: Listeners, lamp: Lamp, news: News) -> None:
    """Tell whoever has a console open when the queue or the watch changes, here or on another node."""
    listeners.after(QueueChanged, lambda _: news.tell("cases"))
    lamp.on_change(lambda: news.tell("watch"))


def _keep_standing(transaction: Transaction, event: StatementIssued) -> None:
    """A human's decision against somebody lowers their reach at once, and a reversal gives it back."""
    statement = event.statement
    if statement.decision in HARMLESS or statement.automated:
        return
    if statement.reversal is not None:
        clear_standing(transaction, statement.id)
    else:
        mark_standing(transaction, event.person_id, statement.id, statement.issued_at)
