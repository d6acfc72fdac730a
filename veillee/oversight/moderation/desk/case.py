"""Putting a case on the screen. Reading private words is recorded before they are handed over."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.community import rooms
from veillee.foundation.basics import NotFound, is_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.cases.actions import append_event
from veillee.oversight.moderation.cases.model import CaseEvent, CaseState, Flagged, Read
from veillee.oversight.moderation.decisions.check import is_own_decision
from veillee.oversight.moderation.desk.events import render_events
from veillee.oversight.moderation.desk.offers import offer_decisions
from veillee.oversight.moderation.desk.person import read_person
from veillee.oversight.moderation.desk.words import read_words
from veillee.oversight.moderation.model import EVENTS_SHOWN_MAX, REPORTS_SHOWN_MAX
from veillee.oversight.moderation.reports import store as reports
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.statements.render import render_statement
from veillee.oversight.moderation.wire_cases import (
    Case,
    CaseComplaint,
    CaseReport,
    CaseRoom,
    CaseSubject,
    CaseVerdict,
    CaseWords,
)
from veillee.safety import ledger


def open_case(transaction: Transaction, staff: StaffCaller, case_id: str, now: datetime) -> Case:
    """The whole case for this reader. Raises NotFound."""
    connection = transaction.connection
    state = cases.find_state(connection, case_id) if is_id(case_id) else None
    if state is None:
        raise NotFound
    words = read_words(connection, _subject_of_words(connection, state))
    if words is not None and words.private:
        _record_reading(transaction, staff, case_id, words, now)
    return _render(connection, staff, case_id, state, words)


def _subject_of_words(connection: sa.Connection, state: CaseState) -> CaseSubject:
    """A complaint is about the words that the contested decision was about."""
    if state.subject.kind != "statement":
        return state.subject
    contested = statements.get_statement(connection, state.subject.id or "")
    return msgspec.convert(contested.subject, CaseSubject)


def _record_reading(
    transaction: Transaction, staff: StaffCaller, case_id: str, words: CaseWords, now: datetime
) -> None:
    lines = [line.seq for line in words.lines]
    content = {"case": case_id, "staff": staff.id, "conversation": words.conversation, "lines": lines}
    receipt = ledger.append(transaction, "case.read", content, now)
    append_event(transaction, case_id, Read(leaf=receipt.index), now, staff_id=staff.id)


def _render(
    connection: sa.Connection, staff: StaffCaller, case_id: str, state: CaseState, words: CaseWords | None
) -> Case:
    events = cases.read_events(connection, case_id, EVENTS_SHOWN_MAX)
    complaint = _complaint(connection, staff, state)
    own = complaint is not None and complaint.own
    return Case(
        id=case_id,
        state=state.state,
        source=state.source,
        subject=state.subject,
        label=state.label,
        urgent=state.urgent,
        opened_at=state.opened_at,
        version=state.version,
        words=words,
        verdict=_verdict(events),
        reports=_reports(connection, case_id),
        person=read_person(connection, state.person_id),
        room=_room(connection, state.subject),
        complaint=complaint,
        events=render_events(connection, events),
        decisions=[] if own else offer_decisions(staff, state),
    )


def _verdict(events: list[CaseEvent]) -> CaseVerdict | None:
    flags = [event.fact.verdict for event in events if isinstance(event.fact, Flagged)]
    return flags[-1] if flags else None


def _reports(connection: sa.Connection, case_id: str) -> list[CaseReport]:
    rows = reports.list_of_case(connection, case_id, REPORTS_SHOWN_MAX)
    return [CaseReport(id=row.id, reason=row.reason, note=row.note, created_at=row.created_at) for row in rows]


def _room(connection: sa.Connection, subject: CaseSubject) -> CaseRoom | None:
    room = rooms.find_room(connection, subject.id) if subject.kind == "room" and subject.id else None
    return None if room is None else CaseRoom(id=room.id, name=room.name, topic=room.topic)


def _complaint(connection: sa.Connection, staff: StaffCaller, state: CaseState) -> CaseComplaint | None:
    if state.subject.kind != "statement":
        return None
    row = statements.get_statement(connection, state.subject.id or "")
    return CaseComplaint(
        text=row.complaint_text,
        created_at=row.complained_at,
        statement=render_statement(connection, row),
        own=is_own_decision(connection, staff, state),
    )
