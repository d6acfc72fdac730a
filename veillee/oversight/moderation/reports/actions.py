"""Reporting."""

from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from veillee.community import conversations
from veillee.community.people import Caller
from veillee.foundation.basics import Clock, NotFound, TooFast, is_id, new_id
from veillee.foundation.storage import Asked, Database, Page, Transaction
from veillee.oversight.moderation import wire
from veillee.oversight.moderation.cases.actions import Occasion, add_to_case, append_event
from veillee.oversight.moderation.cases.model import Reported, subject_key
from veillee.oversight.moderation.cases.priority import weigh_reach, weigh_standing
from veillee.oversight.moderation.desk.passages import read_passages
from veillee.oversight.moderation.events import ReportDecided
from veillee.oversight.moderation.evidence.freezing import freeze_first, freeze_passages
from veillee.oversight.moderation.leaves import report_content
from veillee.oversight.moderation.misuse.door import check_taken
from veillee.oversight.moderation.misuse.model import Submitter
from veillee.oversight.moderation.model import NOTE_CHARS_MAX, Settings
from veillee.oversight.moderation.objections import store as objections
from veillee.oversight.moderation.reports import store
from veillee.oversight.moderation.reports.access import Reportable, get_reportable
from veillee.oversight.moderation.reports.notes import read_note, seal_note, whole
from veillee.oversight.moderation.reports.render import render_filed, render_report
from veillee.oversight.moderation.text import check_note
from veillee.safety import ledger
from veillee.safety.evidence import Vault

HOUR = timedelta(hours=1)
JUDGED = timedelta(days=180)
"""How long what became of a report says something about who reports."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A report in a form that can be stored. adds_to: the open report of the same person that it goes on from."""

    request: wire.ReportRequest
    note: str | None
    found: Reportable
    adds_to: str | None


class Reports:
    """Members bring something to the watch and learn what came of it."""

    def __init__(self, database: Database, vault: Vault, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._settings = settings
        self._clock = clock

    async def report(self, caller: Caller, request: wire.ReportRequest) -> wire.ReportFiled:
        """File a report. While an earlier one of the same person and subject is open, what is new adds to its case,
        and what was said already is answered as the first time; once it is decided a new case opens.

        Raises NotFound for what the caller cannot see, Invalid by field, Forbidden `misuse-suspended`, TooFast.
        """
        note = check_note(request.note, NOTE_CHARS_MAX)
        return await self._database.write(self._file, caller, request, note, self._clock())

    async def list_own(self, caller: Caller, asked: Asked) -> Page[wire.Report]:
        """The caller's reports, the latest first."""
        return await self._database.read(_page_own, caller.id, asked)

    async def get_own(self, caller: Caller, report_id: str) -> wire.Report:
        """One of the caller's reports. Raises NotFound."""
        return await self._database.read(_get_own, caller, report_id)

    async def get_receipt(self, caller: Caller, report_id: str) -> ledger.LeafProof:
        """The proof that one of the caller's reports is in the ledger. Raises NotFound."""
        return await self._database.read(_prove, caller, report_id)

    def _file(
        self, transaction: Transaction, caller: Caller, request: wire.ReportRequest, note: str | None, now: datetime
    ) -> wire.ReportFiled:
        found = get_reportable(transaction.connection, caller, request.subject)
        still_open = store.list_open(transaction.connection, caller.id, subject_key(found.subject))
        same = _find_same(transaction.connection, still_open, request.reason, note)
        if same is not None:
            return render_filed(same)
        sender = Submitter(what="reports", person_id=caller.id)
        check_taken(transaction.connection, sender, request.reason, now)
        self._check_pace(transaction.connection, caller, now)
        adds_to = next((row.id for row in still_open if row.adds_to is None), None)
        report = Checked(request=request, note=note, found=found, adds_to=adds_to)
        return self._store(transaction, caller, report, now)

    def _check_pace(self, connection: sa.Connection, caller: Caller, now: datetime) -> None:
        if store.count_since(connection, caller.id, now - HOUR) >= self._settings.reports_per_hour_per_person:
            raise TooFast(HOUR.total_seconds())

    def _store(self, transaction: Transaction, caller: Caller, report: Checked, now: datetime) -> wire.ReportFiled:
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
            "adds_to": report.adds_to,
        }
        receipt = ledger.append(transaction, "report.received", report_content(values), now)
        sealed = seal_note(transaction, report_id, report.note, now)
        stored = values | {"case_id": case_id, "leaf_index": receipt.index, "leaf_hash": receipt.leaf_hash}
        store.add_report(transaction.connection, stored | {"note": None, "sealed": sealed})
        fact = Reported(
            report=report_id,
            reason=reason,
            news=news,
            again=report.adds_to is not None,
            reach=_weigh_reach(transaction.connection, report.found),
            standing=weigh_standing(*store.count_judged(transaction.connection, caller.id, now - JUDGED)),
        )
        append_event(transaction, case_id, fact, now)
        self._freeze(transaction, caller, report.found, case_id, now)
        shown = wire.LedgerReceipt(index=receipt.index, leaf_hash=receipt.leaf_hash)
        return wire.ReportFiled(id=report_id, state="received", receipt=shown)

    def _freeze(self, transaction: Transaction, caller: Caller, found: Reportable, case_id: str, now: datetime) -> None:
        if found.subject.kind != "person" or found.person_id is None:
            freeze_first(transaction, self._vault, case_id, now)
            return
        passages = read_passages(transaction.connection, caller.id, found.person_id, found.seen_in)
        freeze_passages(transaction, self._vault, case_id, passages, now)


def _weigh_reach(connection: sa.Connection, found: Reportable) -> int:
    """Minutes for how many could see it: those who are where it was said, or in the room that it is about."""
    where = found.subject.conversation or (found.subject.id if found.subject.kind == "room" else found.seen_in)
    return 0 if where is None else weigh_reach(conversations.count_members(connection, where))


def _find_same(
    connection: sa.Connection, still_open: list[store.Row], reason: str, note: str | None
) -> store.Row | None:
    """The report that said this already; whoever leaves the note away the second time says nothing new."""
    alike = (row for row in still_open if row.reason == reason)
    return next((row for row in alike if note is None or note == read_note(connection, row)), None)


def _page_own(connection: sa.Connection, person_id: str, asked: Asked) -> Page[wire.Report]:
    page = store.page_own(connection, person_id, asked)
    found = objections.find_all(connection, "report", [row.id for row in page.items])
    return Page(items=[render_report(row, found.get(row.id)) for row in page.items], next=page.next)


def _get_own(connection: sa.Connection, caller: Caller, report_id: str) -> wire.Report:
    row = store.find_own(connection, caller.id, report_id) if is_id(report_id) else None
    if row is None:
        raise NotFound
    return render_report(row, objections.find_all(connection, "report", [row.id]).get(row.id))


def _prove(connection: sa.Connection, caller: Caller, report_id: str) -> ledger.LeafProof:
    row = store.find_own(connection, caller.id, report_id) if is_id(report_id) else None
    if row is None:
        raise NotFound
    return ledger.get_proof(connection, row.leaf_index, report_content(whole(connection, row)))


def tell_reporters(transaction: Transaction, case_id: str, outcome: str, now: datetime) -> None:
    """Give the open reports of a decided case their outcome."""
    rows = store.decide_all(transaction.connection, case_id, outcome, now)
    found = objections.find_all(transaction.connection, "report", [row.id for row in rows])
    for row in rows:
        report = render_report(row, found.get(row.id))
        transaction.announce(ReportDecided(person_id=row.reporter_id, report=report))
