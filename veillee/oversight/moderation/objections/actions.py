"""Objecting to a decision to do nothing, and what comes of it."""

from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.community.people import Caller
from veillee.foundation.basics import Clock, NotFound, Problem, digest_token, is_id, new_id
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation import wire
from veillee.oversight.moderation.cases.actions import Occasion, add_to_case
from veillee.oversight.moderation.leaves import objection_content
from veillee.oversight.moderation.misuse.door import check_taken
from veillee.oversight.moderation.misuse.model import Submitter
from veillee.oversight.moderation.model import COMPLAINT_CHARS_MAX, COMPLAINT_PERIOD
from veillee.oversight.moderation.notices import store as notices
from veillee.oversight.moderation.objections import store
from veillee.oversight.moderation.objections.render import NOTHING_DONE
from veillee.oversight.moderation.reports import store as reports
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.safety import ledger


class Contested(msgspec.Struct, frozen=True, kw_only=True):
    """What is objected to. kind: see the table; reason: of what was reported; sender: who reported it."""

    kind: str
    id: str
    case: str
    outcome: str | None
    decided_at: datetime | None
    reason: str
    sender: Submitter


class Objections:
    """Whoever reported or gave notice has somebody else look again: once, within six months, free of charge."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def about_report(self, caller: Caller, report_id: str, text: str) -> wire.ObjectionFiled:
        """Raises NotFound, Invalid, Problem `undecided`, `acted`, `already-complained`, `too-late`, Forbidden
        `misuse-suspended`."""
        checked = check_text("text", text, COMPLAINT_CHARS_MAX)
        return await self._database.write(_about_report, caller, report_id, checked, self._clock())

    async def about_notice(self, secret: str, number: int, text: str) -> wire.ObjectionFiled:
        """About one item of a notice, by its secret; raises like about_report."""
        checked = check_text("text", text, COMPLAINT_CHARS_MAX)
        return await self._database.write(_about_notice, secret, number, checked, self._clock())


def _about_report(
    transaction: Transaction, caller: Caller, report_id: str, text: str, now: datetime
) -> wire.ObjectionFiled:
    row = reports.find_own(transaction.connection, caller.id, report_id) if is_id(report_id) else None
    if row is None:
        raise NotFound
    sender = Submitter(what="complaints", person_id=caller.id)
    return _object(transaction, _contested("report", row, row.reason, sender), text, now)


def _about_notice(transaction: Transaction, secret: str, number: int, text: str, now: datetime) -> wire.ObjectionFiled:
    connection = transaction.connection
    notice = notices.find_notice(connection, digest_token(secret))
    items = [] if notice is None else notices.list_items(connection, notice.id)
    item = next((item for item in items if item.number == number), None)
    if notice is None or item is None:
        raise NotFound
    sender = Submitter(what="complaints", notifier=notice.notifier)
    return _object(transaction, _contested("notice_item", item, notice.reason, sender), text, now)


def _contested(kind: str, row: Any, reason: str, sender: Submitter) -> Contested:
    return Contested(
        kind=kind,
        id=row.id,
        case=row.case_id,
        outcome=row.outcome,
        decided_at=row.decided_at,
        reason=reason,
        sender=sender,
    )


def _object(transaction: Transaction, contested: Contested, text: str, now: datetime) -> wire.ObjectionFiled:
    _check_open(transaction.connection, contested, now)
    id_ = new_id()
    values = {"id": id_, "target_kind": contested.kind, "target_id": contested.id, "text": text, "created_at": now}
    subject = CaseSubject(kind="refusal", id=id_, conversation=None, seq=None)
    case = add_to_case(transaction, Occasion(source="complaint", subject=subject, person_id=None), None, now)
    receipt = ledger.append(transaction, "complaint.received", objection_content(values), now)
    leaf = {"leaf_index": receipt.index, "leaf_hash": receipt.leaf_hash}
    store.add_objection(transaction.connection, values | leaf | {"contested_case": contested.case, "case_id": case})
    return wire.ObjectionFiled(created_at=now, receipt=wire.LedgerReceipt(**msgspec.structs.asdict(receipt)))


def _check_open(connection: sa.Connection, contested: Contested, now: datetime) -> None:
    if store.find_all(connection, contested.kind, [contested.id]):
        raise Problem("already-complained", 409, "You have contested this decision already; the answer comes here.")
    if contested.decided_at is None:
        raise Problem("undecided", 409, "Nothing has been decided yet.")
    if contested.outcome not in NOTHING_DONE:
        raise Problem("acted", 409, "Something was done about it: there is no decision to do nothing.")
    if contested.decided_at + COMPLAINT_PERIOD <= now:
        raise Problem("too-late", 409, "The six months for contesting this decision are over.")
    check_taken(connection, contested.sender, contested.reason, now)
