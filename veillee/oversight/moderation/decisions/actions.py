"""Taking a decision: statement of reasons, effect, outcome for the reporters and ledger leaf, all or nothing."""

import dataclasses
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import NotFound, new_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.cases.actions import append_event
from veillee.oversight.moderation.cases.model import Decided, Referred, Restored
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.decisions.check import Checked
from veillee.oversight.moderation.decisions.effects import set_aside
from veillee.oversight.moderation.decisions.kind import Target, is_complaint
from veillee.oversight.moderation.decisions.pauses import end_pauses
from veillee.oversight.moderation.decisions.statement import Issue, issue_statement
from veillee.oversight.moderation.decisions.undo import undo_statement
from veillee.oversight.moderation.decisions.wide import Wide, find_pictures, find_wide, take_away, take_lines
from veillee.oversight.moderation.duty.synthetic import tell_ledger
from veillee.oversight.moderation.leaves import at_moment, decision_content, referral_content, restoring_content
from veillee.oversight.moderation.model import EVENTS_SHOWN_MAX
from veillee.oversight.moderation.notices.actions import tell_notifiers
from veillee.oversight.moderation.objections import answers as objections
from veillee.oversight.moderation.reports.actions import tell_reporters
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.statements.actions import tell_affected
from veillee.oversight.moderation.wire import LedgerReceipt
from veillee.oversight.moderation.wire_decisions import DecisionTaken, Undone
from veillee.safety import ledger


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that was checked, and who takes it. staff: who decided; second: who approved."""

    case: str
    staff: str
    checked: Checked
    rules_version: str
    second: str | None = None


def carry_out(transaction: Transaction, order: Order, now: datetime) -> DecisionTaken:
    """Take a checked decision, in the way of its kind."""
    decision = order.checked.decision
    if not decision.closes:
        return _refer(transaction, order, now)
    if decision.of_decided:
        return _restore(transaction, order, now)
    return _decide(transaction, order, now)


def affect(
    transaction: Transaction, order: Order, now: datetime, *, provisional: bool = False
) -> tuple[Target, Wide | None]:
    """The statement of a decision and its effect on people and messages, and what they were."""
    checked = order.checked
    # What only holds until somebody has looked calls nothing illegal yet.
    target = dataclasses.replace(_target(checked, now), illegal=checked.law is not None and not provisional)
    wide = None
    if target.statement_id is not None:
        wide = _reach_wide(transaction.connection, checked, target.person_id, now)
        issue = Issue(
            case=order.case,
            staff=order.staff,
            second=order.second,
            rules_version=order.rules_version,
            scope=wide.scope if wide else None,
            provisional=provisional,
        )
        issue_statement(transaction, issue, checked, target, wide.effects if wide else ())
        # Announced before the effect: a ban ends the person's connections, and its statement must reach them first.
        tell_affected(transaction, target.statement_id)
        if wide is not None:
            take_away(transaction, target.statement_id, wide, now)
    checked.decision.apply(transaction, target)
    return target, wide


def _reach_wide(connection: sa.Connection, checked: Checked, person_id: str | None, now: datetime) -> Wide | None:
    """What else of the person goes. Whoever is removed for good leaves no picture behind."""
    if checked.raid is not None:
        return take_lines(checked.raid, now)
    if person_id is None:
        return None
    banned = checked.decision.kind == "ban"
    if checked.hours is not None:
        return find_wide(connection, person_id, checked.hours, now, all_pictures=banned)
    return find_pictures(connection, person_id) if banned else None


def _decide(transaction: Transaction, order: Order, now: datetime) -> DecisionTaken:
    checked = order.checked
    target, wide = affect(transaction, order, now)
    kind = checked.decision.kind
    end_pauses(transaction, target, kind, unpause=checked.unpause)
    fact = Decided(decision=kind, statement=target.statement_id, article=target.article, facts=checked.facts, leaf=-1)
    content = decision_content(order.case, order.staff, target.person_id, target.until, fact)
    receipt = ledger.append(transaction, f"decision.{kind}", at_moment(content, now), now)
    recorded = msgspec.structs.replace(fact, leaf=receipt.index)
    after = append_event(transaction, order.case, recorded, now, staff_id=order.staff)
    tell_reporters(transaction, order.case, checked.decision.outcome, now)
    tell_notifiers(transaction, order.case, checked.decision.outcome, now)
    tell_ledger(transaction, order.case, now)
    undone = _answer_complaint(transaction, checked, now) if is_complaint(checked.state) else None
    return DecisionTaken(
        case=order.case,
        version=after.version,
        decision=kind,
        statement=target.statement_id,
        receipt=_shown(receipt),
        undone=undone,
        scope=wide.scope if wide else None,
    )


def follow(transaction: Transaction, order: Order, statement: statements.Row, now: datetime) -> None:
    """Close a further case about the same person under the statement that another case led to; its words go too."""
    checked = order.checked
    kind = checked.decision.kind
    if checked.decision.aside:
        target = dataclasses.replace(_target(checked, now), statement_id=statement.id)
        set_aside(transaction, target)
    article = checked.article.id if checked.article else None
    fact = Decided(decision=kind, statement=statement.id, article=article, facts=checked.facts, leaf=-1)
    content = decision_content(order.case, order.staff, checked.state.person_id, statement.until, fact)
    receipt = ledger.append(transaction, f"decision.{kind}", at_moment(content, now), now)
    recorded = msgspec.structs.replace(fact, leaf=receipt.index)
    append_event(transaction, order.case, recorded, now, staff_id=order.staff)
    tell_reporters(transaction, order.case, checked.decision.outcome, now)
    tell_notifiers(transaction, order.case, checked.decision.outcome, now)


def unfollow(transaction: Transaction, case: str, staff: str, facts: str, now: datetime) -> None:
    """The decision that a case followed was taken back, and what it brought back is said there."""
    state = cases.lock_state(transaction.connection, case)
    decided = find_decided(transaction.connection, case)
    if state is None or decided is None or decided.statement is None:
        raise NotFound
    fact = Restored(statement=decided.statement, facts=facts, undone=Undone(), leaf=-1)
    content = restoring_content(case, staff, state.person_id, fact)
    receipt = ledger.append(transaction, "decision.restore", at_moment(content, now), now)
    append_event(transaction, case, msgspec.structs.replace(fact, leaf=receipt.index), now, staff_id=staff)


def find_decided(connection: sa.Connection, case: str) -> Decided | None:
    """The decision with which a case was closed."""
    facts = [event.fact for event in cases.read_events(connection, case, EVENTS_SHOWN_MAX)]
    return next((fact for fact in reversed(facts) if isinstance(fact, Decided)), None)


def _refer(transaction: Transaction, order: Order, now: datetime) -> DecisionTaken:
    checked = order.checked
    fact = Referred(authority=checked.authority or "", facts=checked.facts, leaf=-1)
    content = referral_content(order.case, order.staff, checked.state.person_id, fact)
    receipt = ledger.append(transaction, "decision.refer", at_moment(content, now), now)
    recorded = msgspec.structs.replace(fact, leaf=receipt.index)
    after = append_event(transaction, order.case, recorded, now, staff_id=order.staff)
    return DecisionTaken(
        case=order.case, version=after.version, decision="refer", statement=None, receipt=_shown(receipt)
    )


def _restore(transaction: Transaction, order: Order, now: datetime) -> DecisionTaken:
    checked = order.checked
    undone = _undo(transaction, checked, now)
    fact = Restored(statement=checked.statement, facts=checked.facts, undone=undone, leaf=-1)
    content = restoring_content(order.case, order.staff, checked.state.person_id, fact)
    receipt = ledger.append(transaction, "decision.restore", at_moment(content, now), now)
    recorded = msgspec.structs.replace(fact, leaf=receipt.index)
    after = append_event(transaction, order.case, recorded, now, staff_id=order.staff)
    if checked.statement is not None:
        tell_affected(transaction, checked.statement)
    return DecisionTaken(
        case=order.case,
        version=after.version,
        decision="restore",
        statement=checked.statement,
        receipt=_shown(receipt),
        undone=undone,
    )


def _undo(transaction: Transaction, checked: Checked, now: datetime) -> Undone:
    if checked.statement is None:
        return DECISIONS[checked.state.decision or ""].undo(transaction, _target(checked, now))
    row = statements.get_statement(transaction.connection, checked.statement)
    return undo_statement(transaction, row, now, "restored", checked.facts)


def _target(checked: Checked, now: datetime) -> Target:
    return Target(
        subject=checked.state.subject,
        person_id=checked.state.person_id,
        # A room of the place itself was opened by nobody: then nobody is owed a statement.
        statement_id=new_id() if checked.decision.affects and checked.state.person_id else None,
        article=checked.article.id if checked.article else None,
        at=now,
        until=now + timedelta(minutes=checked.minutes) if checked.minutes else None,
    )


def _answer_complaint(transaction: Transaction, checked: Checked, now: datetime) -> Undone | None:
    outcome = "upheld" if checked.decision.kind == "uphold" else "reversed"
    if checked.state.subject.kind == "refusal":
        objections.answer(transaction, checked.state.subject.id or "", outcome, checked.facts, now)
        return None
    contested = statements.get_statement(transaction.connection, checked.state.subject.id or "")
    undone = undo_statement(transaction, contested, now, "complaint", None) if outcome == "reversed" else None
    statements.answer_complaint(transaction.connection, contested.id, outcome, checked.facts, now)
    tell_affected(transaction, contested.id)
    return undone


def _shown(receipt: ledger.Receipt) -> LedgerReceipt:
    return LedgerReceipt(index=receipt.index, leaf_hash=receipt.leaf_hash)
