"""What a writer holds while it writes."""

import sqlalchemy as sa

from veillee.foundation.basics import Event, Listeners


class Transaction:
    """One job's part of a group commit: its connection, and what it announces.

    Events announced by a job that fails are forgotten with its rows.
    """

    __slots__ = ("_listeners", "connection", "events")

    def __init__(self, connection: sa.Connection, listeners: Listeners) -> None:
        self.connection = connection
        self.events: list[Event] = []
        self._listeners = listeners

    def announce(self, event: Event) -> None:
        """Tell the listeners within this transaction now, the others after the commit."""
        self._listeners.run_within(self, event)
        self.events.append(event)
