"""Marks of what was decided about somebody and stands, made again from the statements."""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from veillee.community import people
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.model import HARMLESS
from veillee.oversight.moderation.rows.history import fault
from veillee.oversight.moderation.statements.store import statements
from veillee.safety.ledger import Fault


def check_marks(connection: sa.Connection) -> Iterator[Fault]:
    """Marks that say something else than their statement, and those of no statement that stands."""
    expected = _read_standing(connection)
    for mark in people.list_marks(connection):
        if expected.get(mark.statement_id) != (mark.person_id, mark.at):
            yield fault(f"standing mark of statement {mark.statement_id}", "is not what stands")


def mark_unmarked(transaction: Transaction) -> None:
    """Statements from before there were marks get theirs."""
    standing = _read_standing(transaction.connection)
    for statement in list_unmarked(transaction.connection):
        person, at = standing[statement]
        people.mark_standing(transaction, person, statement, at)


def list_unmarked(connection: sa.Connection) -> list[str]:
    """Statements that stand and have no mark: from before there were marks, or it was deleted."""
    marked = {mark.statement_id for mark in people.list_marks(connection)}
    return sorted(set(_read_standing(connection)) - marked)


def _read_standing(connection: sa.Connection) -> dict[str, tuple[str, datetime]]:
    own = statements.c
    human = sa.or_(own.automated.is_(None), own.automated.is_(False))
    query = sa.select(own.id, own.person_id, own.issued_at).where(own.reversed_at.is_(None), human)
    rows = connection.execute(query.where(own.decision.not_in(sorted(HARMLESS))))
    return {row.id: (row.person_id, row.issued_at) for row in rows}
