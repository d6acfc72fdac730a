"""The statement of reasons that a decision owes whom it affects (DSA art. 17)."""

from collections.abc import Iterable

import msgspec

from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.decisions.check import Checked
from veillee.oversight.moderation.decisions.duration import duration_words
from veillee.oversight.moderation.decisions.kind import Target
from veillee.oversight.moderation.leaves import statement_contents
from veillee.oversight.moderation.misuse.weighing import weigh_content
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.statements.effects import StatementEffect
from veillee.oversight.moderation.wire import StatementScope, Words
from veillee.oversight.moderation.wire_misuse import ContentFactors
from veillee.safety import ledger

_NOT_SENT = {
    "fr": " Les mots en cause ne seront pas transmis.",
    "en": " The words in question will not be passed on.",
}
ASIDE: dict[str, Words] = {
    "message": {
        "fr": " Les mots en cause ne sont plus visibles.",
        "en": " The words in question can no longer be seen.",
    },
    "picture": {
        "fr": " L’image en cause n’est plus visible.",
        "en": " The picture in question can no longer be seen.",
    },
    "held_message": _NOT_SENT,
    "first_word": _NOT_SENT,
}
NO_WORDS: Words = {"fr": "", "en": ""}
DETECTED = frozenset(
    {"held_message", "refused_message", "held_first_word", "refused_first_word", "refused_words", "verdict"}
)


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement needs beside the decision itself. staff: who decided; second: who approved."""

    case: str
    staff: str
    second: str | None
    rules_version: str
    scope: StatementScope | None
    provisional: bool = False


def issue_statement(
    transaction: Transaction, issue: Issue, checked: Checked, target: Target, effects: Iterable[StatementEffect]
) -> None:
    """Store the statement with its leaf. effects: what it takes away beside what its case is about."""
    values = {
        "id": target.statement_id,
        "case_id": issue.case,
        "person_id": target.person_id,
        "staff_id": issue.staff,
        "decision": checked.decision.kind,
        "issued_at": target.at,
        "until": target.until,
        "notice": _notice(checked),
        "facts": checked.facts,
        "article": checked.article,
        "rules_version": issue.rules_version,
        "source": _source(checked.state),
        "detected": checked.state.source in DETECTED,
        "subject": target.subject,
        "ground": "law" if checked.law else None,
        "law": checked.law,
        "scope": issue.scope,
        "provisional": True if issue.provisional else None,
        "factors": _weigh(transaction, checked, target),
    }
    content, _ = statement_contents(values, effects)
    receipt = ledger.append(transaction, "statement.issued", content, target.at)
    stored = values | {"leaf_index": receipt.index, "leaf_hash": receipt.leaf_hash, "approved_by": issue.second}
    statements.add_statement(transaction.connection, stored)


def _weigh(transaction: Transaction, checked: Checked, target: Target) -> ContentFactors | None:
    """What a suspension for content has to look at (art. 23(1) and (3))."""
    if checked.decision.kind != "suspend" or target.person_id is None:
        return None
    return weigh_content(transaction.connection, target.person_id, target.at)


def _source(state: CaseState) -> str:
    """Who brought it to us (art. 17(3)(b)); never who exactly."""
    if state.source == "notice":
        return "notice"
    return "report" if state.reports else "own_initiative"


def _notice(checked: Checked) -> Words:
    duration = duration_words(checked.minutes or 0)
    aside = ASIDE.get(checked.state.subject.kind, NO_WORDS) if checked.decision.aside else NO_WORDS
    return {
        language: text.format(duration=duration[language]) + aside[language]
        for language, text in checked.decision.notice.items()
    }
