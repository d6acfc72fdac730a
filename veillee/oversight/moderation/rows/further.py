"""Readings beyond the window of a case, made again from the events of their cases."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from veillee.oversight.moderation.cases.model import (
    CaseEvent,
    FurtherAnswered,
    FurtherAsked,
    FurtherEnded,
    FurtherRead,
)
from veillee.oversight.moderation.further.store import further_readings
from veillee.oversight.moderation.rows.history import History, facts, fault
from veillee.safety.ledger import Fault


def check_further(connection: sa.Connection, history: History) -> Iterator[Fault]:
    """Those whose row says something else than what was asked, answered and read, and those that are gone."""
    expected = dict[str, dict[str, Any]]()
    for case, event in facts(history):
        _take(expected, case, event)
    for row in connection.execute(sa.select(further_readings).order_by(further_readings.c.id)):
        made = expected.pop(row.id, {})
        wrong = [name for name, value in row._asdict().items() if name not in made or made[name] != value]
        if wrong:
            yield fault(f"further reading {row.id}", f"is not what its case says: {', '.join(wrong)}")
    for gone in sorted(expected):
        yield fault(f"further reading {gone}", "is gone")


def _take(expected: dict[str, dict[str, Any]], case: str, event: CaseEvent) -> None:
    fact = event.fact
    match fact:
        case FurtherAsked():
            expected[fact.further] = _asked(case, event, fact)
        case FurtherAnswered() if fact.further in expected:
            answered = {"answered_by": event.staff_id, "answered_at": event.at, "answer": fact.reason}
            refused = {"state": "refused", "ended_at": event.at}
            opened = {"state": "open", "until": fact.until}
            expected[fact.further] |= answered | (refused if fact.until is None else opened)
        case FurtherRead() if fact.further in expected:
            own = expected[fact.further]
            own |= {"lines_read": own["lines_read"] + len(fact.lines), "readings": own["readings"] + 1}
        case FurtherEnded() if fact.further in expected:
            expected[fact.further] |= {"state": fact.outcome, "ended_at": event.at}
        case _:
            pass


def _asked(case: str, event: CaseEvent, fact: FurtherAsked) -> dict[str, Any]:
    return {
        "id": fact.further,
        "case_id": case,
        "conversation_id": fact.conversation,
        "first": fact.first,
        "last": fact.last,
        "minutes": fact.minutes,
        "reason": fact.reason,
        "state": "asked",
        "asked_by": event.staff_id,
        "asked_at": event.at,
        "until": fact.until,
        "answered_by": None,
        "answered_at": None,
        "answer": None,
        "ended_at": None,
        "lines_read": 0,
        "readings": 0,
    }
