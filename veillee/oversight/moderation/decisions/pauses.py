"""What ends a pause between two people: a decision that finds nothing wrong, or one that says so."""

import sqlalchemy as sa

from veillee.community import people
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.decisions.kind import Target
from veillee.oversight.moderation.wire_cases import CasePause, CaseSubject, FrozenPerson

ENDING = frozenset({"no_violation", "release"})


def end_pauses(transaction: Transaction, target: Target, kind: str, *, unpause: bool) -> None:
    """Carry out what the decision says about those who are frozen over the words of the case."""
    if unpause or kind in ENDING:
        people.unfreeze(transaction, _about(target.subject), at=target.at)


def end_pauses_of_reversed(transaction: Transaction, target: Target) -> None:
    """A decision about these words was wrong: then they keep nobody apart either."""
    people.unfreeze(transaction, _about(target.subject), at=target.at)


def read_pauses(connection: sa.Connection, subject: CaseSubject) -> list[CasePause]:
    """Who is, or was, frozen over the words of a case."""
    return [
        CasePause(people=_both(freeze), since=freeze.frozen_at, until=freeze.lifted_at)
        for freeze in people.list_freezes(connection, _about(subject))
    ]


def _both(freeze: people.Freeze) -> tuple[FrozenPerson, FrozenPerson]:
    one, other = freeze.people
    return _person(one), _person(other)


def _person(person: people.Person) -> FrozenPerson:
    return FrozenPerson(id=person.id, pseudonym=person.pseudonym, age_band=person.age_band)


def _about(subject: CaseSubject) -> str:
    return f"{subject.conversation}:{subject.seq}" if subject.kind == "message" else subject.id or ""
