"""Raids and their parts, held against the cases that they took in."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.oversight.moderation.cases.model import CaseEvent, Decided, Opened, Restored, subject_key
from veillee.oversight.moderation.raids.store import list_all_parts, raids
from veillee.oversight.moderation.rows.history import History, fault
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.oversight.moderation.wire_raids import RaidRequest
from veillee.safety.ledger import Fault
from veillee.safety.sealing import is_unread

STATES = {
    (False, None): {"deciding", "proposed", "done", "lapsed"},
    (False, True): {"approving", "done"},
    (False, False): {"refusing", "refused"},
}
"""By whether it was taken back, and what a second person said."""

UNDONE = {"undoing", "undone"}
OPEN = {"deciding": {"waiting", "proposed"}, "proposed": {"proposed", "waiting"}, "approving": {"waiting", "proposed"}}
OPEN |= {"refusing": {"waiting", "proposed"}, "undoing": {"waiting"}}
"""What of its parts may still wait, of a raid in this state."""


def check_raids(connection: sa.Connection, history: History) -> Iterator[Fault]:
    """Raids that are not where their leaves and their parts say, and parts that are not where their cases say. Whom
    and what they take in is in the leaf of the raid."""
    parts = list_all_parts(connection)
    taken_in = _list_taken_in(connection, history, parts)
    for row in connection.execute(sa.select(raids).order_by(raids.c.id)):
        mine = parts.pop(row.id, [])
        undone = row.undone_leaf is not None
        if row.state not in (UNDONE if undone else STATES[False, row.approved]):
            yield fault(f"raid {row.id}", f"is {row.state}, and nobody said so")
        if not is_unread(row.request) and row.since != _find_since(row):
            yield fault(f"raid {row.id}", "begins at another time than was chosen")
        for part in mine:
            lost = part["case_id"] is None and (row.id, part["number"]) in taken_in
            if lost or not _fits(part, row, history.get(part["case_id"], [])):
                yield fault(f"part {part['number']} of raid {row.id}", "is not what became of its case")
    for raid in sorted(parts):
        yield fault(f"raid {raid}", "is gone, and its parts are there")


def _list_taken_in(
    connection: sa.Connection, history: History, parts: dict[str, list[dict[str, Any]]]
) -> set[tuple[str, int]]:
    """The parts about something of which a case was opened by a raid, or was open when theirs began."""
    began = {row.id: row.at for row in connection.execute(sa.select(raids.c.id, raids.c.at))}
    opened = defaultdict[str, list[list[CaseEvent]]](list)
    for events in history.values():
        if isinstance(events[0].fact, Opened):
            opened[subject_key(events[0].fact.subject)].append(events)
    return {
        (raid, part["number"])
        for raid, mine in parts.items()
        for part in mine
        for events in opened[_find_key(part) or ""]
        if raid in began and _was_open(events, began[raid])
    }


def _find_key(part: dict[str, Any]) -> str | None:
    try:
        return subject_key(msgspec.convert(part["subject"], CaseSubject))
    except msgspec.ValidationError:
        return None


def _was_open(events: list[CaseEvent], at: datetime) -> bool:
    """Or was opened by that raid itself, which takes its steps from then on."""
    decided = [event.at for event in events if isinstance(event.fact, Decided)][:1]
    by_raid = isinstance(events[0].fact, Opened) and events[0].fact.source == "raid"
    return (by_raid or events[0].at <= at) and not (decided and decided[0] < at)


def _find_since(row: Any) -> datetime | None:
    try:
        span = msgspec.convert(row.request, RaidRequest).selection.span
    except msgspec.ValidationError:
        return None
    return span.since if span else row.at - timedelta(hours=1)


def _fits(part: dict[str, Any], raid: Any, events: list[CaseEvent]) -> bool:
    state = part["state"]
    if (part["reason"] is not None) != (state == "left"):
        return False
    if part["case_id"] is not None and not _is_about(part, events):
        return False
    if state in ("waiting", "proposed"):
        return state in OPEN.get(raid.state, set()) and part["undone"] is None
    if state == "left":
        return part["undone"] is None
    decided = any(isinstance(event.fact, Decided) and event.staff_id == raid.staff_id for event in events)
    back = [event.fact for event in events if isinstance(event.fact, Restored)]
    if state == "undone":
        given = None if part["follows"] or not back else msgspec.to_builtins(back[-1].undone)
        return decided and raid.undone_leaf is not None and bool(back) and part["undone"] == given
    return state == "done" and decided and part["undone"] is None


def _is_about(part: dict[str, Any], events: list[CaseEvent]) -> bool:
    opened = events[0].fact if events else None
    if not isinstance(opened, Opened):
        return False
    return (subject_key(opened.subject), opened.person_id) == (_find_key(part), part["person_id"])
