"""Consoles of staff that hear the news of a server, and come back when a stream ends, as browsers do."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import httpx

from tests.faults.process import PATIENCE_SECONDS
from tests.faults.server import Server
from tests.story import make_http, open_evening
from veillee.oversight.moderation import STAFF_COOKIE
from veillee.oversight.moderation.desk import news


class Console:
    """`heard` counts the events, `begun` the streams, `ends` how they ended: `whole`, `cut`, or `refused` with why.

    Without `again` it listens once.
    """

    def __init__(self, cookie: str, *, again: bool = True) -> None:
        self.cookie = cookie
        self.heard: Counter[str] = Counter()
        self.begun = 0
        self.ends: Counter[str] = Counter()
        self._again = again
        self._news = asyncio.Condition()

    async def listen(self, door: Server) -> None:
        """Until it is cancelled."""
        async with self._http(door) as http:
            while True:
                self.ends[await self._follow(http)] += 1
                await self._note()
                if not self._again:
                    return
                await asyncio.sleep(news.RETRY_MS / 1000)

    async def until(self, true: Callable[["Console"], bool]) -> None:
        """Wait for it."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._news:
            await self._news.wait_for(lambda: true(self))

    async def turn_the_lamp(self, door: Server, *, on: bool) -> None:
        """Go on duty, or off: every console is told."""
        async with self._http(door) as http:
            (await http.put("/staff/duty", json={"on": on})).raise_for_status()

    async def _follow(self, http: httpx.AsyncClient) -> str:
        """One stream; how it ended."""
        try:
            async with http.stream("GET", "/staff/news") as answer:
                if answer.status_code != 200:
                    return f"refused {answer.status_code}"
                self.begun += 1
                async for line in answer.aiter_lines():
                    if line.startswith("event: "):
                        self.heard[line.removeprefix("event: ")] += 1
                        await self._note()
        except httpx.ConnectError:
            return "refused"
        except httpx.TransportError:
            return "cut"
        return "whole"

    async def _note(self) -> None:
        async with self._news:
            self._news.notify_all()

    def _http(self, door: Server) -> httpx.AsyncClient:
        return make_http(door.url, cookie=f"{STAFF_COOKIE}={self.cookie}")


async def hire(data: Path, count: int) -> list[str]:
    """So many members of staff; what their browsers hold."""
    async with open_evening(data) as evening:
        hired = [await evening.staff(f"Veilleuse {number}") for number in range(count)]
        return [str(one.http.cookies[STAFF_COOKIE]) for one in hired]


@contextlib.asynccontextmanager
async def everybody_watches(door: Server, consoles: Sequence[Console]) -> AsyncIterator[None]:
    """They listen, and have heard what every stream begins with; at the end they are closed."""
    async with asyncio.TaskGroup() as listening:
        tasks = [listening.create_task(console.listen(door)) for console in consoles]
        for console in consoles:
            await console.until(lambda it: len(it.heard) == 2)
        yield
        for task in tasks:
            task.cancel()
