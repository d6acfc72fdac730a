"""Time, chance and the database of a simulation."""

import functools
import heapq
import itertools
import random
import sqlite3
from collections.abc import Callable, Coroutine, Generator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from tests.story.engines import migrated
from veillee.foundation.basics import Listeners, Unavailable
from veillee.foundation.storage import Transaction
from veillee.safety.sealing import Keyring, PlaceKeys

BEGINNING = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
LOST_ANSWERS = 0.02
PLACE_KEYS = PlaceKeys.of(bytes(32))
Call = Callable[[], None]


class Pause:
    """Awaited, it lets so many seconds pass."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __await__(self) -> Generator["Pause", None, None]:
        yield self


class World:
    """A loop without a clock: what is due next happens at once. Everything random comes from its seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.seconds = 0.0
        self.keyring = Keyring(PLACE_KEYS)
        self.engine = _copy_of_database().execution_options(tools={Keyring: self.keyring})
        self._due: list[tuple[float, int, Call]] = []
        self._order = itertools.count()

    def now(self) -> float:
        return self.seconds

    def clock(self) -> datetime:
        return BEGINNING + timedelta(seconds=self.seconds)

    def later(self, seconds: float, call: Call) -> None:
        heapq.heappush(self._due, (self.seconds + seconds, next(self._order), call))

    def run(self, work: Coroutine[Any, Any, Any]) -> None:
        """Begin it; it goes on after each pause."""
        try:
            pause = work.send(None)
        except StopIteration:
            return
        self.later(pause.seconds, lambda: self.run(work))

    def let_pass(self, seconds: float) -> None:
        """Everything that is due within that time happens."""
        end = self.seconds + seconds
        while self._due and self._due[0][0] <= end:
            self.seconds, _, call = heapq.heappop(self._due)
            call()
        self.seconds = end

    def close(self) -> None:
        self.engine.dispose()


class PlayedDatabase:
    """The Database of one node: reads and writes take time, and what a node has committed it may not live to tell.

    Now and then the answer to a commit is lost: it is stored, and whoever wrote it is told that it may not be.
    """

    def __init__(self, world: World, listeners: Listeners) -> None:
        self.world = world
        self.listeners = listeners
        self.alive = True
        self._settled_at = 0.0

    async def read(self, query: Callable[..., Any], *args: Any) -> Any:
        await self._take_time()
        with self.world.engine.connect() as connection:
            result = query(connection, *args)
        await self._take_time()
        return result

    async def write(self, job: Callable[..., Any], *args: Any) -> Any:
        await self._take_time()
        with self.world.engine.begin() as connection:
            transaction = Transaction(connection, self.listeners)
            result = job(transaction, *args)
        # Listeners hear of commits in their order.
        self._settled_at = max(self._settled_at, self.world.seconds + self._delay())
        await Pause(self._settled_at - self.world.seconds)
        if not self.alive:
            await Pause(float("inf"))
        if self.world.random.random() < LOST_ANSWERS:
            raise Unavailable
        for event in transaction.events:
            self.listeners.run_after(event)
        return result

    def _delay(self) -> float:
        return self.world.random.choice((0.0, 0.001, 0.004, 0.02))

    async def _take_time(self) -> None:
        await Pause(self._delay())
        if not self.alive:
            await Pause(float("inf"))


def _copy_of_database() -> sa.Engine:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.deserialize(_bytes())
    return sa.create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)


@functools.cache
def _bytes() -> bytes:
    image = bytearray(migrated())
    image[18:20] = b"\x01\x01"  # a database in memory cannot have a write-ahead log
    return bytes(image)
