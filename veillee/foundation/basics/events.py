"""What happened, in the past tense: the only thing that travels upwards."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
import structlog

from veillee.foundation.basics.faults import name_fault

log = structlog.get_logger("events")


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that its author has stored. Names end in a past participle."""


E = TypeVar("E", bound=Event)


class Listeners:
    """Who listens to what; filled once by the server's wiring.

    Guarantee: a listener `within` runs inside the transaction that stores the event, so that both are stored
    or neither; a listener `after` runs on the loop thread once the transaction is durable, events in commit
    order. A crash between commit and `after` loses the call, never the stored fact: whoever needs more reads
    it back. What a listener `after` raises is logged and keeps nobody else from hearing, neither of this event nor
    of the next.
    """

    def __init__(self) -> None:
        self._within: dict[type[Event], list[Callable[[Any, Any], None]]] = defaultdict(list)
        self._after: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)

    def within(self, kind: type[E], handler: Callable[[Any, E], None]) -> None:
        """Call handler(transaction, event) inside the transaction that announces the event."""
        self._within[kind].append(handler)

    def after(self, kind: type[E], handler: Callable[[E], None]) -> None:
        """Call handler(event) on the loop after the commit."""
        self._after[kind].append(handler)

    def run_within(self, transaction: Any, event: Event) -> None:
        """Run the listeners that share the transaction; what they raise undoes it."""
        for handler in self._within[type(event)]:
            handler(transaction, event)

    def run_after(self, event: Event) -> None:
        """Run the listeners that wait for the commit; raises nothing."""
        for handler in self._after[type(event)]:
            try:
                handler(event)
            except Exception as error:
                log.error("listener failed", heard=type(event).__name__, **name_fault(error))
