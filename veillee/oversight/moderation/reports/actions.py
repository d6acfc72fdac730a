"""Reporting."""

from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from veillee.community.people import Caller
from veillee.foundation.basics import Clock, NotFound, TooFast, is_id, new_id
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation import wire
from veillee.oversight.moderation.cases.actions import Occasion, add_to_case, append_event
from veillee.oversight.moderation.cases.model import Reported, subject_key
from veillee.oversight.moderation.events import ReportDecided
from veillee.oversight.moderation.model import LIST_MAX, NOTE_CHARS_MAX, Settings
from veillee.oversight.moderation.reports import store
from veillee.oversight.moderation.reports.access import Reportable, get_reportable
from veillee.oversight.moderation.reports.render import render_filed, render_report
from veillee.oversight.moderation.text import check_note
from veillee.safety import ledger

HOUR = timedelta(hours=1)


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A report in a form that can be stored."""

    request: wire.ReportRequest
    note: str | None
    found: Reportable


class Reports:
    """Members bring something to the watch and learn what came of it."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock

    async def report(self, caller: Caller, request: wire.ReportRequest) -> wire.ReportFiled:
        """File a report; the same person and subject again is answered with the first one.

        Raises NotFound for what the caller cannot see, Invalid by field, TooFast.
        """
        note = check_note(request.note, NOTE_CHARS_MAX)
        return await self._database.write(self._file, caller, request, note, self._clock())

    async def list_own(self, caller: Caller) -> list[wire.Report]:
        """The caller's reports, the latest first."""
        rows = await self._database.read(store.list_own, caller.id, LIST_MAX)
        return [render_report(row) for row in rows]

    async def get_own(self, caller: Caller, report_id: str) -> wire.Report:
        """One of the caller's reports. Raises NotFound."""
        row = await self._database.read(store.find_own, caller.id, report_id) if is_id(report_id) else None
        if row is None:
            raise NotFound
        return render_report(row)

    def _file(
        self, transaction: Transaction, caller: Caller, request: wire.ReportRequest, note: str | None, now: datetime
    ) -> wire.ReportFiled:
        found = get_reportable(transaction.connection, caller, request.subject, now)
        same = store.find_same(transaction.connection, caller.id, subject_key(found.subject))
        if same is not None:
            return render_filed(same)
        self._check_pace(transaction.connection, caller, now)
        return _store(transaction, caller, Checked(request=request, note=note, found=found), now)

    def _check_pace(self, connection: sa.Connection, caller: Caller, now: datetime) -> None:
        if store.count_since(connection, caller.id, now - HOUR) >= self._settings.reports_per_hour_per_person:
            raise TooFast(HOUR.total_seconds())


def tell_reporters(transaction: Transaction, case_id: str, outcome: str, now: datetime) -> None:
    """Give the open reports of a decided case their outcome."""
    for row in store.decide_all(transaction.connection, case_id, outcome, now):
        transaction.announce(ReportDecided(person_id=row.reporter_id, report=render_report(row)))


def _store(transaction: Transaction, caller: Caller, report: Checked, now: datetime) -> wire.ReportFiled:
    report_id, reason = new_id(), report.request.reason
    occasion = Occasion(source="report", subject=report.found.subject, person_id=report.found.person_id)
    case_id = add_to_case(transaction, occasion, None, now)
    news = report.note is not None or not store.has_said(transaction.connection, case_id, reason)
    values = {
        "id": report_id,
        "reporter_id": caller.id,
        "subject_key": subject_key(report.found.subject),
        "subject": report.request.subject,
        "reason": reason,
        "note": report.note,
        "created_at": now,
    }
    receipt = ledger.append(transaction, "report.received", values, now)
    stored = values | {"case_id": case_id, "leaf_index": receipt.index, "leaf_hash": receipt.leaf_hash}
    store.add_report(transaction.connection, stored)
    append_event(transaction, case_id, Reported(report=report_id, reason=reason, news=news), now)
    shown = wire.LedgerReceipt(index=receipt.index, leaf_hash=receipt.leaf_hash)
    return wire.ReportFiled(id=report_id, state="received", receipt=shown)
