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
from veillee.oversight.moderation.statements.effects import list_all_effects
from veillee.oversight.moderation.statements.store import statements
from veillee.oversight.moderation.wire import StatementScope
from veillee.safety.ledger import Fault

BINDING = {"mute": "mute", "suspend": "suspend", "ban": "ban", "restrict_reach": "reach"}
SETTLED = {"refused": "not_confirmed", "lapsed": "lapsed"}
Issuer = tuple[str | None, str | None, str | None]
"""Case, who decided, who approved."""

Reversals = dict[str, set[tuple[str | None, datetime, str | None]]]
"""By statement: the causes for which it was taken back, when, and what was written about it."""


def check_statements(connection: sa.Connection, history: History) -> Generator[Fault, None, dict[str, Any]]:
    """Those that say they were taken back, or replaced, and were not, or the other way; all of them by id."""
    reversals, replaced = _read_reversals(connection, history)
    issuers = _read_issuers(connection, history)
    took = list_all_effects(connection)
    known = dict[str, Any]()
    for row in connection.execute(sa.select(statements).order_by(statements.c.id)):
        known[row.id] = row
        where = f"statement {row.id}"
        said = (row.reversal_cause, row.reversed_at, row.reversal)
        causes = reversals.get(row.id, set())
        unsaid = row.reversal_cause is None and row.reversal is None
        if (said not in causes) if row.reversed_at is not None else (causes or not unsaid):
            yield fault(where, "what it says of being taken back is not what was decided")
        if row.superseded_by != replaced.get(row.id):
            yield fault(where, "what it says of being replaced is not what was decided")
        if not _took_what_it_says(row, took.get(row.id, [])):
            yield fault(where, "what it took away is not what it says")
        if (row.case_id, row.staff_id, row.approved_by) not in issuers.get(row.id, set()) and not _is_automated(row):
            yield fault(where, "nobody decided it, or somebody else did, in another case")
    for gone in sorted(set(took) - set(known)):
        yield fault(f"statement {gone}", "is gone, and what it took away is there")
    return known


def check_restrictions(connection: sa.Connection, known: dict[str, Any]) -> Iterator[Fault]:
    """Whoever is bound otherwise, longer or shorter than their statement says, or not at all."""
    owed = {row.id for row in known.values() if row.decision in BINDING}
    for row in people.list_restrictions(connection):
        if row.statement_id in known and row.statement_id not in owed:
            yield fault(f"restriction {row.id}", f"is one too many of statement {row.statement_id}")
        owed.discard(row.statement_id)
        statement = known.get(row.statement_id)
        if statement is None:
            yield fault(f"restriction {row.id}", "rests on no statement")
            continue
        expected = (statement.person_id, BINDING.get(statement.decision), statement.issued_at, statement.until)
        over = statement.reversed_at is not None or statement.superseded_by is not None
        if (row.person_id, row.kind, row.from_at, row.until) != expected or (row.lifted_at is not None) != over:
            yield fault(f"restriction {row.id}", f"is not what statement {row.statement_id} says")
        elif row.lifted_at != _ended_at(statement, known):
            yield fault(f"restriction {row.id}", "was lifted at another time than its statement")
    for statement_id in sorted(owed):
        yield fault(f"restriction of statement {statement_id}", "is gone")


def check_misuse(connection: sa.Connection, known: dict[str, Any]) -> Iterator[Fault]:
    """Warnings and suspensions for misuse that ended otherwise than their statement; a leaf says the rest."""
    for row in connection.execute(sa.select(misuse_decisions).where(misuse_decisions.c.lifted_leaf.is_(None))):
        statement = known.get(row.statement_id)
        if row.lifted_at != (None if statement is None else statement.reversed_at):
            yield fault(f"decision about misuse {row.id}", "was lifted otherwise than its statement")


def _ended_at(statement: Any, known: dict[str, Any]) -> datetime | None:
    """When it was taken back, or replaced by another one."""
    final = known.get(statement.superseded_by)
    ended: datetime | None = statement.reversed_at if final is None else final.issued_at
    return ended


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


def _read_issuers(connection: sa.Connection, history: History) -> dict[str, set[Issuer]]:
    """By statement: in which case, who decided it, who approved it. What follows another case has its statement."""
    issuers: defaultdict[str, set[Issuer]] = defaultdict(set)
    for case, events in history.items():
        second: str | None = None
        for event in events:
            match event.fact:
                case Proposed(statement=str() as statement):
                    issuers[statement].add((case, event.staff_id, None))
                case Settled(outcome="approved"):
                    second = event.staff_id
                case Decided(statement=str() as statement):
                    issuers[statement].add((case, event.staff_id, second))
    own = misuse_decisions.c
    for row in connection.execute(sa.select(own.statement_id, own.staff_id).where(own.statement_id.is_not(None))):
        issuers[row.statement_id].add((None, row.staff_id, None))
    return dict(issuers)


def _is_automated(row: Any) -> bool:
    """What the gate refuses by itself is no case, and nobody's decision."""
    return bool(row.automated) and (row.case_id, row.staff_id, row.approved_by) == (None, None, None)


def _took_what_it_says(row: Any, effects: list[Any]) -> bool:
    if [effect.number for effect in effects] != list(range(1, len(effects) + 1)):
        return False
    try:
        scope = None if row.scope is None else msgspec.convert(row.scope, StatementScope)
    except msgspec.ValidationError:
        return False
    counts = Counter(effect.kind for effect in effects)
    if scope is None:
        return not counts
    said = Counter(message=scope.messages, first_word=scope.first_words, room=scope.rooms, picture=scope.pictures)
    return counts == +said
