"""What reporters, notifiers and complainants were told, held against what was decided."""

from collections import defaultdict
from collections.abc import Generator, Iterator
from typing import Any

import sqlalchemy as sa

from veillee.oversight.moderation.cases.model import CaseEvent, Decided, Opened, Reported, subject_key
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.duty.store import synthetic_reports
from veillee.oversight.moderation.notices.store import notice_items, notices
from veillee.oversight.moderation.objections.store import objections
from veillee.oversight.moderation.reports.store import reports
from veillee.oversight.moderation.rows.history import History, facts, fault
from veillee.oversight.moderation.statements.store import complaints
from veillee.safety.ledger import Fault
from veillee.safety.sealing import is_unread

Told = dict[str, tuple[str, str]]
"""The case of each report, and its reason."""

Brought = defaultdict[str, list[tuple[str, CaseEvent]]]
"""By report: the cases that it was brought to, the earliest first, and the events that say so."""

ANSWERS = {"uphold": "upheld", "reverse": "reversed"}


def check_outcomes(connection: sa.Connection, history: History) -> Iterator[Fault]:
    """Rows that say that something else was decided, at another time, or in another case."""
    decided = {case: event for case, event in facts(history) if isinstance(event.fact, Decided)}
    brought: Brought = defaultdict(list)
    for case, event in facts(history):
        if isinstance(event.fact, Reported):
            brought[event.fact.report].append((case, event))
    told = yield from _check_reports(connection, history, decided)
    told |= yield from _check_items(connection, decided)
    told |= yield from _check_synthetic(connection, brought)
    for id_, (case, reason) in sorted(told.items()):
        # What was reported again after an objection is in the latest case that it was brought to.
        latest = brought[id_][-1:]
        if [(there, _reason(event)) for there, event in latest] != [(case, reason)]:
            yield fault(f"report {id_}", f"is not as it was brought to case {case}")
    for id_ in sorted(set(brought) - set(told)):
        yield fault(f"report {id_}", "is gone, or never was, and a case says that it was brought")
    for row in connection.execute(sa.select(objections).order_by(objections.c.id)):
        if row.contested_case not in {case for case, _ in brought[row.target_id]}:
            yield fault(f"objection {row.id}", "is about another case than that of its report")
    for table, key in ((complaints, "statement_id"), (objections, "id")):
        for row in connection.execute(sa.select(table).order_by(table.c[key])):
            yield from _check_answered(f"answer to complaint {getattr(row, key)}", row, decided)


def _reason(event: CaseEvent) -> str | None:
    return event.fact.reason if isinstance(event.fact, Reported) else None


def _check_reports(
    connection: sa.Connection, history: History, decided: dict[str, CaseEvent]
) -> Generator[Fault, None, Told]:
    told = Told()
    for row in connection.execute(sa.select(reports).order_by(reports.c.id)):
        told[row.id] = (row.case_id, row.reason)
        yield from _check_told(f"report {row.id}", row, decided)
        opened = next((event.fact for event in history.get(row.case_id, [])), None)
        if not isinstance(opened, Opened) or subject_key(opened.subject) != row.subject_key:
            yield fault(f"report {row.id}", "is about something else than its case")
    return told


def _check_items(connection: sa.Connection, decided: dict[str, CaseEvent]) -> Generator[Fault, None, Told]:
    """Items, and that each notice has as many as were written."""
    told, numbers = Told(), defaultdict[str, list[int]](list)
    query = sa.select(notice_items, notices.c.reason).join(notices, notices.c.id == notice_items.c.notice_id)
    for row in connection.execute(query.order_by(notice_items.c.notice_id, notice_items.c.number)):
        told[row.id] = (row.case_id, row.reason)
        numbers[row.notice_id].append(row.number)
        yield from _check_told(f"item {row.number} of notice {row.notice_id}", row, decided)
    for row in connection.execute(sa.select(notices).order_by(notices.c.id)):
        if row.contact is not None and (row.name, row.email) != (None, None):
            yield fault(f"notice {row.id}", "says who it is from, which lies apart")
        if is_unread(row.written):
            continue
        there, written = numbers[row.id], row.written if isinstance(row.written, list) else []
        if there != list(range(1, len(written) + 1)):
            yield fault(f"notice {row.id}", f"had {len(written)} items, and {there or 'none'} are there")
    return told


def _check_synthetic(connection: sa.Connection, brought: Brought) -> Generator[Fault, None, Told]:
    """What nobody sent is in the case that was made for it, at that moment."""
    told = Told()
    for row in connection.execute(sa.select(synthetic_reports).order_by(synthetic_reports.c.id)):
        told[row.id] = (row.case_id, row.reason)
        if [event.at for _, event in brought[row.id][:1]] != [row.made_at]:
            yield fault(f"synthetic report {row.id}", "was made at another time than its case")
    return told


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
