"""Proposals, held against the events that they made."""

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.oversight.moderation.cases.model import CaseEvent, Proposed, Settled
from veillee.oversight.moderation.decisions.proposal_store import proposals
from veillee.oversight.moderation.rows.history import History, fault
from veillee.oversight.moderation.wire_decisions import DecisionRequest
from veillee.safety.evidence import list_custody
from veillee.safety.ledger import Fault
from veillee.safety.sealing import is_unread


def check_proposals(connection: sa.Connection, history: History) -> Iterator[Fault]:
    """Those that are not as they were made and settled, and those that are gone."""
    expected = {case: list(_expected(events)) for case, events in history.items()}
    for row in connection.execute(sa.select(proposals).order_by(proposals.c.id)):
        if is_unread(row.request):
            # What it says is sealed, and the place's key is not here: its event answers for it.
            expected.get(row.case_id, [])[:1] = []
            continue
        said, open_ = _find_said(row), expected.get(row.case_id, [])
        if said is not None and said in open_:
            open_.remove(said)
        else:
            yield fault(f"proposal {row.id}", f"is not what the events of case {row.case_id} say")
        if row.held != _held_copies(connection, row):
            yield fault(f"proposal {row.id}", "is not what holds, or held, the copies of its case")
    for case in sorted(expected):
        for _ in expected[case]:
            yield fault(f"proposal in case {case}", "is gone, or is another one now")


def _held_copies(connection: sa.Connection, row: Any) -> bool:
    made = (entry for entry in list_custody(connection, row.case_id) if entry.act == "held" and entry.at == row.at)
    return any(entry.staff == row.staff_id for entry in made)


def _expected(events: list[CaseEvent]) -> Iterator[tuple[Any, ...]]:
    open_: CaseEvent | None = None
    for event in events:
        if isinstance(event.fact, Proposed):
            open_ = event
        elif isinstance(event.fact, Settled) and open_ is not None:
            yield (*_made(open_), event.fact.outcome, event.at, event.staff_id)
            open_ = None
    if open_ is not None:
        yield (*_made(open_), None, None, None)


def _made(event: CaseEvent) -> tuple[Any, ...]:
    fact = event.fact
    assert isinstance(fact, Proposed)
    return (event.at, event.staff_id, fact.decision, fact.facts, fact.statement, fact.lapses_at)


def _find_said(row: Any) -> tuple[Any, ...] | None:
    try:
        request = msgspec.convert(row.request, DecisionRequest)
    except msgspec.ValidationError:
        return None
    facts = request.facts.replace("\r\n", "\n").strip()
    made = (row.at, row.staff_id, request.kind, facts, row.statement_id, row.lapses_at)
    return (*made, row.outcome, row.settled_at, row.settled_by)
