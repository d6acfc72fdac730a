"""Effects that several kinds of decision share."""

from typing import Literal

from veillee.community import conversations, people, private_talk
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.decisions.kind import Target
from veillee.oversight.moderation.decisions.pictures import bring_pictures_back, take_pictures
from veillee.oversight.moderation.misuse import store as misuse
from veillee.oversight.moderation.wire_decisions import Undone

BINDING = Literal["reach", "mute", "suspend", "ban"]


def set_aside(transaction: Transaction, target: Target) -> None:
    """The words of the case are seen by nobody (any more): hidden when they were sent, refused when they wait. So is
    the picture that it is about."""
    subject = target.subject
    if subject.kind == "picture":
        take_pictures(transaction, target)
        return
    message = _find_message(transaction, target)
    if message is not None:
        conversations.hide_message(transaction, message.conversation, message.seq, at=target.at)
    elif subject.kind == "held_message" and subject.id:
        held = conversations.find_held(transaction.connection, subject.id)
        if held is not None and held.state == "waiting":
            conversations.refuse_held(transaction, subject.id, article=target.article or "")
    elif subject.kind == "first_word" and subject.id:
        request = private_talk.find_request(transaction.connection, subject.id)
        if request is not None and request.state == "held":
            private_talk.refuse_request(transaction, subject.id, at=target.at)


def bring_back(transaction: Transaction, target: Target) -> Undone:
    """Undo set_aside where it can be: a hidden message shows again; words that never went out do not go out late."""
    if target.subject.kind == "picture":
        return bring_pictures_back(transaction, target)
    if target.subject.kind not in ("message", "held_message", "first_word"):
        return Undone()
    message = _find_message(transaction, target)
    if message is None:
        return Undone(gone=1)
    if not message.hidden:
        return Undone()
    if target.aside_still:
        return Undone(kept=1)
    conversations.show_message(transaction, message.conversation, message.seq)
    return Undone(restored=1)


def bind(transaction: Transaction, target: Target, kind: BINDING) -> None:
    """Restrict the person and set their words aside."""
    set_aside(transaction, target)
    if target.person_id is not None:
        people.restrict(
            transaction, target.person_id, kind, at=target.at, until=target.until, statement_id=target.statement_id
        )


def unbind(transaction: Transaction, target: Target, kind: BINDING) -> Undone:
    """Lift the restriction and bring the words back."""
    return bring_back(transaction, target) + release(transaction, target, kind)


def keep_near(transaction: Transaction, target: Target) -> None:
    """The person reaches neither strangers nor new rooms; their words stay."""
    if target.person_id is not None:
        people.restrict(
            transaction, target.person_id, "reach", at=target.at, until=target.until, statement_id=target.statement_id
        )


def release(transaction: Transaction, target: Target, kind: BINDING) -> Undone:
    """Lift the restriction. One that has run out meanwhile is gone."""
    if target.person_id is None:
        return Undone()
    over = target.until is not None and target.until <= target.at
    lifted = people.lift(transaction, target.person_id, kind, at=target.at, statement_id=target.statement_id)
    return Undone(restored=1) if lifted and not over else Undone(gone=1)


def lift_misuse(transaction: Transaction, target: Target) -> Undone:
    """A warning, or a suspension, for misuse stands no longer."""
    lifted = misuse.lift_of_statement(transaction.connection, target.statement_id or "", target.at)
    over = target.until is not None and target.until <= target.at
    return Undone(restored=1) if lifted and not over else Undone(gone=1)


def _find_message(transaction: Transaction, target: Target) -> conversations.Message | None:
    """The message in question. Its author may have deleted it meanwhile; the decision is taken all the same."""
    subject = target.subject
    if subject.kind != "message" or not subject.conversation or not subject.seq:
        return None
    return conversations.find_message(transaction.connection, subject.conversation, subject.seq)
