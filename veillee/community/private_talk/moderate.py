"""What a decision of the watch does to first words. Every verb runs within the decision's own transaction."""

from datetime import datetime

from veillee.community.private_talk.events import RequestAnswered, RequestMade, RequestWithdrawn
from veillee.community.private_talk.model import RequestView
from veillee.community.private_talk.queries import find_request
from veillee.community.private_talk.store import set_state
from veillee.foundation.basics import NotFound
from veillee.foundation.storage import Transaction


def release_request(transaction: Transaction, request_id: str) -> None:
    """Held first words go to their receiver. Raises NotFound when they no longer wait."""
    request = _held(transaction, request_id)
    set_state(transaction, request_id, "pending")
    transaction.announce(
        RequestMade(request_id=request_id, sender_id=request.sender.id, receiver_id=request.receiver.id)
    )


def refuse_request(transaction: Transaction, request_id: str, *, at: datetime) -> None:
    """Held first words never reach anybody. Raises NotFound when they no longer wait."""
    request = _held(transaction, request_id)
    set_state(transaction, request_id, "refused", answered_at=at)
    transaction.announce(
        RequestAnswered(
            request_id=request_id,
            sender_id=request.sender.id,
            receiver_id=request.receiver.id,
            conversation=None,
        )
    )


def withdraw_request(transaction: Transaction, request_id: str, *, at: datetime) -> None:
    """First words that wait for an answer wait no more. Raises NotFound when they do not wait."""
    request = find_request(transaction.connection, request_id)
    if request is None or request.state != "pending":
        raise NotFound
    set_state(transaction, request_id, "refused", answered_at=at)
    _tell(transaction, request, RequestWithdrawn)


def reopen_request(transaction: Transaction, request_id: str) -> bool:
    """Undo withdraw_request: the first word waits again. False when it is no longer as it was left."""
    request = find_request(transaction.connection, request_id)
    if request is None or request.state != "refused":
        return False
    set_state(transaction, request_id, "pending", answered_at=None)
    _tell(transaction, request, RequestMade)
    return True


def _tell(transaction: Transaction, request: RequestView, event: type[RequestWithdrawn] | type[RequestMade]) -> None:
    transaction.announce(event(request_id=request.id, sender_id=request.sender.id, receiver_id=request.receiver.id))


def _held(transaction: Transaction, request_id: str) -> RequestView:
    request = find_request(transaction.connection, request_id)
    if request is None or request.state != "held":
        raise NotFound
    return request
