"""What reporters, notifiers and complainants were told, held against what was decided."""

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.oversight.moderation.cases.model import CaseEvent, Decided, Reported
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.notices.store import notice_items, notices
from veillee.oversight.moderation.objections.store import objections
from veillee.oversight.moderation.reports.store import reports
from veillee.oversight.moderation.rows.history import History, facts, fault
from veillee.oversight.moderation.statements.store import complaints
from veillee.safety.ledger import Fault
from veillee.safety.sealing import is_unread

ANSWERS = {"uphold": "upheld", "reverse": "reversed"}


def check_outcomes(connection: sa.Connection, history: History) -> Iterator[Fault]:
    """Rows that say that something else was decided, at another time, or in another case."""
    decided = {case: event for case, event in facts(history) if isinstance(event.fact, Decided)}
    brought = {
        event.fact.report: (case, event.fact) for case, event in facts(history) if isinstance(event.fact, Reported)
    }
    told = dict[str, tuple[str, str]]()
    for row in connection.execute(sa.select(reports).order_by(reports.c.id)):
        told[row.id] = (row.case_id, row.reason)
        yield from _check_told(f"report {row.id}", row, decided)
    query = sa.select(notice_items, notices.c.reason).join(notices, notices.c.id == notice_items.c.notice_id)
    for row in connection.execute(query.order_by(notice_items.c.id)):
        told[row.id] = (row.case_id, row.reason)
        yield from _check_told(f"item {row.number} of notice {row.notice_id}", row, decided)
    for id_, (case, reason) in sorted(told.items()):
        # What was reported again after an objection is in the latest case that it was brought to.
        there = brought.get(id_)
        if there is None or there[0] != case or there[1].reason != reason:
            yield fault(f"report {id_}", f"is not as it was brought to case {case}")
    yield from _check_items(connection)
    for table, key in ((complaints, "statement_id"), (objections, "id")):
        for row in connection.execute(sa.select(table).order_by(table.c[key])):
            yield from _check_answered(f"answer to complaint {getattr(row, key)}", row, decided)


def _check_told(where: str, row: Any, decided: dict[str, CaseEvent]) -> Iterator[Fault]:
    event = decided.get(row.case_id)
    kind = event.fact.decision if event is not None and isinstance(event.fact, Decided) else None
    expected = (None, None) if event is None or kind is None else (DECISIONS[kind].outcome, event.at)
    if (row.outcome, row.decided_at) != expected:
        yield fault(where, "its outcome is not that of its case")


def _check_answered(where: str, row: Any, decided: dict[str, CaseEvent]) -> Iterator[Fault]:
    event = decided.get(row.case_id)
    expected: tuple[Any, ...] = (None, None, None)
    if event is not None and isinstance(event.fact, Decided):
        expected = (ANSWERS.get(event.fact.decision), event.fact.facts, event.at)
    if (row.outcome, row.answer, row.decided_at) != expected:
        yield fault(where, "is not what was decided")


def _check_items(connection: sa.Connection) -> Iterator[Fault]:
    """A notice says how many items it had."""
    count = sa.func.count(notice_items.c.id)
    query = sa.select(notices.c.id, notices.c.written, count).outerjoin(notice_items).group_by(notices.c.id)
    for row in connection.execute(query.order_by(notices.c.id)):
        if is_unread(row.written):
            continue
        written = msgspec.convert(row.written, list[Any])
        if len(written) != row[2]:
            yield fault(f"notice {row.id}", f"had {len(written)} items, and {row[2]} are there")
