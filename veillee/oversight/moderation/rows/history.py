"""The events of every case, in order, for whoever holds rows against them."""

from collections import defaultdict
from collections.abc import Generator, Iterator

import sqlalchemy as sa

from veillee.oversight.moderation.cases.model import CaseEvent
from veillee.oversight.moderation.cases.store import case_events, find_event
from veillee.safety.ledger import Fault

History = dict[str, list[CaseEvent]]
"""By case."""


def read_history(connection: sa.Connection) -> Generator[Fault, None, History]:
    """All that ever happened to cases; names the events that somebody has made unreadable."""
    found: defaultdict[str, list[CaseEvent]] = defaultdict(list)
    for row in connection.execute(sa.select(case_events).order_by(case_events.c.case_id, case_events.c.number)):
        event = find_event(row)
        if event is None:
            yield fault(f"event {row.number} of case {row.case_id}", "cannot be read")
        else:
            found[row.case_id].append(event)
    return dict(found)


def drain(reading: Generator[Fault, None, History]) -> History:
    """What is read, whatever is wrong with it."""
    while True:
        try:
            next(reading)
        except StopIteration as end:
            history: History = end.value
            return history


def facts(history: History) -> Iterator[tuple[str, CaseEvent]]:
    """Each event with its case."""
    return ((case, event) for case, events in history.items() for event in events)


def fault(where: str, what: str) -> Fault:
    """A row that does not fit."""
    return Fault(kind="row", where=where, what=what)
