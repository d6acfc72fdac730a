"""What decisions do to pictures."""

import sqlalchemy as sa

from veillee.community import conversations, media
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.decisions.kind import Target
from veillee.oversight.moderation.statements import effects as store
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.statements.effects import StatementEffect
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.oversight.moderation.wire_decisions import Undone

TAKES_REPORTED = frozenset({"remove_pictures", "mute", "suspend", "ban"})
"""What takes away the picture that its case is about."""


def list_pictures(connection: sa.Connection, subject: CaseSubject) -> list[str]:
    """The pictures of what a case is about: the one that was reported, or those of the message."""
    if subject.kind == "picture" and subject.id:
        return [subject.id] if media.find_place(connection, subject.id) else []
    if subject.kind != "message" or not subject.conversation or not subject.seq:
        return []
    message = conversations.find_message(connection, subject.conversation, subject.seq)
    return [picture.id for picture in (message.pictures or ())] if message else []


def take_pictures(transaction: Transaction, target: Target) -> None:
    """Members see them no more. What is illegal is not taken again either."""
    ids = list_pictures(transaction.connection, target.subject)
    for picture in ids:
        conversations.hide_picture(transaction, picture, at=target.at)
    if target.illegal and target.statement_id is not None:
        media.refuse_marks(transaction, ids, target.statement_id, target.at)


def bring_pictures_back(transaction: Transaction, target: Target) -> Undone:
    """Undo take_pictures, but for what another decision that stands took away too, and for what is gone."""
    if target.statement_id is not None:
        media.accept_marks(transaction, target.statement_id, target.at)
    ids = list_pictures(transaction.connection, target.subject)
    if not ids:
        return Undone(gone=1)
    undone = Undone()
    for picture in ids:
        if is_taken(transaction.connection, picture, target.statement_id or ""):
            undone += Undone(kept=1)
        elif conversations.show_picture(transaction, picture):
            undone += Undone(restored=1)
    return undone


def is_taken(connection: sa.Connection, picture: str, but: str) -> bool:
    """Whether another statement that stands took it away: by itself, with its message's, with its author's."""
    if store.is_taken_otherwise(connection, StatementEffect(kind="picture", target=picture), but):
        return True
    place = media.find_place(connection, picture)
    if place is None:
        return False
    alone = CaseSubject(kind="picture", id=picture, conversation=place.conversation, seq=place.seq)
    message = CaseSubject(kind="message", id=None, conversation=place.conversation, seq=place.seq)
    return any(row.decision in TAKES_REPORTED for row in statements.list_standing(connection, alone, but)) or any(
        row.decision == "remove_pictures" for row in statements.list_standing(connection, message, but)
    )
