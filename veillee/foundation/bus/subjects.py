"""Who listens to what."""

from collections import defaultdict
from collections.abc import Callable

import structlog

from veillee.foundation.basics import name_fault
from veillee.foundation.bus.port import Handler

log = structlog.get_logger("bus")


class Subjects:
    """Handlers by subject, and those who wait for the bus to return."""

    def __init__(self) -> None:
        self._handlers: dict[str, list[Handler]] = defaultdict(list)
        self._returns: list[Callable[[], None]] = []

    def subscribe(self, subject: str, handler: Handler) -> None:
        """As Bus.subscribe."""
        self._handlers[subject].append(handler)

    def on_return(self, handler: Callable[[], None]) -> None:
        """As Bus.on_return."""
        self._returns.append(handler)

    def handle(self, subject: str, payload: bytes) -> None:
        """Hand a payload to whoever listens."""
        for handler in self._handlers.get(subject, ()):
            try:
                handler(payload)
            except Exception as error:
                log.error("handler failed", subject=subject, **name_fault(error))

    def returned(self) -> None:
        """Tell those who wait."""
        for handler in self._returns:
            handler()
