"""Who has a case: taking it, handing it over, letting it go; and what colleagues note on it."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import Forbidden, Invalid, NotFound, Problem, is_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases import store
from veillee.oversight.moderation.cases.actions import append_event
from veillee.oversight.moderation.cases.model import Assigned, CaseState, Noted
from veillee.oversight.moderation.leaves import at_moment, beside_content
from veillee.oversight.moderation.model import FACTS_CHARS_MAX
from veillee.oversight.moderation.staff.model import WATCHERS, StaffCaller
from veillee.oversight.moderation.staff.queries import name_staff
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire_casework import AssignmentRequest
from veillee.safety import ledger


def assign(transaction: Transaction, staff: StaffCaller, case: str, request: AssignmentRequest, now: datetime) -> None:
    """Give an open case to somebody, or to nobody. Raises NotFound, Forbidden `wrong-role` and `own-decision`, Problem
    `closed-case`, and `assigned` when somebody else has it than the caller saw; Invalid for who does not decide."""
    state = _get(transaction, staff, case)
    if state.assignee_id != request.had:
        raise Problem("assigned", 409, "Somebody else has this case since you looked.")
    if request.to is not None:
        _check_receiver(transaction.connection, state, request.to)
    if request.to != state.assignee_id:
        append_event(transaction, case, Assigned(to=request.to), now, staff_id=staff.id)


def note(transaction: Transaction, staff: StaffCaller, case: str, text: str, now: datetime) -> None:
    """Leave a note for colleagues, on a decided case as well. Raises NotFound, Forbidden `wrong-role`, Invalid."""
    checked = check_text("text", text.replace("\r\n", "\n"), FACTS_CHARS_MAX)
    _get(transaction, staff, case, decided=True)
    add_note(transaction, case, staff.id, checked, now)


def add_note(transaction: Transaction, case: str, staff_id: str, text: str, now: datetime) -> None:
    """Store a note with its leaf."""
    fact = Noted(text=text)
    receipt = ledger.append(transaction, "case.noted", at_moment(beside_content(case, staff_id, fact), now), now)
    append_event(transaction, case, msgspec.structs.replace(fact, leaf=receipt.index), now, staff_id=staff_id)


def let_go(transaction: Transaction, staff_id: str, now: datetime) -> None:
    """Whoever goes off duty has no case any more: others find it among those that nobody has."""
    for case in store.list_of_assignee(transaction.connection, staff_id):
        append_event(transaction, case, Assigned(to=None), now, staff_id=staff_id)


def _get(transaction: Transaction, staff: StaffCaller, case: str, *, decided: bool = False) -> CaseState:
    state = store.lock_state(transaction.connection, case) if is_id(case) else None
    if state is None:
        raise NotFound
    if not staff.watches:
        raise Forbidden("wrong-role", "Your role reads cases and takes none.")
    if state.state != "open" and not decided:
        raise Problem("closed-case", 409, "This case has been decided.")
    return state


def _check_receiver(connection: sa.Connection, state: CaseState, receiver: str) -> None:
    member = name_staff(connection, {receiver}).get(receiver) if is_id(receiver) else None
    if member is None or member.role not in WATCHERS:
        raise Invalid({"to": "unknown"})
    if state.subject.kind == "statement":
        contested = statements.get_statement(connection, state.subject.id or "")
        if receiver in (contested.staff_id, contested.approved_by):
            raise Forbidden("own-decision", "A complaint is decided by somebody else than whoever took the decision.")
