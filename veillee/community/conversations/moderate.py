"""What a decision of the watch does to messages. Every verb runs within the decision's own transaction."""

from datetime import datetime

from veillee.community.conversations.append import append_all
from veillee.community.conversations.events import HeldRefused, HeldReleased, MessageHidden
from veillee.community.conversations.model import Author, Draft, Message, Withheld
from veillee.community.conversations.queries import find_held, find_message
from veillee.community.conversations.store import messages, sent_refs, withheld
from veillee.foundation.basics import NotFound
from veillee.foundation.storage import Transaction


def hide_message(transaction: Transaction, conversation: str, seq: int, *, at: datetime) -> None:
    """The message keeps its place and loses its text for members; the watch still reads it."""
    _set_hidden(transaction, conversation, seq, at)


def show_message(transaction: Transaction, conversation: str, seq: int) -> None:
    """Undo hide_message."""
    _set_hidden(transaction, conversation, seq, None)


def release_held(transaction: Transaction, held_id: str, *, at: datetime) -> Message:
    """Held words get their `seq` and go to everybody. Raises NotFound when they no longer wait."""
    held = _waiting(transaction, held_id)
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
    )
    (accepted,) = append_all(transaction, [draft])
    if isinstance(accepted, Exception):
        raise accepted
    _settle(transaction, held_id, "released")
    message = find_message(transaction.connection, accepted.conversation, accepted.seq)
    assert message is not None
    transaction.announce(HeldReleased(person_id=held.author.id, ref=held.ref, message=message))
    return message


def refuse_held(transaction: Transaction, held_id: str, *, article: str) -> None:
    """Held words are never sent. Raises NotFound when they no longer wait."""
    held = _waiting(transaction, held_id)
    _settle(transaction, held_id, "refused")
    transaction.announce(
        HeldRefused(person_id=held.author.id, ref=held.ref, conversation=held.conversation, article=article)
    )


def _waiting(transaction: Transaction, held_id: str) -> Withheld:
    held = find_held(transaction.connection, held_id)
    if held is None or held.state != "waiting":
        raise NotFound
    return held


def _settle(transaction: Transaction, held_id: str, state: str) -> None:
    transaction.connection.execute(withheld.update().where(withheld.c.id == held_id).values(state=state))


def _set_hidden(transaction: Transaction, conversation: str, seq: int, at: datetime | None) -> None:
    result = transaction.connection.execute(
        messages.update().where(messages.c.conversation_id == conversation, messages.c.seq == seq).values(hidden_at=at)
    )
    if result.rowcount == 0:
        raise NotFound
    transaction.announce(MessageHidden(conversation=conversation, seq=seq, hidden=at is not None))
