"""What connections are owed within one turn of the loop: collected, then handed over in one write each."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Protocol

import structlog

from veillee.foundation.gateway.faults import name_fault

log = structlog.get_logger("gateway")


class Debtor(Protocol):
    """A connection as the outbox sees it."""

    owed: list[bytes]
    write: Callable[[bytes], None]


class Outbox:
    """Remembers who is owed something and pays at the end of the turn. For the loop thread only.

    uvloop sends on every write(), so that without this each frame would be a segment and a system call.
    """

    __slots__ = ("_debtors",)

    def __init__(self) -> None:
        self._debtors: dict[Debtor, None] = {}

    def note(self, debtors: Iterable[Debtor]) -> None:
        """These are owed something from now on."""
        if not self._debtors:
            asyncio.get_running_loop().call_soon(self._pay)
        self._debtors.update(dict.fromkeys(debtors))

    def _pay(self) -> None:
        debtors, self._debtors = self._debtors, {}
        shared: list[bytes] = []
        joined = b""
        for debtor in debtors:
            owed = debtor.owed
            if len(owed) == 1:
                payment = owed[0]
            else:
                # Members of one room are mostly owed the same: joined once, one object for all of them.
                if owed != shared:
                    shared = owed.copy()
                    joined = b"".join(shared)
                payment = joined
            owed.clear()
            try:
                debtor.write(payment)
            except Exception as error:
                log.error("write failed", **name_fault(error))
