"""Putting a case on the screen. Reading private words is recorded before they are handed over."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.community import outcomes, rooms
from veillee.foundation.basics import NotFound, is_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.cases.model import CaseEvent, CaseState, Flagged, Opined
from veillee.oversight.moderation.cases.priority import weigh_reports
from veillee.oversight.moderation.decisions.check import is_own_decision
from veillee.oversight.moderation.decisions.pauses import read_pauses
from veillee.oversight.moderation.desk.events import render_events
from veillee.oversight.moderation.desk.links import read_links
from veillee.oversight.moderation.desk.offers import offer_decisions, show_proposal
from veillee.oversight.moderation.desk.person import read_factors, read_person
from veillee.oversight.moderation.desk.reading import record_reading
from veillee.oversight.moderation.duty import synthetic
from veillee.oversight.moderation.evidence.freezing import find_case_words, read_sealed_passages, subject_of_words
from veillee.oversight.moderation.misuse.weighing import find_factors
from veillee.oversight.moderation.model import EVENTS_SHOWN_MAX, REPORTS_SHOWN_MAX, Settings
from veillee.oversight.moderation.notices import store as notices
from veillee.oversight.moderation.notices.render import render_for_staff
from veillee.oversight.moderation.objections import store as objections
from veillee.oversight.moderation.objections.render import render_refusal
from veillee.oversight.moderation.raids.store import find_raid_of
from veillee.oversight.moderation.reports import store as reports
from veillee.oversight.moderation.reports.notes import read_note
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.staff.queries import name_staff
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.statements.render import render_statement
from veillee.oversight.moderation.wire_cases import (
    Case,
    CaseComplaint,
    CaseEvidence,
    CaseReport,
    CaseRoom,
    CaseSubject,
    CaseVerdict,
    CaseWords,
)
from veillee.oversight.moderation.wire_casework import CasePriority
from veillee.safety.classifiers import Opinion
from veillee.safety.evidence import Touch, Vault, find_vaulted


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What this reader is shown of what was said."""

    words: CaseWords | None
    passages: list[CaseWords]
    now: datetime


def open_case(
    transaction: Transaction, vault: Vault, staff: StaffCaller, case_id: str, settings: Settings, now: datetime
) -> Case:
    """The whole case for this reader. Raises NotFound."""
    connection = transaction.connection
    state = cases.find_state(connection, case_id) if is_id(case_id) else None
    if state is None:
        raise NotFound
    touch = Touch(case=case_id, staff=staff.id, reason="case-opened", at=now)
    words = find_case_words(transaction, vault, state, touch)
    passages = read_sealed_passages(transaction, vault, state, touch)
    for read in filter(None, (words, *passages)):
        if read.private:
            record_reading(transaction, staff, case_id, read, now)
    case = _render(connection, staff, case_id, state, Shown(words=words, passages=passages, now=now))
    if case.complaint is not None and case.complaint.own:
        return case
    return msgspec.structs.replace(case, decisions=offer_decisions(transaction, staff, case_id, state, settings))


def _render(connection: sa.Connection, staff: StaffCaller, case_id: str, state: CaseState, shown: Shown) -> Case:
    events = cases.read_events(connection, case_id, EVENTS_SHOWN_MAX)
    complaint = _complaint(connection, staff, state)
    return Case(
        id=case_id,
        state=state.state,
        source=state.shown_source,
        subject=state.subject,
        label=state.label,
        urgent=state.urgent,
        opened_at=state.opened_at,
        version=state.version,
        words=shown.words,
        passages=shown.passages,
        verdict=_verdict(events) or _contested_verdict(connection, state),
        reports=_reports(connection, case_id),
        person=read_person(connection, state.person_id),
        room=_room(connection, state.subject),
        complaint=complaint,
        evidence=_evidence(connection, case_id),
        opinion=_opinion(events),
        events=render_events(connection, state, events),
        pauses=read_pauses(connection, state.subject),
        decisions=[],
        proposal=show_proposal(connection, staff, case_id),
        raid=find_raid_of(connection, case_id),
        assignee=name_staff(connection, {state.assignee_id}).get(state.assignee_id) if state.assignee_id else None,
        urgent_at=state.urgent_at,
        priority=CasePriority(reach=state.reach, reports=weigh_reports(state.reports), standing=state.standing),
        links=read_links(connection, state.person_id, shown.now),
    )


def _evidence(connection: sa.Connection, case_id: str) -> CaseEvidence | None:
    vaulted = find_vaulted(connection, case_id)
    return None if vaulted is None else CaseEvidence(**msgspec.structs.asdict(vaulted))


def _verdict(events: list[CaseEvent]) -> CaseVerdict | None:
    flags = [event.fact.verdict for event in events if isinstance(event.fact, Flagged)]
    return flags[-1] if flags else None


def _contested_verdict(connection: sa.Connection, state: CaseState) -> CaseVerdict | None:
    """Of a complaint about what the gate refused by itself: what it said then."""
    subject = subject_of_words(connection, state)
    refusal = outcomes.find_refusal(connection, subject.id) if subject.kind == "refused" and subject.id else None
    return None if refusal is None else msgspec.convert(refusal.verdict, CaseVerdict)


def _opinion(events: list[CaseEvent]) -> Opinion | None:
    said = [event.fact.opinion for event in events if isinstance(event.fact, Opined)]
    return said[-1] if said else None


def _reports(connection: sa.Connection, case_id: str) -> list[CaseReport]:
    rows = reports.list_of_case(connection, case_id, REPORTS_SHOWN_MAX)
    said = [
        CaseReport(
            id=row.id,
            reason=row.reason,
            note=read_note(connection, row),
            created_at=row.created_at,
            adds_to=row.adds_to,
        )
        for row in rows
    ]
    outside = notices.list_of_case(connection, case_id, REPORTS_SHOWN_MAX)
    made = synthetic.list_reports(connection, case_id)
    return sorted([*said, *map(render_for_staff, outside), *made], key=lambda report: report.created_at)


def _room(connection: sa.Connection, subject: CaseSubject) -> CaseRoom | None:
    room = rooms.find_room_ever(connection, subject.id) if subject.kind == "room" and subject.id else None
    return None if room is None else CaseRoom(id=room.id, name=room.name, topic=room.topic)


def _complaint(connection: sa.Connection, staff: StaffCaller, state: CaseState) -> CaseComplaint | None:
    if state.subject.kind == "refusal":
        objection = objections.get_objection(connection, state.subject.id or "")
        return CaseComplaint(
            text=objection.text,
            created_at=objection.created_at,
            statement=None,
            refusal=render_refusal(connection, objection),
            own=is_own_decision(connection, staff, state),
        )
    if state.subject.kind != "statement":
        return None
    row = statements.get_statement(connection, state.subject.id or "")
    return CaseComplaint(
        text=row.complaint_text,
        created_at=row.complained_at,
        statement=render_statement(connection, row),
        own=is_own_decision(connection, staff, state),
        factors=read_factors(row),
        misuse=find_factors(connection, row.id),
    )
