"""Notices as the holder of their secret sees them, and as staff do."""

import msgspec
import sqlalchemy as sa

from veillee.oversight.moderation.notices import store
from veillee.oversight.moderation.notices.outcomes import OUTCOMES, REDRESS
from veillee.oversight.moderation.objections import store as objections
from veillee.oversight.moderation.objections.render import render_objection
from veillee.oversight.moderation.wire import LedgerReceipt
from veillee.oversight.moderation.wire_cases import CaseReport
from veillee.oversight.moderation.wire_notices import Notice, NoticeItem, NoticeItemState


def render_notice(connection: sa.Connection, row: store.Row) -> Notice:
    """A row of `notices` with what came of its items."""
    written = msgspec.convert(row.written, list[NoticeItem])
    rows = store.list_items(connection, row.id)
    found = objections.find_all(connection, "notice_item", [item.id for item in rows])
    items = [_item(item, written[item.number - 1], found.get(item.id)) for item in rows]
    return Notice(
        id=row.id,
        state="decided" if all(item.state == "decided" for item in items) else "received",
        reason=row.reason,
        created_at=row.created_at,
        items=items,
        automated=False,
        redress=REDRESS,
        receipt=LedgerReceipt(index=row.leaf_index, leaf_hash=row.leaf_hash),
    )


def render_for_staff(row: store.Row) -> CaseReport:
    """An item as a report on the case that it went into; whoever sent the notice is not named."""
    item = msgspec.convert(row.written, list[NoticeItem])[row.number - 1]
    note = row.explanation if item.detail is None else f"{row.explanation}\n\n{item.detail}"
    return CaseReport(id=row.id, reason=row.reason, note=note, created_at=row.created_at, location=item.location)


def _item(row: store.Row, item: NoticeItem, objection: objections.Row | None) -> NoticeItemState:
    return NoticeItemState(
        number=row.number,
        kind=item.kind,
        location=item.location,
        state="received" if row.decided_at is None else "decided",
        outcome=OUTCOMES.get(row.outcome),
        objection=render_objection(row.outcome, row.decided_at, objection),
    )
