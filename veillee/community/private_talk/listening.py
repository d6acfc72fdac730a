"""Who leaves a private talk has answered: first words of the two that crossed and still wait open no other."""

import sqlalchemy as sa

from veillee.community.conversations import MembershipEnded, find_partner
from veillee.community.private_talk.events import RequestAnswered
from veillee.community.private_talk.store import private_requests, set_state
from veillee.foundation.basics import Clock, Listeners
from veillee.foundation.storage import Transaction


class LeavingListener:
    """Declines what waits between two of whom one leaves their talk."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def register(self, listeners: Listeners) -> None:
        """Listen within the transaction that ends the membership."""
        listeners.within(MembershipEnded, self.on_membership_ended)

    def on_membership_ended(self, transaction: Transaction, event: MembershipEnded) -> None:
        """Nothing to do for rooms."""
        other = find_partner(transaction.connection, event.conversation, event.person_id)
        if other is None:
            return
        both = (event.person_id, other)
        waiting = sa.select(private_requests.c.id, private_requests.c.from_id, private_requests.c.to_id).where(
            private_requests.c.from_id.in_(both),
            private_requests.c.to_id.in_(both),
            private_requests.c.state == "pending",
        )
        for row in transaction.connection.execute(waiting).all():
            set_state(transaction, row.id, "declined", answered_at=self._clock())
            transaction.announce(
                RequestAnswered(request_id=row.id, sender_id=row.from_id, receiver_id=row.to_id, conversation=None)
            )
