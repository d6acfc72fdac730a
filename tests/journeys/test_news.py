"""Consoles are told at once that there is something new: over HTTP, bounded, and so that nothing is lost."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.story import Evening, Watcher, check_problem, open_evening
from tests.story.member import PATIENCE_SECONDS
from veillee.oversight.moderation.desk import news

pytestmark = pytest.mark.anyio
BOTH = ["cases", "watch"]


class Stream:
    """One console that listens."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.aiter_lines()

    async def next(self, count: int = 1) -> list[str]:
        """The topics of the next events."""
        heard: list[str] = []
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(heard) < count:
                line = await anext(self._lines)
                if line.startswith("event: "):
                    heard.append(line.removeprefix("event: "))
        return heard


@contextlib.asynccontextmanager
async def listen(evening: Evening, watcher: Watcher) -> AsyncIterator[Stream]:
    async with (
        httpx.AsyncClient(base_url=evening.url, cookies=watcher.http.cookies, timeout=PATIENCE_SECONDS) as http,
        http.stream("GET", "/api/v1/staff/news") as answer,
    ):
        yield Stream(answer)


async def test_a_report_and_the_lamp_are_told_and_readings_are_not(tmp_path: Path) -> None:
    async with open_evening(tmp_path) as evening:
        slug = await evening.room()
        anna, bruno = await evening.enter("Anna"), await evening.enter("Bruno")
        room = await anna.join(slug)
        await bruno.join(slug)
        said = await bruno.say(room, "Bonsoir")
        maud = await evening.staff()
        async with listen(evening, maud) as stream:
            assert stream.answer.headers["content-type"].startswith("text/event-stream")
            assert stream.answer.headers["cache-control"] == "no-store"
            assert await stream.next(2) == BOTH
            await anna.report_message(room, said["seq"])
            assert await stream.next() == ["cases"]
            await maud.duty()
            assert await stream.next() == ["watch"]
            (row,) = await maud.cases()
            await maud.case(row["id"])
            await maud.http.post(f"/staff/cases/{row['id']}/notes", json={"text": "Vu."})
            await maud.duty(on=False)
            assert await stream.next() == ["watch"]
            await maud.duty()
            assert await stream.next() == ["watch"]
            await maud.decide(row["id"], "warn")
            assert await stream.next() == ["cases"]


async def test_who_comes_back_looks_at_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "STREAM_SECONDS", 0.3)
    async with open_evening(tmp_path) as evening:
        maud = await evening.staff()
        async with listen(evening, maud) as stream:
            assert await stream.next(2) == BOTH
            with pytest.raises(StopAsyncIteration):
                await stream.next()
        async with listen(evening, maud) as stream:
            assert await stream.next(2) == BOTH


async def test_a_raid_is_a_few_looks(tmp_path: Path) -> None:
    async with open_evening(tmp_path) as evening:
        maud = await evening.staff()
        async with listen(evening, maud) as stream:
            assert await stream.next(2) == BOTH
            for _ in range(500):
                evening.place.moderation.news.tell("cases")
            evening.place.moderation.news.tell("watch")
            assert await stream.next(2) == BOTH
            evening.place.moderation.news.end()
            with pytest.raises(StopAsyncIteration):
                await stream.next()


async def test_only_staff_who_read_cases_listen_and_not_without_end(tmp_path: Path) -> None:
    async with open_evening(tmp_path) as evening:
        maud, asso = await evening.staff(), await evening.staff("Asso", "flagger")
        check_problem(await evening.http.get("/staff/news"), 401, "unauthorised")
        check_problem(await asso.http.get("/staff/news"), 403, "wrong-role")
        async with contextlib.AsyncExitStack() as many:
            listening = [
                await many.enter_async_context(listen(evening, maud)) for _ in range(news.READERS_PER_STAFF_MAX)
            ]
            assert [await stream.next(2) for stream in listening] == [BOTH] * len(listening)
            check_problem(await maud.http.get("/staff/news"), 429, "too-many-consoles")
            nour = await evening.staff("Nour")
            stream = await many.enter_async_context(listen(evening, nour))
            assert await stream.next(2) == BOTH
