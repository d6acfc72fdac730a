"""The queue: bounded pages, most pressing first."""

import base64
import binascii
from datetime import datetime
from typing import Annotated, Any

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import Invalid, is_id
from veillee.oversight.moderation.cases import store
from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.further import store as further
from veillee.oversight.moderation.model import QUEUE_PAGE_MAX, RANK_DANGER, RANK_ORDINARY
from veillee.oversight.moderation.staff.queries import name_staff
from veillee.oversight.moderation.wire import StaffMember
from veillee.oversight.moderation.wire_cases import CasePage, CaseRow, CaseStateName, Whose


class Cursor(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """The last case of a page; what comes after it is the next page."""

    rank: Annotated[int, msgspec.Meta(ge=RANK_DANGER, le=RANK_ORDINARY)]
    moment: Annotated[datetime, msgspec.Meta(tz=True)]
    case: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of the queue. whose: of `staff`, of nobody, or all. answers: they open further readings."""

    staff: str
    answers: bool
    state: CaseStateName
    whose: Whose
    cursor: str | None
    limit: int


def read_queue(connection: sa.Connection, wanted: Wanted, urgent_minutes: int) -> CasePage:
    """A page of open cases (gravest first, then as priority.py says) or of decided ones (latest first).

    Raises Invalid for a cursor that is not one of ours.
    """
    size = max(1, min(wanted.limit, QUEUE_PAGE_MAX))
    after = None if wanted.cursor is None else _read_cursor(wanted.cursor)
    query = _open_page(after) if wanted.state == "open" else _decided_page(after)
    if wanted.whose != "all":
        query = query.where(store.cases.c.assignee_id == (wanted.staff if wanted.whose == "mine" else None))
    rows = connection.execute(query.limit(size + 1)).all()
    states = [(row.id, store.to_state(row)) for row in rows]
    more = len(states) > size
    counts = store.count_open(connection, wanted.staff)
    having = name_staff(connection, {state.assignee_id for _, state in states if state.assignee_id is not None})
    return CasePage(
        cases=[render_row(case, value, having.get(value.assignee_id or "")) for case, value in states[:size]],
        next=_cursor(*states[size - 1]) if more else None,
        open=counts.open,
        urgent=counts.urgent,
        mine=counts.mine,
        unassigned=counts.unassigned,
        urgent_minutes=urgent_minutes,
        further=further.count_waiting(connection, wanted.staff) if wanted.answers else 0,
    )


def render_row(case: str, state: CaseState, assignee: StaffMember | None) -> CaseRow:
    """A case as a line of the queue."""
    return CaseRow(
        id=case,
        state=state.state,
        source=state.shown_source,
        subject=state.subject,
        label=state.label,
        urgent=state.urgent,
        reports=state.reports,
        opened_at=state.opened_at,
        decided_at=state.decided_at,
        decision=state.decision,
        version=state.version,
        proposed=state.proposed,
        assignee=assignee,
        urgent_at=state.urgent_at,
    )


def _open_page(after: Cursor | None) -> sa.Select[Any]:
    table = store.cases.c
    query = sa.select(store.cases).where(table.state == "open").order_by(table.rank, table.pressing_at, table.id)
    if after is None:
        return query
    place = (
        sa.literal(after.rank),
        sa.literal(after.moment, table.pressing_at.type),
        sa.literal(after.case, table.id.type),
    )
    return query.where(sa.tuple_(table.rank, table.pressing_at, table.id) > sa.tuple_(*place))


def _decided_page(after: Cursor | None) -> sa.Select[Any]:
    table = store.cases.c
    query = sa.select(store.cases).where(table.state == "decided")
    query = query.order_by(table.decided_at.desc(), table.id.desc())
    if after is None:
        return query
    place = sa.literal(after.moment, table.decided_at.type), sa.literal(after.case, table.id.type)
    return query.where(sa.tuple_(table.decided_at, table.id) < sa.tuple_(*place))


def _cursor(case: str, state: CaseState) -> str:
    value = Cursor(rank=state.rank, moment=state.decided_at or state.pressing_at, case=case)
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(value)).decode().rstrip("=")


def _read_cursor(cursor: str) -> Cursor:
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        after = msgspec.msgpack.decode(raw, type=Cursor)
    except (binascii.Error, msgspec.MsgspecError, ValueError) as error:
        raise Invalid({"cursor": "unreadable"}) from error
    if not is_id(after.case):
        raise Invalid({"cursor": "unreadable"})
    return after
