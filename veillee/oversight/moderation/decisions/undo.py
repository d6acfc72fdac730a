"""Taking a decision back: exactly what it did, where that can be, and saying what could not."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.decisions.kind import Target
from veillee.oversight.moderation.decisions.pauses import end_pauses_of_reversed
from veillee.oversight.moderation.decisions.wide import give_back, is_held
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.statements.effects import EffectKind, StatementEffect
from veillee.oversight.moderation.wire import ReversalCause
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.oversight.moderation.wire_decisions import Undone

WRONG: frozenset[ReversalCause] = frozenset({"complaint", "restored"})


def undo_statement(
    transaction: Transaction, row: statements.Row, now: datetime, cause: ReversalCause, text: str | None
) -> Undone:
    """Take back what a statement did and mark it, saying why. One that was taken back before did nothing more."""
    if row.reversed_at is not None:
        return Undone()
    # What else it took away comes first: the words of the case are among it, and are counted there.
    wide = give_back(transaction, row.id)
    target = _undoing(transaction.connection, row, now)
    undone = DECISIONS[row.decision].undo(transaction, target)
    if cause in WRONG:
        end_pauses_of_reversed(transaction, target)
    statements.mark_reversed(transaction.connection, row.id, now, cause, text)
    return wide + undone


def _undoing(connection: sa.Connection, row: statements.Row, now: datetime) -> Target:
    mine = DECISIONS[row.decision]
    subject = msgspec.convert(row.subject, CaseSubject)
    others = statements.list_standing(connection, row.subject, row.id)
    still = any((DECISIONS[o.decision].aside and mine.aside) or o.decision == mine.kind for o in others)
    effect = _as_effect(subject)
    return Target(
        subject=subject,
        person_id=row.person_id,
        statement_id=row.id,
        article=None,
        at=now,
        until=row.until,
        aside_still=still or (effect is not None and is_held(connection, effect, row.id)),
    )


def _as_effect(subject: CaseSubject) -> StatementEffect | None:
    kinds: dict[str, EffectKind] = {"message": "message", "room": "room"}
    kind, target = kinds.get(subject.kind), subject.conversation or subject.id
    return None if kind is None or target is None else StatementEffect(kind=kind, target=target, seq=subject.seq)
