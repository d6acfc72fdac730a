"""From one thing that was sent to whoever sent it, and to all that they have sent of late."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.basics import is_id
from veillee.oversight.moderation.cases.store import cases
from veillee.oversight.moderation.duty.store import synthetic_reports
from veillee.oversight.moderation.misuse.model import SUBMISSIONS_MAX, Submission, Submitter
from veillee.oversight.moderation.notices.store import notice_items, notices
from veillee.oversight.moderation.objections.store import objections
from veillee.oversight.moderation.reports.store import reports
from veillee.oversight.moderation.statements.store import complaints, statements

NOTHING_FOUND = "no_violation"
"""What could not be found may well have been there: only this outcome says that there was nothing."""

STANDS = "upheld"


def find_submitter(connection: sa.Connection, submission: str) -> Submitter | None:
    """Who sent a report, an item of a notice, a complaint (by its statement) or an objection; None: nobody did."""
    if not is_id(submission):
        return None
    for find in (_of_report, _of_item, _of_complaint, _of_objection, _of_synthetic):
        found = find(connection, submission)
        if found is not None:
            return found
    return None


def list_submissions(connection: sa.Connection, who: Submitter, since: datetime) -> list[Submission]:
    """What somebody sent since then, the latest first, at most SUBMISSIONS_MAX of each kind."""
    if who.person_id is None and who.notifier is None:
        return []
    if who.what == "reports":
        queries = [_reports(who)] if who.person_id is not None else [_items(who)]
    else:
        queries = [_complaints(who), _objections(who)] if who.person_id is not None else [_item_objections(who)]
    found = [one for query in queries for one in _read(connection, query, since)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _read(connection: sa.Connection, query: sa.Select[Any], since: datetime) -> Iterator[Submission]:
    at = query.selected_columns.at
    for row in connection.execute(query.where(at > since).order_by(at.desc()).limit(SUBMISSIONS_MAX)):
        yield Submission(
            id=row.id,
            case=row.case_id,
            reason=row.reason,
            at=row.at,
            decided=row.decided_at is not None,
            unfounded=row.decided_at is not None and row.outcome in (NOTHING_FOUND, STANDS),
            against=row.against,
        )


def _select(table: sa.Table, reason: Any, at: Any, against: Any) -> sa.Select[Any]:
    """The columns that _read wants; a complaint goes by its statement."""
    id_ = table.c.statement_id if table is complaints else table.c.id
    own = (table.c.case_id, table.c.decided_at, table.c.outcome)
    return sa.select(id_.label("id"), *own, reason.label("reason"), at.label("at"), against.label("against"))


def _reports(who: Submitter) -> sa.Select[Any]:
    """What adds to an open report is not sent a second time."""
    query = _select(reports, reports.c.reason, reports.c.created_at, cases.c.person_id)
    mine = (reports.c.reporter_id == who.person_id, reports.c.adds_to.is_(None))
    return query.join(cases, cases.c.id == reports.c.case_id).where(*mine)


def _items(who: Submitter) -> sa.Select[Any]:
    query = _select(notice_items, notices.c.reason, notices.c.created_at, cases.c.person_id)
    query = query.join(notices, notices.c.id == notice_items.c.notice_id)
    return query.join(cases, cases.c.id == notice_items.c.case_id).where(notices.c.notifier == who.notifier)


def _complaints(who: Submitter) -> sa.Select[Any]:
    query = _select(complaints, sa.null(), complaints.c.created_at, sa.null())
    return query.join(statements, statements.c.id == complaints.c.statement_id).where(
        statements.c.person_id == who.person_id
    )


def _objections(who: Submitter) -> sa.Select[Any]:
    query = _select(objections, reports.c.reason, objections.c.created_at, sa.null())
    query = query.join(reports, reports.c.id == objections.c.target_id)
    return query.where(objections.c.target_kind == "report", reports.c.reporter_id == who.person_id)


def _item_objections(who: Submitter) -> sa.Select[Any]:
    query = _select(objections, notices.c.reason, objections.c.created_at, sa.null())
    query = query.join(notice_items, notice_items.c.id == objections.c.target_id)
    query = query.join(notices, notices.c.id == notice_items.c.notice_id)
    return query.where(objections.c.target_kind == "notice_item", notices.c.notifier == who.notifier)


def _of_report(connection: sa.Connection, id_: str) -> Submitter | None:
    person = connection.execute(sa.select(reports.c.reporter_id).where(reports.c.id == id_)).scalar()
    return None if person is None else Submitter(what="reports", person_id=person)


def _of_item(connection: sa.Connection, id_: str) -> Submitter | None:
    query = sa.select(notices.c.notifier, notices.c.flagger_id).join(notice_items)
    row = connection.execute(query.where(notice_items.c.id == id_)).one_or_none()
    if row is None:
        return None
    return Submitter(what="reports", notifier=row.notifier, trusted=row.flagger_id is not None)


def _of_complaint(connection: sa.Connection, id_: str) -> Submitter | None:
    query = sa.select(statements.c.person_id).join(complaints, complaints.c.statement_id == statements.c.id)
    person = connection.execute(query.where(statements.c.id == id_)).scalar()
    return None if person is None else Submitter(what="complaints", person_id=person)


def _of_objection(connection: sa.Connection, id_: str) -> Submitter | None:
    query = sa.select(objections.c.target_kind, objections.c.target_id).where(objections.c.id == id_)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    find = _of_report if row.target_kind == "report" else _of_item
    found = find(connection, row.target_id)
    assert found is not None
    return Submitter(what="complaints", person_id=found.person_id, notifier=found.notifier, trusted=found.trusted)


def _of_synthetic(connection: sa.Connection, id_: str) -> Submitter | None:
    """What measures the watch looks like the first notice of somebody outside."""
    found = connection.execute(sa.select(synthetic_reports.c.id).where(synthetic_reports.c.id == id_)).scalar()
    return None if found is None else Submitter(what="reports", notifier=b"")
