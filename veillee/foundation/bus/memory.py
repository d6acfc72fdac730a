"""The bus within one process: of one node, whom nobody hears, or of several that share a hub."""

import asyncio

from veillee.foundation.bus.subjects import Subjects


class Hub:
    """Joins several nodes of one process. It loses nothing and keeps the order, which nobody may rely on."""

    def __init__(self) -> None:
        self._members: list[MemoryBus] = []

    def add(self, member: "MemoryBus") -> None:
        """One node more."""
        self._members.append(member)

    def remove(self, member: "MemoryBus") -> None:
        """It hears nothing any more."""
        if member in self._members:
            self._members.remove(member)

    def carry(self, sender: "MemoryBus", subject: str, payload: bytes) -> None:
        """To everybody else, in the next turn of the loop."""
        for member in self._members:
            if member is not sender:
                self.deliver(member, subject, payload)

    def deliver(self, member: "MemoryBus", subject: str, payload: bytes) -> None:
        """To one of them."""
        asyncio.get_running_loop().call_soon(member.handle, subject, payload)


class MemoryBus(Subjects):
    """A Bus without a network; without a hub it is for a place of one node."""

    connected = True

    def __init__(self, hub: Hub | None = None) -> None:
        super().__init__()
        self._hub = hub or Hub()
        self._open = False

    def publish(self, subject: str, payload: bytes) -> None:
        """As Bus.publish."""
        if self._open:
            self._hub.carry(self, subject, payload)

    def handle(self, subject: str, payload: bytes) -> None:
        """Hand over what another node has published."""
        if self._open:
            super().handle(subject, payload)

    async def open(self) -> None:
        """As Bus.open."""
        self._open = True
        self._hub.add(self)

    async def close(self) -> None:
        """As Bus.close."""
        self._open = False
        self._hub.remove(self)
