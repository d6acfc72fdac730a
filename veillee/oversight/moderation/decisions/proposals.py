"""Four eyes: a grave decision is proposed by one, approved or refused by another, and lapses when nobody answers."""

from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from veillee.community import people
from veillee.foundation.basics import Forbidden, NotFound, Problem, is_id, new_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.cases.actions import append_event
from veillee.oversight.moderation.cases.model import CaseState, Proposed, Settled
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.decisions import proposal_store as store
from veillee.oversight.moderation.decisions.actions import Order, affect, carry_out
from veillee.oversight.moderation.decisions.check import check_decision, check_present
from veillee.oversight.moderation.decisions.undo import undo_statement
from veillee.oversight.moderation.leaves import asking_content, at_moment, proposal_content, settling_content
from veillee.oversight.moderation.model import FACTS_CHARS_MAX, Settings
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.staff.queries import count_enrolled, name_staff
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.statements.actions import tell_affected
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire import LedgerReceipt, StaffMember
from veillee.oversight.moderation.wire_decisions import (
    ApprovalRequest,
    DecisionRequest,
    DecisionTaken,
    ProposalSettled,
    SettledOutcome,
)
from veillee.safety import ledger
from veillee.safety.policy import HouseRules

DECIDERS_MIN = 2
DUE_PER_ROUND = 50


def decide(
    transaction: Transaction,
    staff: StaffCaller | StaffMember,
    case_id: str,
    request: DecisionRequest,
    *,
    rules: HouseRules,
    settings: Settings,
    now: datetime,
) -> DecisionTaken:
    """Decide a case, or propose to. Raises what check_decision raises; then nothing has happened."""
    checked = check_decision(transaction.connection, staff, case_id, request, rules)
    order = Order(case=case_id, staff=staff.id, checked=checked, rules_version=rules.version)
    if needs_second(transaction.connection, checked.state, checked.decision.kind, settings):
        return _propose(transaction, order, request, now + timedelta(hours=settings.proposal_hours), now)
    return carry_out(transaction, order, now)


def needs_second(connection: sa.Connection, state: CaseState, kind: str, settings: Settings) -> bool:
    """Whether somebody else has to approve: it is grave, and there are two who could take it."""
    decision = DECISIONS[kind]
    if not settings.four_eyes or not decision.grave(connection, state):
        return False
    return count_enrolled(connection, decision.roles) >= DECIDERS_MIN


def settle(
    transaction: Transaction,
    staff: StaffCaller | StaffMember,
    case_id: str,
    request: ApprovalRequest,
    *,
    rules: HouseRules,
    now: datetime,
) -> ProposalSettled:
    """Approve a proposal, which then is carried out, or refuse it, which lifts what held meanwhile.

    Raises NotFound, Forbidden `wrong-role` and `own-proposal`, Problem `no-proposal`, `lapsed` and what check_decision
    raises, Invalid.
    """
    state = cases.lock_state(transaction.connection, case_id) if is_id(case_id) else None
    if state is None:
        raise NotFound
    waiting = store.find_waiting(transaction.connection, case_id)
    if waiting is None:
        raise Problem("no-proposal", 409, "No decision waits for a second person here.")
    _check_settler(staff, waiting, request)
    check_present(state, request.version)
    if waiting.lapses_at <= now:
        raise Problem("lapsed", 409, "This proposal has lapsed.")
    facts = check_text("facts", request.facts, FACTS_CHARS_MAX) if not request.approve else request.facts.strip()
    if request.approve:
        return _approve(transaction, staff, waiting, facts, rules=rules, now=now)
    return _close(transaction, waiting, facts, staff.id, now)


def lapse_due(transaction: Transaction, now: datetime) -> list[store.Row]:
    """Lift what held for proposals that nobody answered in time; returns those."""
    due = store.list_due(transaction.connection, now, DUE_PER_ROUND)
    for waiting in due:
        cases.lock_state(transaction.connection, waiting.case_id)
        _close(transaction, waiting, "", None, now)
    return due


def _check_settler(staff: StaffCaller | StaffMember, waiting: store.Row, request: ApprovalRequest) -> None:
    kind = msgspec.convert(waiting.request, DecisionRequest).kind
    if staff.role not in DECISIONS[kind].roles:
        raise Forbidden("wrong-role", "Your role does not take this decision.")
    if request.approve and waiting.staff_id == staff.id:
        raise Forbidden("own-proposal", "A proposal is approved by somebody else than whoever made it.")


def _propose(
    transaction: Transaction, order: Order, request: DecisionRequest, lapses_at: datetime, now: datetime
) -> DecisionTaken:
    checked = order.checked
    statement = _bind_meanwhile(transaction, order, lapses_at, now)
    fact = Proposed(
        decision=checked.decision.kind, statement=statement, lapses_at=lapses_at, facts=checked.facts, leaf=-1
    )
    content = proposal_content(order.case, order.staff, checked.state.person_id, fact)
    receipt = ledger.append(transaction, "proposal.made", at_moment(asking_content(content, request), now), now)
    recorded = msgspec.structs.replace(fact, leaf=receipt.index)
    after = append_event(transaction, order.case, recorded, now, staff_id=order.staff)
    values = {"id": new_id(), "case_id": order.case, "staff_id": order.staff, "request": request, "at": now}
    store.add_proposal(
        transaction.connection, values | {"lapses_at": lapses_at, "statement_id": statement, "held": False}
    )
    return DecisionTaken(
        case=order.case,
        version=after.version,
        decision=checked.decision.kind,
        statement=statement,
        receipt=LedgerReceipt(index=receipt.index, leaf_hash=receipt.leaf_hash),
        lapses_at=lapses_at,
    )


def _bind_meanwhile(transaction: Transaction, order: Order, lapses_at: datetime, now: datetime) -> str | None:
    """What holds until the second person has looked; it ends by itself when nobody does. Its statement."""
    meanwhile = order.checked.decision.meanwhile
    if meanwhile is None:
        return None
    minutes = round((lapses_at - now).total_seconds() / 60)
    checked = msgspec.structs.replace(order.checked, decision=meanwhile, minutes=minutes, hours=None)
    target, _ = affect(transaction, msgspec.structs.replace(order, checked=checked), now, provisional=True)
    return target.statement_id


def _approve(
    transaction: Transaction,
    staff: StaffCaller | StaffMember,
    waiting: store.Row,
    facts: str,
    *,
    rules: HouseRules,
    now: datetime,
) -> ProposalSettled:
    request = msgspec.convert(waiting.request, DecisionRequest)
    receipt, version = _record(transaction, waiting, request, "approved", facts, staff.id, now)
    proposer = name_staff(transaction.connection, {waiting.staff_id})[waiting.staff_id]
    request = msgspec.structs.replace(request, version=version)
    checked = check_decision(transaction.connection, proposer, waiting.case_id, request, rules, approved=True)
    order = Order(
        case=waiting.case_id, staff=proposer.id, checked=checked, rules_version=rules.version, second=staff.id
    )
    taken = carry_out(transaction, order, now)
    if waiting.statement_id is not None:
        _supersede(transaction, waiting.statement_id, taken.statement, now)
    return ProposalSettled(
        case=waiting.case_id, version=taken.version, outcome="approved", receipt=receipt, taken=taken, undone=None
    )


def _supersede(transaction: Transaction, provisional: str, final: str | None, now: datetime) -> None:
    """What held meanwhile binds no more, and its words stay away because of the final decision."""
    row = statements.get_statement(transaction.connection, provisional)
    people.lift(transaction, row.person_id, "suspend", at=now, statement_id=provisional)
    statements.mark_superseded(transaction.connection, provisional, final)
    tell_affected(transaction, provisional)


def _close(transaction: Transaction, waiting: store.Row, facts: str, by: str | None, now: datetime) -> ProposalSettled:
    request = msgspec.convert(waiting.request, DecisionRequest)
    outcome: SettledOutcome = "lapsed" if by is None else "refused"
    receipt, version = _record(transaction, waiting, request, outcome, facts, by, now)
    undone = None
    if waiting.statement_id is not None:
        row = statements.get_statement(transaction.connection, waiting.statement_id)
        undone = undo_statement(transaction, row, now, "lapsed" if by is None else "not_confirmed", facts or None)
        tell_affected(transaction, row.id)
    return ProposalSettled(
        case=waiting.case_id, version=version, outcome=outcome, receipt=receipt, taken=None, undone=undone
    )


def _record(
    transaction: Transaction,
    waiting: store.Row,
    request: DecisionRequest,
    outcome: SettledOutcome,
    facts: str,
    by: str | None,
    now: datetime,
) -> tuple[LedgerReceipt, int]:
    """The event and the leaf of what became of a proposal; its receipt, and the version of the case after it."""
    fact = Settled(decision=request.kind, outcome=outcome, facts=facts, leaf=-1)
    content = settling_content(waiting.case_id, by, fact)
    if outcome == "approved":
        receipt = ledger.append(transaction, "proposal.approved", at_moment(content, now), now)
    elif outcome == "refused":
        receipt = ledger.append(transaction, "proposal.refused", at_moment(content, now), now)
    else:
        receipt = ledger.append(transaction, "proposal.lapsed", at_moment(content, now), now)
    recorded = msgspec.structs.replace(fact, leaf=receipt.index)
    after = append_event(transaction, waiting.case_id, recorded, now, staff_id=by)
    store.settle(transaction.connection, waiting.id, outcome, by, now)
    return LedgerReceipt(index=receipt.index, leaf_hash=receipt.leaf_hash), after.version
