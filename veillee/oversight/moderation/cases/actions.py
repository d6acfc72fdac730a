"""Opening cases and adding to them. Each verb keeps events and projection together."""

from datetime import datetime

import msgspec

from veillee.foundation.basics import NotFound, new_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases import store
from veillee.oversight.moderation.cases.fold import apply
from veillee.oversight.moderation.cases.model import Assigned, CaseEvent, CaseState, Fact, Flagged, Opened, Reported
from veillee.oversight.moderation.events import CaseGrew, QueueChanged
from veillee.oversight.moderation.leaves import casework_content
from veillee.oversight.moderation.wire_cases import CaseSource, CaseSubject
from veillee.safety import ledger

CASEWORK = {Opened: "case.opened", Reported: "case.reported", Assigned: "case.assigned"}
"""The kinds of leaves that events get here; all others come with theirs."""


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """Why a case may have to be opened. person_id: whom a decision would affect."""

    source: CaseSource
    subject: CaseSubject
    person_id: str | None


def add_to_case(transaction: Transaction, occasion: Occasion, fact: Fact | None, now: datetime) -> str:
    """Add a fact to the open case about the subject, which is opened when there is none. Returns the case's id."""
    case = store.find_open(transaction.connection, occasion.subject)
    if case is None:
        case = _open(transaction, occasion, now)
    if fact is not None:
        append_event(transaction, case, fact, now)
    return case


def append_event(
    transaction: Transaction, case: str, fact: Fact, now: datetime, *, staff_id: str | None = None
) -> CaseState:
    """Append one event to a case and bring its projection up to it. Raises NotFound."""
    before = store.find_state(transaction.connection, case)
    if before is None:
        raise NotFound
    event = _commit(transaction, case, CaseEvent(number=before.number + 1, at=now, staff_id=staff_id, fact=fact))
    after = apply(before, event)
    store.add_event(transaction.connection, case, event)
    store.change_case(transaction.connection, case, after)
    # A reading, or a note, changes nothing of where it stands.
    if msgspec.structs.replace(after, number=before.number) != before:
        transaction.announce(QueueChanged(case=case))
    if isinstance(fact, Reported | Flagged):
        transaction.announce(CaseGrew(case=case))
    return after


def _open(transaction: Transaction, occasion: Occasion, now: datetime) -> str:
    case = new_id()
    fact = Opened(source=occasion.source, subject=occasion.subject, person_id=occasion.person_id)
    event = _commit(transaction, case, CaseEvent(number=1, at=now, staff_id=None, fact=fact))
    store.add_case(transaction.connection, case, apply(None, event))
    store.add_event(transaction.connection, case, event)
    transaction.announce(QueueChanged(case=case))
    return case


def _commit(transaction: Transaction, case: str, event: CaseEvent) -> CaseEvent:
    """The event, with its leaf if it comes without."""
    if not isinstance(event.fact, Opened | Reported | Assigned):
        return event
    receipt = ledger.append(
        transaction, CASEWORK[type(event.fact)], casework_content(case, event, event.fact), event.at
    )
    return msgspec.structs.replace(event, fact=msgspec.structs.replace(event.fact, leaf=receipt.index))
