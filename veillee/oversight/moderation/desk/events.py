"""The history of a case as staff read it."""

from typing import NamedTuple, assert_never

import sqlalchemy as sa

from veillee.oversight.moderation.cases import model as cases
from veillee.oversight.moderation.staff.queries import name_staff
from veillee.oversight.moderation.wire_cases import CaseEvent, CaseEventKind


class Told(NamedTuple):
    """What staff read of a fact."""

    kind: CaseEventKind
    note: str | None = None
    facts: str | None = None


def render_events(connection: sa.Connection, state: cases.CaseState, events: list[cases.CaseEvent]) -> list[CaseEvent]:
    """Each event with who of the staff caused it."""
    concerned = {event.staff_id for event in events} | {_assignee(event.fact) for event in events}
    members = name_staff(connection, {staff for staff in concerned if staff is not None})
    told = [(event, _tell(event.fact, state)) for event in events]
    return [
        CaseEvent(
            number=event.number,
            at=event.at,
            by=members.get(event.staff_id or ""),
            kind=what.kind,
            note=members[what.note].name if what.kind == "assigned" and what.note in members else what.note,
            facts=what.facts,
        )
        for event, what in told
    ]


def _assignee(fact: cases.Fact) -> str | None:
    return fact.to if isinstance(fact, cases.Assigned) else None


def _tell(fact: cases.Fact, state: cases.CaseState) -> Told:
    match fact:
        case cases.Opened():
            told = Told("opened", state.shown_source)
        case cases.Reported(reason=reason):
            told = Told("reported", reason)
        case cases.Flagged(verdict=verdict):
            told = Told("flagged", ", ".join(verdict.labels))
        case cases.Read(picture=picture):
            told = Told("read" if picture is None else "looked")
        case cases.ShownOutside(classifier=classifier):
            told = Told("shown_outside", classifier)
        case cases.Opined(opinion=opinion):
            told = Told("opined", opinion.model)
        case cases.Assigned(to=to):
            told = Told("assigned", to)
        case cases.Noted(text=text):
            told = Told("noted", None, text)
        case (
            cases.FurtherAsked()
            | cases.FurtherAnswered()
            | cases.FurtherRead()
            | cases.FurtherLooked()
            | cases.FurtherEnded()
        ):
            told = _tell_further(fact)
        case _:
            told = _tell_deciding(fact)
    return told


def _tell_deciding(
    fact: cases.Decided | cases.Proposed | cases.Settled | cases.Referred | cases.Restored,
) -> Told:
    match fact:
        case cases.Decided(decision=decision, facts=facts):
            told = Told("decided", decision, facts)
        case cases.Proposed(decision=decision, facts=facts):
            told = Told("proposed", decision, facts)
        case cases.Settled(outcome=outcome, facts=facts):
            told = Told("settled", outcome, facts or None)
        case cases.Referred(authority=authority, facts=facts):
            told = Told("referred", authority, facts)
        case cases.Restored(facts=facts):
            told = Told("restored", None, facts)
        case _:
            assert_never(fact)
    return told


def _tell_further(fact: cases.FurtherFact) -> Told:
    match fact:
        case cases.FurtherAsked(reason=reason):
            told = Told("further_asked", None, reason)
        case cases.FurtherAnswered(reason=reason, until=until):
            told = Told("further_refused" if until is None else "further_opened", None, reason)
        case cases.FurtherRead(lines=lines):
            told = Told("further_read", f"{lines[0]}–{lines[-1]}")
        case cases.FurtherLooked(line=line):
            told = Told("further_looked", str(line))
        case cases.FurtherEnded(outcome=outcome):
            told = Told("further_ended", outcome)
        case _:
            assert_never(fact)
    return told
