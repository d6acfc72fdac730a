"""Everybody talks, and whoever loses their connection goes to the next door, until it is over."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence

import websockets

from tests.faults.load import ENDLESS
from tests.faults.process import PATIENCE_SECONDS
from tests.faults.server import Server
from tests.faults.talker import Talker

# Between two knocks at doors that are closed, as any client leaves some time.
KNOCK_SECONDS = 0.05
NOT_NOW = "unavailable"


class Talk:
    """`told_to_wait` counts the answers `unavailable`, `ends` by which goodbyes and code connections were lost."""

    def __init__(self, doors: Sequence[Server], talkers: Sequence[Talker]) -> None:
        self.doors = doors
        self.talkers = talkers
        self.told_to_wait = 0
        self.ends: Counter[tuple[int, int | None]] = Counter()
        self._over = asyncio.Event()

    async def spoken(self) -> None:
        """Until another message of each is accepted, wherever they are by now."""
        for talker in self.talkers:
            before = len(talker.promised)
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._until(talker, lambda it, before=before: len(it.promised) > before)  # type: ignore[misc]

    async def heard(self) -> None:
        """Until each has heard all that anybody was promised by now."""
        goal: Counter[str] = Counter()
        for talker in self.talkers:
            for said in talker.promised.values():
                goal[said.conversation] = max(goal[said.conversation], said.seq)
        for talker in self.talkers:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._until(talker, lambda it: all(it.last[name] >= goal[name] for name in it.conversations))

    def finish(self) -> None:
        """Everybody says what they have begun to, and leaves."""
        self._over.set()

    async def stay(self, talker: Talker, door: int) -> None:
        """One member's evening, which begins at that door."""
        while True:
            if await self._come(talker, self.doors[door % len(self.doors)]):
                async with asyncio.TaskGroup() as both:
                    both.create_task(talker.listen())
                    if await talker.until(lambda it: it.caught_up):
                        await talker.talk(ENDLESS, at_once=1)
                        await self._leave_in_time(talker)
                if self._over.is_set() and talker.silent:
                    return
                self._note_end(talker)
            await asyncio.sleep(talker.asked_milliseconds[-1] / 1000 if talker.goodbyes else KNOCK_SECONDS)
            talker.goodbyes = 0
            door += 1

    async def _until(self, talker: Talker, true: Callable[[Talker], bool]) -> None:
        while not true(talker) and not await talker.until(true):  # noqa: ASYNC110 - each connection has its own news
            # They are on their way to another door.
            await asyncio.sleep(KNOCK_SECONDS)

    async def _come(self, talker: Talker, door: Server) -> bool:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await talker.come(door)
        except (OSError, EOFError, websockets.WebSocketException):
            return False
        return True

    async def _leave_in_time(self, talker: Talker) -> None:
        """When it is over, or when they are told to wait, which they do outside."""
        over = asyncio.create_task(self._over.wait())
        out = asyncio.create_task(talker.until(lambda it: bool(it.refused), None))
        await asyncio.wait((over, out), return_when=asyncio.FIRST_COMPLETED)
        if not out.done():
            talker.rest()
            await talker.until(lambda it: it.silent or bool(it.refused))
        over.cancel()
        out.cancel()
        await asyncio.wait((over, out))
        await talker.leave()

    def _note_end(self, talker: Talker) -> None:
        assert set(talker.refused) <= {NOT_NOW}, (talker.pseudonym, talker.refused)
        self.told_to_wait += len(talker.refused)
        if not talker.refused:
            self.ends[talker.goodbyes, talker.close_code] += 1
        talker.refused.clear()


@contextlib.asynccontextmanager
async def everybody_talks(doors: Sequence[Server], talkers: Sequence[Talker]) -> AsyncIterator[Talk]:
    """They talk before, during and after what is done meanwhile. The first comes in at the first door, and so on."""
    talk = Talk(doors, talkers)
    async with asyncio.TaskGroup() as everybody:
        for number, talker in enumerate(talkers):
            talker.on_frame = len
            everybody.create_task(talk.stay(talker, number))
        await talk.spoken()
        yield talk
        await talk.spoken()
        talk.finish()
