"""Looking at a picture of a case: one at a time, each look on record before anything is shown."""

from datetime import datetime

import sqlalchemy as sa

from veillee.community import media
from veillee.foundation.basics import NotFound, is_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.desk.reading import record_look
from veillee.oversight.moderation.desk.words import read_words
from veillee.oversight.moderation.evidence.freezing import file_of, find_contested
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire_cases import CaseSubject, CaseWords
from veillee.safety.evidence import Touch, Vault, has_file

NOWHERE = CaseWords(conversation=None, name=None, private=True, lines=[])


def look_at(
    transaction: Transaction, vault: Vault, staff: StaffCaller, case_id: str, picture: str, now: datetime
) -> bytes:
    """A picture that is shown with the words of the case, or was copied with them, as WebP.

    Raises NotFound, Problem `destroyed`, DamagedEvidence.
    """
    connection = transaction.connection
    state = cases.find_state(connection, case_id) if is_id(case_id) and is_id(picture) else None
    if state is None:
        raise NotFound
    contested, subject = find_contested(connection, state)
    case = contested or case_id
    words = _find_among_words(connection, subject, picture)
    copied = has_file(connection, case, file_of(picture))
    if words is None and not copied:
        raise NotFound
    record_look(transaction, staff, case_id, words or NOWHERE, picture, now)
    image = media.open_image(connection, picture, "whole")
    if image is None and copied:
        touch = Touch(case=case, staff=staff.id, reason="picture", at=now)
        image = vault.open_file(transaction, touch, file_of(picture))
    if image is None:
        raise NotFound
    return image


def _find_among_words(connection: sa.Connection, subject: CaseSubject, picture: str) -> CaseWords | None:
    words = read_words(connection, subject)
    shown = words is not None and any(each.id == picture for line in words.lines for each in line.pictures)
    return words if shown else None
