"""Putting on record that private words were read, and pictures looked at."""

from datetime import datetime

import msgspec

from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.actions import append_event
from veillee.oversight.moderation.cases.model import Read
from veillee.oversight.moderation.leaves import at_moment, reading_content
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire_cases import CaseWords
from veillee.safety import ledger


def record_reading(transaction: Transaction, staff: StaffCaller, case_id: str, words: CaseWords, now: datetime) -> None:
    """An event of the case and a leaf of the ledger: who read which lines of which conversation."""
    read = Read(leaf=-1, conversation=words.conversation, lines=[line.seq for line in words.lines])
    _record(transaction, staff, case_id, read, now)


def record_look(
    transaction: Transaction, staff: StaffCaller, case_id: str, words: CaseWords, picture: str, now: datetime
) -> None:
    """The same for one picture, wherever it was sent: it is opened for nobody by itself."""
    lines = [line.seq for line in words.lines if any(shown.id == picture for shown in line.pictures)]
    look = Read(leaf=-1, conversation=words.conversation, lines=lines, picture=picture)
    _record(transaction, staff, case_id, look, now)


def _record(transaction: Transaction, staff: StaffCaller, case_id: str, read: Read, now: datetime) -> None:
    receipt = ledger.append(transaction, "case.read", at_moment(reading_content(case_id, staff.id, read), now), now)
    recorded = msgspec.structs.replace(read, leaf=receipt.index)
    append_event(transaction, case_id, recorded, now, staff_id=staff.id)
