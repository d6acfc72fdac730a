"""What is from before the ledger committed to it: taken in as a whole, once, so that nothing can be put in later as if
it were from then."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.community import media, people, screening
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.leaves import complaint_content, statement_content
from veillee.oversight.moderation.rows.history import History, drain, facts, fault, read_history
from veillee.oversight.moderation.rows.standing import list_unmarked, mark_unmarked
from veillee.oversight.moderation.staff.committing import take_in_counts, take_in_staff
from veillee.oversight.moderation.statements.store import complaints, statements
from veillee.safety import ledger
from veillee.safety.ledger import Fault
from veillee.safety.sealing import is_unread

TAKEN_IN = "rows.taken_in"
Leafless = dict[str, Any]
"""Rows without a leaf of their own, by what names them to the operator."""


def take_in(transaction: Transaction, now: datetime) -> None:
    """Commit to all that has no leaf, as it is now; once, ever."""
    take_in_staff(transaction, now)
    if ledger.find_first(transaction.connection, TAKEN_IN) is not None:
        return
    take_in_counts(transaction, now)
    media.take_in_marks(transaction, now)
    mark_unmarked(transaction)
    leafless = _list_leafless(transaction.connection, drain(read_history(transaction.connection)))
    ledger.append(transaction, "rows.taken_in", _content(leafless), now)


def check_before(connection: sa.Connection, history: History) -> Iterator[Fault]:
    """Rows without a leaf that are not those that were taken in: each is named where there were none, or the whole."""
    first = ledger.find_first(connection, TAKEN_IN)
    if first is None or first.salt is None:
        return
    for row in media.list_leafless_marks(connection):
        yield fault(f"refused picture of statement {row.statement_id}", "no leaf says so")
    for statement in list_unmarked(connection):
        yield fault(f"standing mark of statement {statement}", "is gone")
    leafless = _list_leafless(connection, history)
    if is_unread(leafless) or ledger.opens(first, [_content(leafless)]):
        return
    if not ledger.opens(first, [_content({})]):
        yield fault("rows from before", f"are not those that leaf {first.index} took in")
        return
    for name in sorted(leafless):
        yield fault(name, "no leaf says so")


def _content(leafless: Leafless) -> ledger.Content:
    said = msgspec.json.encode(leafless, order="sorted")
    return {"rows": len(leafless), "hash": hashlib.sha256(said).hexdigest()}


def _list_leafless(connection: sa.Connection, history: History) -> Leafless:
    """Only what stays as it is: what can end later has its leaf for that, and is said as if it had not."""
    found = dict(_list_events(history))
    for row in connection.execute(sa.select(statements).where(statements.c.leaf_index.is_(None))):
        found[f"statement {row.id}"] = statement_content(row._asdict())
    for row in connection.execute(sa.select(complaints).where(complaints.c.leaf_index.is_(None))):
        found[f"complaint about {row.statement_id}"] = complaint_content(row._asdict())
    return found | people.list_leafless(connection) | screening.list_leafless(connection)


def _list_events(history: History) -> Iterator[tuple[str, Any]]:
    for case, event in facts(history):
        if event.fact.leaf is None:
            yield f"event {event.number} of case {case}", msgspec.to_builtins(event)
