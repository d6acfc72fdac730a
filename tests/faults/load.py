"""Everybody talks at once, until something happens at a moment that a seed has chosen."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from random import Random

import websockets

from tests.faults.keeping import Kept, read_kept
from tests.faults.server import Server
from tests.faults.talker import Talker

# What a moment may be counted in, and how many of it at most: rarely before all are back, mostly in full talk.
ENDLESS = 10**9
MOMENTS = {"welcome": 12, "send": 600, "accepted": 600, "message": 4000}
BRIEFLY = {"welcome": 12, "send": 100, "accepted": 100, "message": 700}
"""The same for many ends in a short time."""


class Moment:
    """The n-th frame of some kind, seen by all talkers together; then `do` is called, once."""

    def __init__(self, random: Random, do: Callable[[], None], moments: Mapping[str, int] = MOMENTS) -> None:
        self.kind = random.choice(list(moments))
        self.count = random.randint(1, moments[self.kind])
        self._left = self.count
        self._do = do

    def on_frame(self, kind: str) -> None:
        """For Talker.on_frame."""
        if kind == self.kind:
            self._left -= 1
            if self._left == 0:
                self._do()


async def talk_until_cut_off(server: Server, talkers: Sequence[Talker], moment: Moment) -> None:
    """Come back, catch up, talk without end; over when everybody's connection is gone."""
    async with asyncio.TaskGroup() as all_of_them:
        for talker in talkers:
            talker.on_frame = moment.on_frame
            all_of_them.create_task(_talk_without_end(server, talker))


async def _talk_without_end(server: Server, talker: Talker) -> None:
    try:
        await talker.come(server)
    except (OSError, EOFError, websockets.WebSocketException):
        return  # The server was gone before this one was in.
    async with asyncio.TaskGroup() as both:
        both.create_task(talker.listen())
        if await talker.until(lambda it: it.caught_up):
            await talker.talk(ENDLESS)


@contextlib.asynccontextmanager
async def everybody_back(server: Server, talkers: Iterable[Talker]) -> AsyncIterator[None]:
    """Everybody has come, has heard what they missed and listens; at the end they leave."""
    async with asyncio.TaskGroup() as listening:
        for talker in talkers:
            talker.on_frame = len
            await talker.come(server)
            listening.create_task(talker.listen())
        for talker in talkers:
            assert await talker.until(lambda it: it.caught_up), talker.pseudonym
        yield
        for talker in talkers:
            await talker.leave()


async def finish(server: Server, talkers: Sequence[Talker], messages: int = 20) -> Kept:
    """Everybody comes back, says again what was not answered, then some more; what is kept when all is said."""
    async with everybody_back(server, talkers):
        for talker in talkers:
            await talker.talk(messages)
        for talker in talkers:
            assert await talker.until(lambda it: it.silent), talker.pseudonym
        kept = await read_kept(server, talkers)
        for talker in talkers:
            await talker.until(lambda it: all(it.last[name] >= len(kept[name]) for name in it.conversations))
    assert not [talker.refused for talker in talkers if talker.refused]
    return kept
