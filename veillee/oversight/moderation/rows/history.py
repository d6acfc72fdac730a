"""The events of every case, in order, for whoever holds rows against them."""

from collections import defaultdict
from collections.abc import Iterator

import msgspec
import sqlalchemy as sa

from veillee.oversight.moderation.cases.model import CaseEvent, Fact
from veillee.oversight.moderation.cases.store import case_events
from veillee.safety.ledger import Fault

History = dict[str, list[CaseEvent]]
"""By case."""


def read_history(connection: sa.Connection) -> History:
    """All that ever happened to cases."""
    found: defaultdict[str, list[CaseEvent]] = defaultdict(list)
    for row in connection.execute(sa.select(case_events).order_by(case_events.c.case_id, case_events.c.number)):
        event = CaseEvent(number=row.number, at=row.at, staff_id=row.staff_id, fact=msgspec.convert(row.fact, Fact))
        found[row.case_id].append(event)
    return dict(found)


def facts(history: History) -> Iterator[tuple[str, CaseEvent]]:
    """Each event with its case."""
    return ((case, event) for case, events in history.items() for event in events)


def fault(where: str, what: str) -> Fault:
    """A row that does not fit."""
    return Fault(kind="row", where=where, what=what)
