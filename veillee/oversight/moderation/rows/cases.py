"""The projection of each case, folded again from its events."""

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.oversight.moderation.cases.fold import apply
from veillee.oversight.moderation.cases.model import CaseEvent, CaseState, subject_key
from veillee.oversight.moderation.cases.store import cases, to_state
from veillee.oversight.moderation.rows.history import History, fault
from veillee.safety.ledger import Fault


def check_cases(connection: sa.Connection, history: History) -> Iterator[Fault]:
    """Cases whose row, or whose row of events, is not what it was."""
    known = set()
    for row in connection.execute(sa.select(cases).order_by(cases.c.id)):
        known.add(row.id)
        yield from _check(row, history.get(row.id, []))
    for case in sorted(set(history) - known):
        yield fault(f"case {case}", "is gone, and its events are there")


def _check(row: Any, events: list[CaseEvent]) -> Iterator[Fault]:
    where = f"case {row.id}"
    numbers = [event.number for event in events]
    if numbers != list(range(1, row.number + 1)):
        missing = sorted(set(range(1, row.number + 1)) - set(numbers))
        yield fault(where, f"has not the events that it counts; missing: {missing or 'none'}")
        return
    try:
        state = _fold(events)
    except ValueError as error:
        yield fault(where, f"its events make no case ({error})")
        return
    try:
        said = to_state(row)
    except msgspec.ValidationError:
        yield fault(where, "what it is about cannot be read")
        return
    wrong = [name for name in CaseState.__struct_fields__ if getattr(state, name) != _said(row, said, state, name)]
    if row.subject_key != subject_key(state.subject):
        wrong.append("subject_key")
    if wrong:
        yield fault(where, f"is not what its events come to: {', '.join(wrong)}")


def _fold(events: list[CaseEvent]) -> CaseState:
    state: CaseState | None = None
    for event in events:
        state = apply(state, event)
    if state is None:
        raise ValueError("there are none")
    return state


def _said(row: Any, as_said: CaseState, state: CaseState, name: str) -> Any:
    said = getattr(as_said, name)
    if name == "urgent_at" and said == row.opened_at and state.urgent_at is not None:
        # Cases from before this column were given the moment of their opening.
        return state.urgent_at
    return said
