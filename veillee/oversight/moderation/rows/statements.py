"""What was taken back, replaced, taken away and laid on people, held against what was decided."""

from collections import Counter, defaultdict
from collections.abc import Generator, Iterator
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.community import people
from veillee.oversight.moderation.cases.model import CaseEvent, Decided, Opened, Proposed, Restored, Settled
from veillee.oversight.moderation.misuse.store import misuse_decisions
from veillee.oversight.moderation.rows.history import History, fault
from veillee.oversight.moderation.statements.effects import statement_effects
from veillee.oversight.moderation.statements.store import statements
from veillee.oversight.moderation.wire import StatementScope
from veillee.safety.ledger import Fault

BINDING = {"mute": "mute", "suspend": "suspend", "ban": "ban", "restrict_reach": "reach"}
SETTLED = {"refused": "not_confirmed", "lapsed": "lapsed"}
Reversals = dict[str, set[tuple[str, datetime, str | None]]]
"""By statement: the causes for which it was taken back, when, and what was written about it."""


def check_statements(connection: sa.Connection, history: History) -> Generator[Fault, None, dict[str, Any]]:
    """Those that say they were taken back, or replaced, and were not, or the other way; all of them by id."""
    reversals, replaced = _read_reversals(connection, history)
    took = _count_effects(connection)
    known = dict[str, Any]()
    for row in connection.execute(sa.select(statements).order_by(statements.c.id)):
        known[row.id] = row
        where = f"statement {row.id}"
        said = (row.reversal_cause or "complaint", row.reversed_at, row.reversal)
        causes = reversals.get(row.id, set())
        if (said not in causes) if row.reversed_at is not None else bool(causes):
            yield fault(where, "what it says of being taken back is not what was decided")
        if row.superseded_by != replaced.get(row.id):
            yield fault(where, "what it says of being replaced is not what was decided")
        if took.get(row.id, Counter()) != _scope_of(row):
            yield fault(where, "what it took away is not what it says")
    for gone in sorted(set(took) - set(known)):
        yield fault(f"statement {gone}", "is gone, and what it took away is there")
    return known


def check_restrictions(connection: sa.Connection, known: dict[str, Any]) -> Iterator[Fault]:
    """Whoever is bound otherwise, longer or shorter than their statement says, or not at all."""
    owed = {row.id for row in known.values() if row.decision in BINDING}
    for row in people.list_restrictions(connection):
        owed.discard(row.statement_id)
        statement = known.get(row.statement_id)
        if statement is None:
            yield fault(f"restriction {row.id}", "rests on no statement")
            continue
        expected = (statement.person_id, BINDING.get(statement.decision), statement.issued_at, statement.until)
        over = statement.reversed_at is not None or statement.superseded_by is not None
        if (row.person_id, row.kind, row.from_at, row.until) != expected or (row.lifted_at is not None) != over:
            yield fault(f"restriction {row.id}", f"is not what statement {row.statement_id} says")
        elif statement.reversed_at is not None and row.lifted_at != statement.reversed_at:
            yield fault(f"restriction {row.id}", "was lifted at another time than its statement")
    for statement_id in sorted(owed):
        yield fault(f"restriction of statement {statement_id}", "is gone")


def _read_reversals(connection: sa.Connection, history: History) -> tuple[Reversals, dict[str, str | None]]:
    reversals: Reversals = defaultdict(set)
    replaced = dict[str, str | None]()
    for events in history.values():
        _follow(events, reversals, replaced)
    lifted = misuse_decisions.c
    query = sa.select(lifted.statement_id, lifted.lifted_at, lifted.lifted_facts).where(lifted.lifted_leaf.is_not(None))
    for row in connection.execute(query.where(lifted.statement_id.is_not(None))):
        reversals[row.statement_id].add(("restored", row.lifted_at, row.lifted_facts))
    return dict(reversals), replaced


def _follow(events: list[CaseEvent], reversals: Reversals, replaced: dict[str, str | None]) -> None:
    """What the events of one case did to statements."""
    provisional: str | None = None
    approved = False
    subject = events[0].fact.subject if events and isinstance(events[0].fact, Opened) else None
    for event in events:
        match event.fact:
            case Proposed(statement=statement):
                provisional, approved = statement, False
            case Settled(outcome="approved"):
                approved = True
            case Settled(outcome=outcome, facts=said) if provisional is not None:
                reversals[provisional].add((SETTLED[outcome], event.at, said or None))
            case Decided(decision="reverse") if subject is not None and subject.kind == "statement":
                reversals[subject.id or ""].add(("complaint", event.at, None))
            case Decided(statement=final) if approved and provisional is not None:
                replaced[provisional] = final
            case Restored(statement=str() as statement, facts=said):
                reversals[statement].add(("restored", event.at, said))


def _count_effects(connection: sa.Connection) -> dict[str, Counter[str]]:
    own = statement_effects.c
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    query = sa.select(own.statement_id, own.kind, sa.func.count()).group_by(own.statement_id, own.kind)
    for statement_id, kind, count in connection.execute(query):
        counts[statement_id][kind] = count
    return dict(counts)


def _scope_of(row: Any) -> Counter[str]:
    if row.scope is None:
        return Counter()
    scope = msgspec.convert(row.scope, StatementScope)
    return +Counter(message=scope.messages, first_word=scope.first_words, room=scope.rooms, picture=scope.pictures)
