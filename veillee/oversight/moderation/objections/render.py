"""Objections as whoever made them, and staff, see them."""

from datetime import datetime

import sqlalchemy as sa

from veillee.oversight.moderation.model import COMPLAINT_PERIOD
from veillee.oversight.moderation.objections import store
from veillee.oversight.moderation.wire import ObjectionState
from veillee.oversight.moderation.wire_cases import CaseRefusal

NOTHING_DONE = frozenset({"no_violation", "not_located"})
"""The outcomes that can be objected to: whoever was right has nothing to contest."""


def render_objection(outcome: str | None, decided_at: datetime | None, row: store.Row | None) -> ObjectionState | None:
    """How a report, or an item of a notice, can be or was objected to; None: there is nothing to object to."""
    if row is not None:
        since = decided_at or row.created_at
        return ObjectionState(until=since + COMPLAINT_PERIOD, sent=True, outcome=row.outcome, answer=row.answer)
    if decided_at is None or outcome not in NOTHING_DONE:
        return None
    return ObjectionState(until=decided_at + COMPLAINT_PERIOD, sent=False, outcome=None, answer=None)


def render_refusal(connection: sa.Connection, row: store.Row) -> CaseRefusal:
    """What was decided when nothing was done, for whoever decides about the objection."""
    _, decided = store.read_decided(connection, row.contested_case)
    assert decided is not None
    return CaseRefusal(case=row.contested_case, decision=decided.decision, facts=decided.facts)
