"""Beginning a case that nobody reported: staff look into a person or a room, and say why."""

from datetime import datetime

from veillee.community import people, rooms
from veillee.foundation.basics import Forbidden, NotFound, is_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.actions import Occasion, add_to_case
from veillee.oversight.moderation.cases.assignment import add_note
from veillee.oversight.moderation.desk.people import look_at
from veillee.oversight.moderation.evidence.freezing import freeze_first
from veillee.oversight.moderation.model import REASON_CHARS_MAX
from veillee.oversight.moderation.reports.access import whole
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire_people import CaseBegun
from veillee.safety.evidence import Vault


def begin_about_person(
    transaction: Transaction, vault: Vault, staff: StaffCaller, person_id: str, reason: str, now: datetime
) -> CaseBegun:
    """A case about somebody whom the caller may look at. Raises Forbidden `wrong-role`, NotFound, Invalid."""
    look_at(transaction.connection, staff, person_id, None, now)
    person = people.get_person(transaction.connection, person_id)
    occasion = Occasion(source="staff", subject=whole("person", person.id), person_id=person.id)
    return _begin(transaction, vault, staff, occasion, reason, now)


def begin_about_room(
    transaction: Transaction, vault: Vault, staff: StaffCaller, room_id: str, reason: str, now: datetime
) -> CaseBegun:
    """A case about an open room. Raises Forbidden `wrong-role`, NotFound, Invalid."""
    room = rooms.find_room(transaction.connection, room_id) if is_id(room_id) else None
    if room is None:
        raise NotFound
    opener = rooms.find_opener(transaction.connection, room.id)
    occasion = Occasion(source="staff", subject=whole("room", room.id), person_id=opener)
    return _begin(transaction, vault, staff, occasion, reason, now)


def _begin(
    transaction: Transaction, vault: Vault, staff: StaffCaller, occasion: Occasion, reason: str, now: datetime
) -> CaseBegun:
    """The open case about the same, or a new one; why is a note of it. What it is about is copied as it is now, as a
    report does: whoever learns of it may be somebody else by tomorrow."""
    if not staff.watches:
        raise Forbidden("wrong-role", "Your role reads cases and begins none.")
    text = check_text("reason", reason.replace("\r\n", "\n"), REASON_CHARS_MAX)
    case = add_to_case(transaction, occasion, None, now)
    add_note(transaction, case, staff.id, text, now)
    freeze_first(transaction, vault, case, now, reason="begun")
    return CaseBegun(case=case)
