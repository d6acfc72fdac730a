"""Handing over: what is left in writing by whoever goes, and taken up by whoever comes on."""

from datetime import datetime

import sqlalchemy as sa

from veillee.foundation.basics import Forbidden, Invalid, NotFound, Problem, is_id, new_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.duty import store
from veillee.oversight.moderation.duty.model import (
    NOTE_AFTER,
    NOTE_CHARS_MAX,
    NOTES_KEPT,
    NOTES_PER_BATCH,
    NOTES_SHOWN,
    NOTES_SHOWN_MAX,
)
from veillee.oversight.moderation.leaves import handover_content, takeover_contents
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.staff.queries import name_staff
from veillee.oversight.moderation.staff.store import staff
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire_duty import DutyRequest, HandoverNote
from veillee.safety import ledger
from veillee.safety.sealing import ready


def write_note(transaction: Transaction, caller: StaffCaller, request: DutyRequest, now: datetime) -> None:
    """Keep what is handed over. Raises Invalid, Problem `not-on-duty`.

    Whoever watches, or did within the hour, has something to hand over: a break comes first, and words after it.
    """
    if request.note is None:
        return
    if request.on:
        raise Invalid({"note": "only-when-leaving"})
    text = check_text("note", request.note.replace("\r\n", "\n"), NOTE_CHARS_MAX)
    if not _has_watched(transaction.connection, caller.id, now):
        raise Problem("not-on-duty", 409, "You have not been on duty, so there is nothing to hand over.")
    row = {"id": new_id(), "staff_id": caller.id, "text": text, "written_at": now}
    receipt = ledger.append(transaction, "handover.written", handover_content(row), now)
    stored = ready(transaction.connection, store.handover_notes, row | {"leaf_index": receipt.index})
    transaction.connection.execute(sa.insert(store.handover_notes).values(stored))


def forget_notes(transaction: Transaction, now: datetime) -> int:
    """Destroy the words of notes that have had their time, a batch; how many. That there was one, and who left it,
    stays; what its leaf committed to cannot be shown any more."""
    table = store.handover_notes
    old = sa.select(table.c.id, table.c.leaf_index).where(table.c.text != "", table.c.written_at < now - NOTES_KEPT)
    rows = transaction.connection.execute(old.limit(NOTES_PER_BATCH)).all()
    for row in rows:
        ledger.forget(transaction, row.leaf_index)
        transaction.connection.execute(table.update().where(table.c.id == row.id).values(text=""))
    return len(rows)


def _has_watched(connection: sa.Connection, staff_id: str, now: datetime) -> bool:
    own = connection.execute(sa.select(staff).where(staff.c.id == staff_id)).one()
    return bool(own.on_duty) or (own.last_active_at is not None and own.last_active_at > now - NOTE_AFTER)


def take_note(transaction: Transaction, caller: StaffCaller, note_id: str, now: datetime) -> None:
    """Go on with what somebody else left; again by whoever did changes nothing.

    Raises NotFound, Forbidden `own-note`, Problem `taken-already`.
    """
    table = store.handover_notes
    one = sa.select(table).where(table.c.id == note_id)
    found = transaction.connection.execute(one).first() if is_id(note_id) else None
    if found is None:
        raise NotFound
    if found.staff_id == caller.id:
        raise Forbidden("own-note", "Somebody else takes up what you left.")
    if found.taken_by == caller.id:
        return
    if found.taken_by is not None:
        raise Problem("taken-already", 409, "Somebody else goes on with this already.")
    taken = {"taken_by": caller.id, "taken_at": now}
    content, _ = takeover_contents({"id": note_id} | taken)
    receipt = ledger.append(transaction, "handover.taken", content, now)
    mine = table.update().where(table.c.id == note_id)
    transaction.connection.execute(mine.values(taken | {"taken_leaf": receipt.index}))


def read_notes(connection: sa.Connection, now: datetime) -> list[HandoverNote]:
    """What was handed over lately, the latest first."""
    rows = store.list_notes(connection, now - NOTES_SHOWN, NOTES_SHOWN_MAX)
    ids = {row.staff_id for row in rows} | {row.taken_by for row in rows if row.taken_by}
    members = name_staff(connection, ids)
    return [
        HandoverNote(
            id=row.id,
            by=members[row.staff_id],
            text=row.text,
            written_at=row.written_at,
            taken=members.get(row.taken_by),
            taken_at=row.taken_at,
        )
        for row in rows
    ]
