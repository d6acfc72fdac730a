"""Effects that several kinds of decision share."""

from typing import Literal

from veillee.community import conversations, people, private_talk
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.decisions.kind import Target

BINDING = Literal["mute", "suspend", "ban"]


def set_aside(transaction: Transaction, target: Target) -> None:
    """The words of the case are seen by nobody (any more): hidden when they were sent, refused when they wait."""
    subject = target.subject
    if subject.kind == "message" and subject.conversation and subject.seq:
        conversations.hide_message(transaction, subject.conversation, subject.seq, at=target.at)
    elif subject.kind == "held_message" and subject.id:
        held = conversations.find_held(transaction.connection, subject.id)
        if held is not None and held.state == "waiting":
            conversations.refuse_held(transaction, subject.id, article=target.article or "")
    elif subject.kind == "first_word" and subject.id:
        request = private_talk.find_request(transaction.connection, subject.id)
        if request is not None and request.state == "held":
            private_talk.refuse_request(transaction, subject.id, at=target.at)


def bring_back(transaction: Transaction, target: Target) -> None:
    """Undo set_aside where it can be: a hidden message shows again; words that never went out do not go out late."""
    subject = target.subject
    if subject.kind == "message" and subject.conversation and subject.seq and not target.aside_still:
        conversations.show_message(transaction, subject.conversation, subject.seq)


def bind(transaction: Transaction, target: Target, kind: BINDING) -> None:
    """Restrict the person and set their words aside."""
    set_aside(transaction, target)
    if target.person_id is not None:
        people.restrict(
            transaction, target.person_id, kind, at=target.at, until=target.until, statement_id=target.statement_id
        )


def unbind(transaction: Transaction, target: Target, kind: BINDING) -> None:
    """Lift the restriction and bring the words back."""
    bring_back(transaction, target)
    if target.person_id is not None:
        people.lift(transaction, target.person_id, kind, at=target.at, statement_id=target.statement_id)
