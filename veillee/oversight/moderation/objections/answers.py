"""Answering an objection: the decision stands, or the case is opened again for what was reported."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.cases.actions import Occasion, add_to_case, append_event
from veillee.oversight.moderation.cases.model import Reported
from veillee.oversight.moderation.events import ReportDecided
from veillee.oversight.moderation.notices.letters import tell_answer
from veillee.oversight.moderation.notices.store import notice_items, notices
from veillee.oversight.moderation.objections import store
from veillee.oversight.moderation.reports.render import render_report
from veillee.oversight.moderation.reports.store import reports
from veillee.oversight.moderation.wire_cases import CaseSource


def answer(transaction: Transaction, objection_id: str, outcome: str, text: str, now: datetime) -> None:
    """Store the answer; `reversed` opens the case again, with the report or the item in it. Tells whoever objected."""
    connection = transaction.connection
    store.answer_objection(connection, objection_id, outcome, text, now)
    row = store.get_objection(connection, objection_id)
    reverse = outcome == "reversed"
    if row.target_kind == "report":
        report = connection.execute(sa.select(reports).where(reports.c.id == row.target_id)).one()
        if reverse:
            _open_report(transaction, row, report, now)
        _tell_reporter(transaction, row)
        return
    item = connection.execute(sa.select(notice_items).where(notice_items.c.id == row.target_id)).one()
    if reverse:
        reason = connection.execute(sa.select(notices.c.reason).where(notices.c.id == item.notice_id)).scalar_one()
        case = _reopen(transaction, row, "notice", now)
        append_event(transaction, case, Reported(report=item.id, reason=reason, news=True), now)
        back = {"case_id": case, "decided_at": None, "outcome": None}
        connection.execute(sa.update(notice_items).where(notice_items.c.id == item.id).values(back))
    tell_answer(transaction, item.notice_id, item.number, reopened=reverse, now=now)


def _open_report(transaction: Transaction, row: store.Row, report: Any, now: datetime) -> None:
    connection, own = transaction.connection, reports.c
    case = _reopen(transaction, row, "report", now)
    same = (own.reporter_id == report.reporter_id, own.subject_key == report.subject_key, own.decided_at.is_(None))
    further = connection.execute(sa.select(own.id).where(*same, own.adds_to.is_(None))).scalar()
    fact = Reported(report=report.id, reason=report.reason, news=True, again=further is not None)
    append_event(transaction, case, fact, now)
    # It adds to what the same person has reported since, if that is still open; else it stands by itself.
    back = {"case_id": case, "decided_at": None, "outcome": None, "adds_to": further}
    connection.execute(sa.update(reports).where(own.id == report.id).values(back))


def _reopen(transaction: Transaction, row: store.Row, source: CaseSource, now: datetime) -> str:
    """The case about the same thing: the one that is open, or a new one; what was decided stays as it was."""
    contested = cases.find_state(transaction.connection, row.contested_case)
    assert contested is not None
    occasion = Occasion(source=source, subject=contested.subject, person_id=contested.person_id)
    return add_to_case(transaction, occasion, None, now)


def _tell_reporter(transaction: Transaction, row: store.Row) -> None:
    report = transaction.connection.execute(sa.select(reports).where(reports.c.id == row.target_id)).one()
    transaction.announce(ReportDecided(person_id=report.reporter_id, report=render_report(report, row)))
