"""Taking a decision: statement of reasons, effect, outcome for the reporters and ledger leaf, all or nothing."""

from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import new_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.actions import append_event
from veillee.oversight.moderation.cases.model import Decided
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.decisions.check import Checked, check_decision
from veillee.oversight.moderation.decisions.duration import duration_words
from veillee.oversight.moderation.decisions.kind import Target, is_complaint
from veillee.oversight.moderation.reports.actions import tell_reporters
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.statements.actions import tell_affected
from veillee.oversight.moderation.wire import LedgerReceipt, Words
from veillee.oversight.moderation.wire_cases import CaseSubject, DecisionRequest, DecisionTaken
from veillee.safety import ledger
from veillee.safety.policy import HouseRules

_NOT_SENT = {
    "fr": " Les mots en cause ne seront pas transmis.",
    "en": " The words in question will not be passed on.",
}
ASIDE: dict[str, Words] = {
    "message": {
        "fr": " Les mots en cause ne sont plus visibles.",
        "en": " The words in question can no longer be seen.",
    },
    "held_message": _NOT_SENT,
    "first_word": _NOT_SENT,
}
NO_WORDS: Words = {"fr": "", "en": ""}
DETECTED = frozenset({"held_message", "refused_message", "held_first_word", "refused_first_word", "verdict"})


def decide(
    transaction: Transaction,
    staff: StaffCaller,
    case_id: str,
    request: DecisionRequest,
    *,
    rules: HouseRules,
    now: datetime,
) -> DecisionTaken:
    """Decide a case. Raises what check_decision raises; then nothing has happened."""
    checked = check_decision(transaction.connection, staff, case_id, request, rules)
    target = _target(checked, now)
    if target.statement_id is not None:
        _issue(transaction, staff, case_id, checked, target, rules_version=rules.version)
        # Announced before the effect: a ban ends the person's connections, and its statement must reach them first.
        tell_affected(transaction, target.statement_id)
    checked.decision.apply(transaction, target)
    receipt = ledger.append(transaction, f"decision.{request.kind}", _content(staff, case_id, checked, target), now)
    fact = Decided(
        decision=request.kind,
        statement=target.statement_id,
        article=target.article,
        facts=checked.facts,
        leaf=receipt.index,
    )
    after = append_event(transaction, case_id, fact, now, staff_id=staff.id)
    tell_reporters(transaction, case_id, checked.decision.outcome, now)
    if is_complaint(checked.state):
        _answer_complaint(transaction, checked, now)
    return DecisionTaken(
        case=case_id,
        version=after.version,
        decision=request.kind,
        statement=target.statement_id,
        receipt=LedgerReceipt(index=receipt.index, leaf_hash=receipt.leaf_hash),
    )


def _target(checked: Checked, now: datetime) -> Target:
    return Target(
        subject=checked.state.subject,
        person_id=checked.state.person_id,
        statement_id=new_id() if checked.decision.affects else None,
        article=checked.article.id if checked.article else None,
        at=now,
        until=now + timedelta(minutes=checked.minutes) if checked.minutes else None,
    )


def _issue(
    transaction: Transaction,
    staff: StaffCaller,
    case_id: str,
    checked: Checked,
    target: Target,
    *,
    rules_version: str,
) -> None:
    statements.add_statement(
        transaction.connection,
        {
            "id": target.statement_id,
            "case_id": case_id,
            "person_id": target.person_id,
            "staff_id": staff.id,
            "decision": checked.decision.kind,
            "issued_at": target.at,
            "until": target.until,
            "notice": _notice(checked),
            "facts": checked.facts,
            "article": checked.article,
            "rules_version": rules_version,
            "source": "report" if checked.state.reports else "own_initiative",
            "detected": checked.state.source in DETECTED,
            "subject": target.subject,
        },
    )


def _notice(checked: Checked) -> Words:
    duration = duration_words(checked.minutes or 0)
    aside = ASIDE.get(checked.state.subject.kind, NO_WORDS) if checked.decision.aside else NO_WORDS
    return {
        language: text.format(duration=duration[language]) + aside[language]
        for language, text in checked.decision.notice.items()
    }


def _content(staff: StaffCaller, case_id: str, checked: Checked, target: Target) -> dict[str, object]:
    return {
        "case": case_id,
        "staff": staff.id,
        "decision": checked.decision.kind,
        "statement": target.statement_id,
        "person": target.person_id,
        "article": target.article,
        "until": target.until,
        "facts": checked.facts,
    }


def _answer_complaint(transaction: Transaction, checked: Checked, now: datetime) -> None:
    contested = statements.get_statement(transaction.connection, checked.state.subject.id or "")
    outcome = "upheld" if checked.decision.kind == "uphold" else "reversed"
    if outcome == "reversed":
        DECISIONS[contested.decision].undo(transaction, _undoing(transaction.connection, contested, now))
        statements.mark_reversed(transaction.connection, contested.id, now)
    statements.answer_complaint(transaction.connection, contested.id, outcome, checked.facts, now)
    tell_affected(transaction, contested.id)


def _undoing(connection: sa.Connection, contested: statements.Row, now: datetime) -> Target:
    others = statements.list_standing(connection, contested.subject, contested.id)
    return Target(
        subject=msgspec.convert(contested.subject, CaseSubject),
        person_id=contested.person_id,
        statement_id=contested.id,
        article=None,
        at=now,
        until=contested.until,
        aside_still=any(DECISIONS[other.decision].aside for other in others),
    )
