"""Telling consoles at once that there is something new, and never what: they look, as they would have without it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Literal

from veillee.foundation.basics import Problem
from veillee.oversight.moderation.staff.model import StaffCaller

Topic = Literal["cases", "watch"]
"""`cases`: the queue is another one; `watch`: how many watch, or what rests."""

TOPICS: tuple[Topic, ...] = ("cases", "watch")
STREAM_SECONDS = 45.0
"""Shorter than the port lets any answer go on (exchange_seconds); the browser comes back by itself, and its session is
looked at again."""

BEAT_SECONDS = 15.0
GATHER_SECONDS = 0.2
RETRY_MS = 300
READERS_MAX = 500
READERS_PER_STAFF_MAX = 4


class Reader:
    """One console that listens. However much happens, what it has still to be told is at most every topic once."""

    __slots__ = ("pending", "ready", "staff_id")

    def __init__(self, staff_id: str) -> None:
        self.staff_id = staff_id
        self.pending: set[Topic] = set(TOPICS)
        self.ready = asyncio.Event()
        self.ready.set()


class News:
    """The consoles that listen to this node. On the loop only."""

    def __init__(self) -> None:
        self._readers: dict[Reader, None] = {}
        self._over = False

    def tell(self, topic: Topic) -> None:
        """There is something new about it, for everybody who listens."""
        for reader in self._readers:
            reader.pending.add(topic)
            reader.ready.set()

    def end(self) -> None:
        """The server stops: every stream ends, and no other begins."""
        self._over = True
        for reader in self._readers:
            reader.ready.set()

    def check_room(self, staff: StaffCaller) -> None:
        """Raises Problem `too-many-consoles` when this member of staff, or all together, have as many as may be."""
        own = sum(reader.staff_id == staff.id for reader in self._readers)
        if own >= READERS_PER_STAFF_MAX or len(self._readers) >= READERS_MAX:
            raise Problem("too-many-consoles", 429, "Too many consoles listen already; this one can ask now and then.")

    async def follow(self, staff: StaffCaller) -> AsyncIterator[bytes]:
        """Server-sent events (HTML standard, 9.2). All topics come first, so that who was away has missed nothing."""
        reader = Reader(staff.id)
        self._readers[reader] = None
        now = asyncio.get_running_loop().time
        ends = now() + STREAM_SECONDS
        try:
            yield f"retry: {RETRY_MS}\n\n".encode()
            while not self._over and (left := ends - now()) > 0:
                try:
                    await asyncio.wait_for(reader.ready.wait(), min(left, BEAT_SECONDS))
                except TimeoutError:
                    yield b": here\n\n"
                    continue
                yield _say(reader)
                # A raid of hundreds is a few looks at the queue, not hundreds.
                await asyncio.sleep(GATHER_SECONDS)
        finally:
            del self._readers[reader]


def _say(reader: Reader) -> bytes:
    reader.ready.clear()
    said = "".join(f"event: {topic}\ndata: new\n\n" for topic in TOPICS if topic in reader.pending)
    reader.pending.clear()
    return said.encode()
