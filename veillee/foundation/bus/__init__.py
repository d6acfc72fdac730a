"""The bus: what the nodes of a place tell each other. The database is the truth; the bus only makes it known sooner.

It owns no tables and announces no events. What is heard here is checked against the database wherever it matters.
"""

from veillee.foundation.bus.memory import Hub, MemoryBus
from veillee.foundation.bus.port import PAYLOAD_BYTES_MAX, Bus, BusProblem, Handler


def make_bus(address: str, key: bytes) -> Bus:
    """The bus of the setting `bus`: memory://, or nats://host[,nats://host]; key: 32 bytes that all nodes share."""
    if address == "memory://":
        return MemoryBus()
    from veillee.foundation.bus.nats import NatsBus  # noqa: PLC0415 - most places have one node

    return NatsBus(address.split(","), key)


__all__ = ["PAYLOAD_BYTES_MAX", "Bus", "BusProblem", "Handler", "Hub", "MemoryBus", "make_bus"]
