"""Notes and opinions that have no leaf: those from before they had one, and no others."""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from veillee.oversight.moderation.cases.model import Noted, Opined
from veillee.oversight.moderation.rows.history import History, facts, fault
from veillee.safety import ledger
from veillee.safety.ledger import Fault

KINDS = {Noted: "case.noted", Opined: "case.opined"}


def check_written(connection: sa.Connection, history: History) -> Iterator[Fault]:
    """Events that were put in without a leaf, after the first of their kind that has one."""
    since = {kind: _hour(connection, category) for kind, category in KINDS.items()}
    for case, event in facts(history):
        if not isinstance(event.fact, Noted | Opined) or event.fact.leaf is not None:
            continue
        first = since[type(event.fact)]
        if first is not None and event.at >= first:
            yield fault(f"event {event.number} of case {case}", "was written by nobody")


def _hour(connection: sa.Connection, category: str) -> datetime | None:
    first = ledger.find_first(connection, category)
    return None if first is None else ledger.time_of(first.leaf)
