"""PostgreSQL goes away and comes back: what was accepted is there once, and the rest was never promised."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.story import Evening, Log, Member, open_evening
from tests.story.postgres import FAST, PostgresServer
from veillee.client import Accepted, Client
from veillee.client import client as reconnecting

pytestmark = pytest.mark.anyio
PEOPLE = 8
WORDS = 40
names = itertools.count(1)


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A server that may be stopped. It is never cut off from power, so it need not wait for its disk."""
    server = PostgresServer(*FAST)
    yield server
    server.remove()


@pytest.fixture
async def evening(server: PostgresServer, tmp_path: Path) -> AsyncIterator[Evening]:
    name = f"fault_{next(names)}"
    server.execute(f"CREATE DATABASE {name}")
    with Log():
        async with open_evening(
            tmp_path, database=server.url(name), limits__messages_per_minute_per_person=10_000
        ) as opened:
            yield opened


async def say_until_accepted(member: Member, room: str, text: str, ref: str) -> int:
    """As a client does: the same words under the same ref until they are accepted. Returns their seq."""
    while True:
        answer = await member.say(room, text, ref=ref)
        if answer["type"] == "accepted":
            return int(answer["seq"])
        assert answer["code"] == "unavailable", answer


async def talk(member: Member, room: str) -> dict[str, int]:
    """Say everything; the seq of each text."""
    said = {}
    for number in range(WORDS):
        text = f"{member.pseudonym} {number}"
        said[text] = await say_until_accepted(member, room, text, ref=str(number))
    return said


async def talk_during(evening: Evening, fault: Callable[[], Awaitable[None]]) -> None:
    """Everybody talks while it happens; then every accepted message is there once, at its seq, and was heard so."""
    slug = await evening.room()
    people = [await evening.enter(f"Personne {number}z") for number in range(PEOPLE)]
    rooms = [await member.join(slug) for member in people]
    async with asyncio.TaskGroup() as talking:
        tasks = [talking.create_task(talk(member, rooms[0])) for member in people]
        await fault()
    accepted = {text: seq for task in tasks for text, seq in task.result().items()}
    stored: dict[str, int] = {}
    before = None
    while page := await people[0].history(rooms[0], limit=200, **({"before": before} if before else {})):
        stored |= {message["text"]: message["seq"] for message in page}
        before = page[0]["seq"]
    assert stored == accepted
    every = list(range(1, PEOPLE * WORDS + 1))
    assert sorted(stored.values()) == every
    for member in people:
        # Also those whose commit succeeded though its answer was lost, so that nobody announced them.
        assert [(await member.next("message"))["seq"] for _ in every] == every


async def test_while_it_is_away_people_are_told_to_wait(evening: Evening, server: PostgresServer) -> None:
    zoe, slug = await evening.enter("Zoé"), await evening.room()
    room = await zoe.join(slug)
    assert (await zoe.say(room, "avant"))["seq"] == 1
    await asyncio.to_thread(server.stop)
    try:
        waiting = await zoe.say(room, "pendant", ref="pendant")
        assert (waiting["type"], waiting["code"]) == ("error", "unavailable")
        assert "wait" in waiting["detail"]
        answer = await evening.http.get(evening.url + "/readyz")
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/not-ready")
        assert (await evening.http.get(evening.url + "/healthz")).status_code == 200
        refused = await zoe.http.get(f"/conversations/{room}/messages")
        assert (refused.status_code, refused.json()["type"]) == (503, "/problems/unavailable")
        assert int(refused.headers["retry-after"]) >= 1
        assert (await evening.knock(pseudonym="Ali")).status_code == 503
    finally:
        await asyncio.to_thread(server.start)
    assert (await evening.http.get(evening.url + "/readyz")).status_code == 200
    assert (await zoe.say(room, "pendant", ref="pendant"))["seq"] == 2
    assert [message["text"] for message in await zoe.history(room)] == ["avant", "pendant"]
    assert (await evening.knock(pseudonym="Ali")).status_code == 201


async def test_who_says_hello_while_it_is_away_may_try_again(evening: Evening, server: PostgresServer) -> None:
    zoe = await evening.enter("Zoé", connect=False)
    await asyncio.to_thread(server.stop)
    try:
        zoe.socket = await evening.connect()
        await zoe.tell({"type": "hello", "token": zoe.token})
        assert (await zoe.next("error"))["code"] == "unavailable"
        assert await zoe.closed() == 1013
    finally:
        await asyncio.to_thread(server.start)
    assert (await zoe.connect())["person"]["id"] == zoe.id


async def test_a_program_waits_until_it_is_back(
    evening: Evening, server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both what says hello while it is away and what was saying something: neither takes it for the session's end."""
    monkeypatch.setattr(reconnecting, "PAUSE_SECONDS_MIN", 0.001)
    monkeypatch.setattr(reconnecting, "PAUSE_SECONDS_MAX", 0.05)
    async with Client(evening.url) as bot, Client(evening.url) as other:
        await bot.enter("Lanterne", age=40)
        await other.enter("Chandelle", age=40)
        room = await bot.join(await evening.room())
        await asyncio.to_thread(server.stop)
        try:
            saying = asyncio.create_task(bot.say(room.id, "pendant"))
            coming = asyncio.create_task(Client(evening.url, token=other.api.token).__aenter__())
            with Log() as log:
                # One that said hello was hung up on, and the other, still here, was told to wait.
                while not evening.place.connections.departed or len(log.lines) < 2:  # noqa: ASYNC110 - no event for it
                    await asyncio.sleep(0.01)
            assert {line["problem"] for line in log.lines if line["event"] == "frame refused"} == {"unavailable"}
            assert not saying.done() and not coming.done()
        finally:
            await asyncio.to_thread(server.start)
        async with asyncio.timeout(60):
            answer = await saying
            again = await coming
        assert isinstance(answer, Accepted) and answer.seq == 1
        assert again.person == other.person
        await again.close()


async def test_connections_are_cut_under_load(evening: Evening, server: PostgresServer) -> None:
    database = evening.place.database.engine.url.database
    assert database is not None

    async def cut_and_cut_again() -> None:
        for _ in range(20):
            await asyncio.to_thread(server.cut, database)

    await talk_during(evening, cut_and_cut_again)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
async def test_it_is_restarted_under_load(evening: Evening, server: PostgresServer, mode: str) -> None:
    async def restart() -> None:
        await asyncio.to_thread(server.stop, mode)
        await asyncio.to_thread(server.start)

    await talk_during(evening, restart)


async def test_what_waits_for_a_lock_too_long_is_told_to_wait(
    server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody at the database's own prompt holds the place up; nothing hangs for ever."""
    monkeypatch.setattr("veillee.foundation.storage.engine.LOCK_MILLISECONDS", 200)
    server.execute("CREATE DATABASE held_up")
    with Log():
        async with open_evening(tmp_path, database=server.url("held_up")) as evening:
            zoe, slug = await evening.enter("Zoé"), await evening.room()
            room = await zoe.join(slug)
            with psycopg.connect(server.url("held_up")) as prompt:
                prompt.execute("SELECT head FROM conversations FOR UPDATE")
                assert (await zoe.say(room, "Il y a quelqu'un ?", ref="1"))["code"] == "unavailable"
            assert (await zoe.say(room, "Il y a quelqu'un ?", ref="1"))["seq"] == 1
