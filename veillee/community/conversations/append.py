"""Appending: many drafts in one transaction, each with its conversation's next seq, each ref once."""

from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from veillee.community.conversations.events import MessagesAppended
from veillee.community.conversations.model import Accepted, Draft, Message
from veillee.community.conversations.store import find_members, find_refs, lock_heads, messages, sent_refs, write_heads
from veillee.community.media import Attachment, Picture, attach, find_free, pictures_unknown
from veillee.community.people import find_apart, find_frozen, paused
from veillee.foundation.basics import NotFound, Problem, new_id
from veillee.foundation.storage import Transaction, insert_many
from veillee.safety.sealing import find_gone, seal_texts

REFS_PER_LOOKUP = 500


class AlreadyHeld(Exception):
    """The ref was used for words that were held; `held_id` names them."""

    def __init__(self, held_id: str) -> None:
        super().__init__(held_id)
        self.held_id = held_id


class _Standing(NamedTuple):
    """How those stand with each other who talk to one: pairs who are apart, pairs who are frozen, and who is still a
    member of which conversation; and the pictures that can be sent, by (author, picture)."""

    apart: set[tuple[str, str]]
    frozen: set[tuple[str, str]]
    members: set[tuple[str, str]]
    pictures: dict[tuple[str, str], Picture]


def append_all(transaction: Transaction, drafts: list[Draft]) -> list[Accepted | Exception]:
    """Batched. An Accepted a draft: a new one, or the first answer when the ref was used before.

    AlreadyHeld for a ref whose words were held, NotFound for a conversation that is gone or destroyed, Problem `closed`
    between two people who are apart or of whom the other has left, `paused` between two who are frozen,
    `picture-unknown`.
    """
    # Locked before anything is looked up: the same ref may be on its way through another node.
    heads = lock_heads(transaction.connection, {draft.conversation for draft in drafts})
    for conversation in find_gone(transaction.connection, heads):
        del heads[conversation]
    answered = _already_answered(transaction.connection, drafts)
    standing = _look_at(transaction.connection, drafts)
    changed: dict[str, int] = {}
    new: list[tuple[Draft, Message]] = []
    results: list[Accepted | Exception] = []
    for draft in drafts:
        key = (draft.author.id, draft.ref)
        if key not in answered:
            answered[key] = _objection(draft, heads, standing) or _number(draft, heads, standing, changed, new)
        results.append(answered[key])
    if new:
        write_heads(transaction.connection, changed)
        _store(transaction, new)
        transaction.announce(MessagesAppended(messages=tuple(message for _, message in new)))
    return results


def _already_answered(connection: sa.Connection, drafts: list[Draft]) -> dict[tuple[str, str], Accepted | Exception]:
    keys = [(draft.author.id, draft.ref) for draft in drafts]
    answered: dict[tuple[str, str], Accepted | Exception] = {}
    for start in range(0, len(keys), REFS_PER_LOOKUP):
        for key, row in find_refs(connection, keys[start : start + REFS_PER_LOOKUP]).items():
            answered[key] = _first_answer(row)
    return answered


def _first_answer(row: Any) -> Accepted | Exception:
    if row.seq is None:
        return AlreadyHeld(row.message_id)
    return Accepted(ref=row.ref, conversation=row.conversation_id, seq=row.seq, id=row.message_id, sent_at=row.sent_at)


def _look_at(connection: sa.Connection, drafts: list[Draft]) -> _Standing:
    to_one = [(draft.conversation, draft.author.id, draft.to) for draft in drafts if draft.to is not None]
    pairs = {(author, to) for _, author, to in to_one}
    return _Standing(
        apart=find_apart(connection, pairs),
        frozen=find_frozen(connection, pairs),
        members=find_members(connection, {(conversation, to) for conversation, _, to in to_one}),
        pictures=find_free(connection, {id_ for draft in drafts for id_ in draft.pictures}),
    )


def _objection(draft: Draft, heads: dict[str, int], standing: _Standing) -> Problem | None:
    head = heads.get(draft.conversation)
    if head is None:
        return NotFound()
    if draft.reply_to is not None and not 1 <= draft.reply_to <= head:
        return NotFound("The message replied to does not exist.")
    if draft.pictures and (gone := pictures_unknown(standing.pictures, draft.author.id, draft.pictures)):
        return gone
    if draft.to is None:
        return None
    pair = draft.author.id, draft.to
    if pair in standing.apart or (draft.conversation, draft.to) not in standing.members:
        return Problem("closed", 409, "Nothing passes between these two people any more.")
    return paused() if pair in standing.frozen else None


def _number(
    draft: Draft,
    heads: dict[str, int],
    standing: _Standing,
    changed: dict[str, int],
    new: list[tuple[Draft, Message]],
) -> Accepted:
    seq = heads[draft.conversation] = changed[draft.conversation] = heads[draft.conversation] + 1
    message = Message(
        conversation=draft.conversation,
        seq=seq,
        id=new_id(),
        author=draft.author,
        text=draft.text,
        sent_at=draft.sent_at,
        reply_to=draft.reply_to,
        # Each once: who sends the same one again has it no more.
        pictures=tuple(standing.pictures.pop((draft.author.id, id_)) for id_ in draft.pictures) or msgspec.UNSET,
    )
    new.append((draft, message))
    return Accepted(ref=draft.ref, conversation=draft.conversation, seq=seq, id=message.id, sent_at=draft.sent_at)


def _store(transaction: Transaction, new: list[tuple[Draft, Message]]) -> None:
    texts = [(message.conversation, message.id, message.text) for _, message in new]
    insert_many(
        transaction.connection,
        messages,
        [
            {
                "conversation_id": message.conversation,
                "seq": message.seq,
                "id": message.id,
                "author_id": message.author.id,
                "text": "",
                "sent_at": message.sent_at,
                "reply_to": message.reply_to,
                "origin_address": draft.origin.address,
                "origin_port": draft.origin.port,
                "sealed": sealed,
            }
            for (draft, message), sealed in zip(new, seal_texts(transaction.connection, texts), strict=True)
        ],
    )
    _store_pictures(transaction, [message for draft, message in new if draft.pictures])
    insert_many(
        transaction.connection,
        sent_refs,
        [
            {
                "person_id": draft.author.id,
                "ref": draft.ref,
                "conversation_id": message.conversation,
                "seq": message.seq,
                "message_id": message.id,
                "sent_at": message.sent_at,
            }
            for draft, message in new
        ],
    )


def _store_pictures(transaction: Transaction, illustrated: list[Message]) -> None:
    """Apart from the rows themselves, so that those of mere words cost nothing more."""
    for message in illustrated:
        carried = message.pictures or ()
        attach(
            transaction.connection,
            [Attachment(picture.id, message.id, message.conversation, message.seq) for picture in carried],
        )
        mine = (messages.c.conversation_id == message.conversation, messages.c.seq == message.seq)
        transaction.connection.execute(messages.update().where(*mine).values(pictures=carried))
