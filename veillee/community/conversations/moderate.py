"""What a decision of the watch does to messages. Every verb runs within the decision's own transaction."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from veillee.community import media
from veillee.community.conversations.append import append_all
from veillee.community.conversations.events import (
    ConversationDestroyed,
    ConversationEnded,
    HeldRefused,
    HeldReleased,
    MessageHidden,
    PicturesChanged,
)
from veillee.community.conversations.hold import caution_reader
from veillee.community.conversations.model import Accepted, Author, Draft, Withheld
from veillee.community.conversations.queries import find_held
from veillee.community.conversations.records import destruction_content
from veillee.community.conversations.store import (
    conversations,
    memberships,
    messages,
    remove_memberships,
    sent_refs,
    withheld,
)
from veillee.community.people import are_apart
from veillee.foundation.basics import NotFound
from veillee.foundation.storage import Transaction, get_tool
from veillee.safety import ledger
from veillee.safety.sealing import Keyring


def hide_message(transaction: Transaction, conversation: str, seq: int, *, at: datetime) -> None:
    """The message keeps its place and loses its text for members; the watch still reads it. Raises NotFound."""
    result = transaction.connection.execute(
        messages.update().where(messages.c.conversation_id == conversation, messages.c.seq == seq).values(hidden_at=at)
    )
    if result.rowcount == 0:
        raise NotFound
    transaction.announce(MessageHidden(conversation=conversation, seq=seq, hidden=True))


def hide_messages(transaction: Transaction, conversation: str, seqs: Sequence[int], *, at: datetime) -> None:
    """hide_message for many of one conversation; those that are hidden or gone already stay as they are."""
    shown = (messages.c.conversation_id == conversation, messages.c.seq.in_(seqs), messages.c.hidden_at.is_(None))
    found = transaction.connection.execute(sa.select(messages.c.seq).where(*shown).order_by(messages.c.seq))
    for seq in found.scalars().all():
        transaction.announce(MessageHidden(conversation=conversation, seq=seq, hidden=True))
    transaction.connection.execute(messages.update().where(*shown).values(hidden_at=at))


def show_message(transaction: Transaction, conversation: str, seq: int) -> bool:
    """Undo hide_message. Whether it was hidden; what is gone was not."""
    hidden = (messages.c.conversation_id == conversation, messages.c.seq == seq, messages.c.hidden_at.is_not(None))
    shown = transaction.connection.execute(messages.update().where(*hidden).values(hidden_at=None)).rowcount > 0
    if shown:
        transaction.announce(MessageHidden(conversation=conversation, seq=seq, hidden=False))
    return shown


def hide_picture(transaction: Transaction, picture_id: str, *, at: datetime) -> None:
    """The picture is gone for members, its message stays; the watch still sees it. None is fine, as is again."""
    if media.remove(transaction, picture_id, at):
        _tell_pictures(transaction, picture_id)


def show_picture(transaction: Transaction, picture_id: str) -> bool:
    """Undo hide_picture. Whether it was hidden."""
    shown = media.show(transaction, picture_id)
    if shown:
        _tell_pictures(transaction, picture_id)
    return shown


def _tell_pictures(transaction: Transaction, picture_id: str) -> None:
    """The message says of its pictures how they are now."""
    place = media.find_place(transaction.connection, picture_id)
    if place is None or place.seq is None:
        return  # words that wait are seen by nobody yet
    pictures = tuple(media.list_of(transaction.connection, place.message))
    mine = (messages.c.conversation_id == place.conversation, messages.c.seq == place.seq)
    transaction.connection.execute(messages.update().where(*mine).values(pictures=pictures))
    transaction.announce(PicturesChanged(conversation=place.conversation, seq=place.seq, pictures=pictures))


def end_conversation(transaction: Transaction, conversation: str) -> None:
    """Everybody is out; what was said stays for the watch."""
    remove_memberships(transaction, conversation)
    transaction.announce(ConversationEnded(conversation=conversation))


def destroy_conversation(transaction: Transaction, conversation: str, *, reason: str, at: datetime) -> bool:
    """Destroy the key of everything that was said there; nobody is a member any more. Whether there was a key.

    Whatever was sealed for a case lies under that case's own key and stays.
    """
    if not get_tool(transaction.connection, Keyring).destroy(transaction, conversation, at):
        return False
    ledger.append(transaction, "conversation.destroyed", destruction_content(conversation, reason, at), at)
    media.destroy_of_conversation(transaction, conversation)
    end_conversation(transaction, conversation)
    transaction.announce(ConversationDestroyed(conversation=conversation))
    return True


def release_held(transaction: Transaction, held_id: str, *, at: datetime) -> Accepted | None:
    """Held words get their `seq` and go to everybody. Raises NotFound when they no longer wait.

    None: the two have come apart since, so that they reach nobody, and their author is told as much.
    """
    held = _waiting(transaction, held_id)
    reader = _find_reader(transaction.connection, held)
    if reader is None and _is_private(transaction.connection, held):
        refuse_held(transaction, held_id, article="")
        return None
    # The reference was taken when the words were held; they take it again as a message.
    transaction.connection.execute(
        sent_refs.delete().where(sent_refs.c.person_id == held.author.id, sent_refs.c.ref == held.ref)
    )
    draft = Draft(
        conversation=held.conversation,
        author=Author(id=held.author.id, pseudonym=held.author.pseudonym, sample=held.author.sample),
        ref=held.ref,
        text=held.text,
        sent_at=at,
        reply_to=held.reply_to,
        origin=held.origin,
        pictures=media.detach(transaction.connection, held_id),
    )
    (accepted,) = append_all(transaction, [draft])
    if isinstance(accepted, Exception):
        raise accepted
    _settle(transaction, held_id, "released")
    caution_reader(transaction, accepted, reader, held.caution)
    transaction.announce(HeldReleased(person_id=held.author.id, accepted=accepted))
    return accepted


def refuse_held(transaction: Transaction, held_id: str, *, article: str) -> None:
    """Held words are never sent. Raises NotFound when they no longer wait."""
    held = _waiting(transaction, held_id)
    _settle(transaction, held_id, "refused")
    transaction.announce(
        HeldRefused(person_id=held.author.id, ref=held.ref, conversation=held.conversation, article=article)
    )


def _is_private(connection: sa.Connection, held: Withheld) -> bool:
    kind = sa.select(conversations.c.kind).where(conversations.c.id == held.conversation)
    return bool(connection.execute(kind).scalar_one() == "private")


def _find_reader(connection: sa.Connection, held: Withheld) -> str | None:
    """The one person for whom they were meant; None in a room, and when that one left the talk or is apart now."""
    if not _is_private(connection, held):
        return None
    others = sa.select(memberships.c.person_id).where(
        memberships.c.conversation_id == held.conversation, memberships.c.person_id != held.author.id
    )
    other: str | None = connection.execute(others).scalar_one_or_none()
    return None if other is None or are_apart(connection, held.author.id, other) else other


def _waiting(transaction: Transaction, held_id: str) -> Withheld:
    held = find_held(transaction.connection, held_id)
    if held is None or held.state != "waiting":
        raise NotFound
    return held


def _settle(transaction: Transaction, held_id: str, state: str) -> None:
    transaction.connection.execute(withheld.update().where(withheld.c.id == held_id).values(state=state))
