"""Words that a human must see: stored whole, with the case they open, in one transaction."""

from typing import Literal

import msgspec
import sqlalchemy as sa

from veillee.community.conversations.append import append_all
from veillee.community.conversations.events import MessageFlagged, MessageHeld, MessageRefused
from veillee.community.conversations.model import Accepted, Draft
from veillee.community.conversations.store import find_refs, sent_refs, withheld
from veillee.community.people import Person
from veillee.foundation.basics import new_id
from veillee.foundation.storage import Transaction
from veillee.safety.policy import Verdict


def hold(transaction: Transaction, draft: Draft, person: Person, verdict: Verdict) -> Accepted | Exception | None:
    """Keep the words until a human has looked; None, or the first answer when the ref was used before."""
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
    transaction.announce(MessageHeld(held_id=held_id, person=person, conversation=draft.conversation, verdict=verdict))
    return None


def refuse(transaction: Transaction, draft: Draft, person: Person, verdict: Verdict) -> None:
    """Keep refused words as what a case is about; the same ref again adds nothing."""
    again = sa.select(withheld.c.id).where(withheld.c.author_id == person.id, withheld.c.ref == draft.ref)
    if transaction.connection.execute(again).first() is not None:
        return
    held_id = _store(transaction, draft, verdict, "refused")
    transaction.announce(
        MessageRefused(held_id=held_id, person=person, conversation=draft.conversation, verdict=verdict)
    )


def flag(transaction: Transaction, draft: Draft, person: Person, verdict: Verdict) -> Accepted | Exception:
    """Append a message that passes and that a human should look at all the same."""
    (outcome,) = append_all(transaction, [draft])
    if isinstance(outcome, Accepted):
        transaction.announce(
            MessageFlagged(conversation=draft.conversation, seq=outcome.seq, person=person, verdict=verdict)
        )
    return outcome


def _store(transaction: Transaction, draft: Draft, verdict: Verdict, state: Literal["waiting", "refused"]) -> str:
    held_id = new_id()
    transaction.connection.execute(
        withheld.insert(),
        {
            "id": held_id,
            "conversation_id": draft.conversation,
            "author_id": draft.author.id,
            "ref": draft.ref,
            "text": draft.text,
            "reply_to": draft.reply_to,
            "sent_at": draft.sent_at,
            "state": state,
            "verdict": msgspec.to_builtins(verdict),
            "origin_address": draft.origin.address,
            "origin_port": draft.origin.port,
        },
    )
    return held_id
