"""Who are contacts no more are screened again: within the transaction that ends the contact."""

from veillee.community.people import ContactChanged, contact_states
from veillee.community.screening.actions import end_off
from veillee.foundation.basics import Listeners
from veillee.foundation.storage import Transaction


class PartingListener:
    """Ends what two contacts agreed on, when they are none."""

    def register(self, listeners: Listeners) -> None:
        """Listen within the transaction that changes the contact."""
        listeners.within(ContactChanged, self.on_contact_changed)

    def on_contact_changed(self, transaction: Transaction, event: ContactChanged) -> None:
        """Nothing to do for two who become contacts."""
        states = contact_states(transaction.connection, event.person_id, [event.other_id])
        if states[event.other_id] != "mutual":
            end_off(transaction, event.person_id, event.other_id)
