"""The bus of a simulation, and what stands for a connection to a client."""

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

import msgspec

from tests.simulation.world import World
from veillee.community.people import Caller
from veillee.community.presence import Client
from veillee.foundation.bus.subjects import Subjects
from veillee.foundation.gateway import Connection
from veillee.foundation.gateway.recipients import make_seat

DELAYS = (0.0005, 0.0005, 0.0005, 0.002, 0.01, 0.1, 1.5)


class Network:
    """Carries payloads between nodes as badly as `loss` and `repeats`, between 0 and 1, say; some nodes are cut off."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.loss = self.repeats = 0.0
        self.cut_off: set[PlayedBus] = set()
        self.members: list[PlayedBus] = []

    def carry(self, sender: "PlayedBus", subject: str, payload: bytes) -> None:
        chance = self.world.random
        for member in self.members:
            if member is sender or self.cut_off & {member, sender} or chance.random() < self.loss:
                continue
            for _ in range(1 + (chance.random() < self.repeats)):
                self.world.later(chance.choice(DELAYS), functools.partial(member.handle, subject, payload))

    def mend(self) -> None:
        """From now on nothing is lost, and whoever was cut off notices that it is back."""
        self.loss = self.repeats = 0.0
        returned, self.cut_off = self.cut_off, set()
        for member in self.members:
            if member in returned:
                member.returned()


class PlayedBus(Subjects):
    """One node's Bus."""

    connected = True

    def __init__(self, network: Network) -> None:
        super().__init__()
        self._network = network

    def publish(self, subject: str, payload: bytes) -> None:
        if self in self._network.members:
            self._network.carry(self, subject, payload)

    def handle(self, subject: str, payload: bytes) -> None:
        if self in self._network.members:
            super().handle(subject, payload)

    async def open(self) -> None:
        self._network.members.append(self)

    async def close(self) -> None:
        self._network.members.remove(self)


class Line:
    """What the house takes for a connection; `hear(frame)` gets each frame."""

    outbox: "Line"

    def __init__(self, hear: Callable[[dict[str, Any]], None], hang_up: Callable[[], None]) -> None:
        self.outbox = self
        self.closed = False
        self.seat = make_seat()
        self._hear = hear
        self._hang_up = hang_up

    def send(self, recipients: Iterable["Line"], frames: bytes) -> None:
        """As Outbox.send, at once."""
        for line in recipients:
            line.send_frames(frames)

    def send_frames(self, frames: bytes) -> None:
        if not self.closed:
            for payload in _payloads(frames):
                self._hear(msgspec.json.decode(payload))

    def close(self, _code: int, _reason: str = "") -> None:
        if not self.closed:
            self.closed = True
            self._hang_up()


def make_client(caller: Caller, line: Line) -> Client:
    """Somebody who listens on a line: of a connection the house asks nothing else."""
    return Client(caller, cast(Connection, line))


def _payloads(frames: bytes) -> Iterator[bytes]:
    """The text messages in frames as a server writes them (RFC 6455 §5.2)."""
    at = 0
    while at < len(frames):
        size, at = frames[at + 1], at + 2
        if size >= 126:
            wide = 2 if size == 126 else 8
            size, at = int.from_bytes(frames[at : at + wide], "big"), at + wide
        yield frames[at : at + size]
        at += size
