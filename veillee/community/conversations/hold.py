"""Words that a human must see: stored whole, with the case they open, in one transaction."""

from typing import Literal

import msgspec
import sqlalchemy as sa

from veillee.community.conversations.append import append_all
from veillee.community.conversations.events import MessageFlagged, MessageHeld, MessageRefused, ReaderCautioned
from veillee.community.conversations.model import Accepted, Draft
from veillee.community.conversations.queries import find_message
from veillee.community.conversations.store import cautions, find_refs, sent_refs, withheld
from veillee.community.media import Attachment, attach, find_free, pictures_unknown
from veillee.community.people import Person, freeze
from veillee.foundation.basics import new_id
from veillee.foundation.storage import Transaction
from veillee.safety.policy import Caution, Verdict
from veillee.safety.sealing import seal_text


def hold(transaction: Transaction, draft: Draft, person: Person, verdict: Verdict) -> Accepted | Exception | None:
    """Keep the words until a human has looked; None, or the first answer when the ref was used before.

    Raises Problem `picture-unknown`.
    """
    if find_refs(transaction.connection, [(person.id, draft.ref)]):
        return append_all(transaction, [draft])[0]
    held_id = _store(transaction, draft, verdict, "waiting")
    transaction.connection.execute(
        sent_refs.insert(),
        {
            "person_id": person.id,
            "ref": draft.ref,
            "conversation_id": draft.conversation,
            "seq": None,
            "message_id": held_id,
            "sent_at": draft.sent_at,
        },
    )
    _freeze(transaction, draft, verdict, held_id)
    transaction.announce(MessageHeld(held_id=held_id, person=person, conversation=draft.conversation, verdict=verdict))
    return None


def refuse(transaction: Transaction, draft: Draft, person: Person, verdict: Verdict) -> None:
    """Keep refused words as what a case is about; the same ref again adds nothing."""
    again = sa.select(withheld.c.id).where(withheld.c.author_id == person.id, withheld.c.ref == draft.ref)
    if transaction.connection.execute(again).first() is not None:
        return
    held_id = _store(transaction, draft, verdict, "refused")
    _freeze(transaction, draft, verdict, held_id)
    transaction.announce(
        MessageRefused(held_id=held_id, person=person, conversation=draft.conversation, verdict=verdict)
    )


def flag(transaction: Transaction, draft: Draft, person: Person, verdict: Verdict) -> Accepted | Exception:
    """Append a message that passes and of which more follows: a human looks, or its reader is told something."""
    (outcome,) = append_all(transaction, [draft])
    if isinstance(outcome, Accepted):
        caution_reader(transaction, outcome, draft.to, verdict.caution)
        _freeze(transaction, draft, verdict, f"{outcome.conversation}:{outcome.seq}")
        if verdict.open_case:
            transaction.announce(
                MessageFlagged(conversation=draft.conversation, seq=outcome.seq, person=person, verdict=verdict)
            )
    return outcome


def caution_reader(
    transaction: Transaction, accepted: Accepted, reader_id: str | None, caution: Caution | None
) -> None:
    """Tell the one who reads it in private what such words can mean; kept beside the message. Again is the same."""
    if caution is None or reader_id is None:
        return
    mine = (cautions.c.conversation_id == accepted.conversation, cautions.c.seq == accepted.seq)
    if transaction.connection.execute(sa.select(cautions.c.seq).where(*mine)).first() is not None:
        return
    transaction.connection.execute(
        cautions.insert(),
        {
            "conversation_id": accepted.conversation,
            "seq": accepted.seq,
            "reader_id": reader_id,
            "caution": msgspec.to_builtins(caution),
        },
    )
    transaction.announce(
        ReaderCautioned(reader_id=reader_id, conversation=accepted.conversation, seq=accepted.seq, caution=caution)
    )


def _freeze(transaction: Transaction, draft: Draft, verdict: Verdict, about: str) -> None:
    """The author and the one who is addressed: the other one in private talk, whom it replies to in a room."""
    if not verdict.freeze:
        return
    addressed = draft.to
    if addressed is None and draft.reply_to is not None:
        replied = find_message(transaction.connection, draft.conversation, draft.reply_to)
        addressed = replied.author.id if replied else None
    if addressed is not None:
        freeze(transaction, draft.author.id, addressed, about=about, at=draft.sent_at)


def _attach(transaction: Transaction, draft: Draft, held_id: str) -> None:
    free = find_free(transaction.connection, draft.pictures)
    if gone := pictures_unknown(free, draft.author.id, draft.pictures):
        raise gone
    attach(
        transaction.connection,
        [Attachment(id_, held_id, draft.conversation, None) for id_ in draft.pictures],
    )


def _store(transaction: Transaction, draft: Draft, verdict: Verdict, state: Literal["waiting", "refused"]) -> str:
    held_id = new_id()
    _attach(transaction, draft, held_id)
    transaction.connection.execute(
        withheld.insert(),
        {
            "id": held_id,
            "conversation_id": draft.conversation,
            "author_id": draft.author.id,
            "ref": draft.ref,
            "text": "",
            "sealed": seal_text(transaction.connection, draft.conversation, held_id, draft.text),
            "reply_to": draft.reply_to,
            "sent_at": draft.sent_at,
            "state": state,
            "verdict": verdict.stored(),
            "origin_address": draft.origin.address,
            "origin_port": draft.origin.port,
        },
    )
    return held_id
