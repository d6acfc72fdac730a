"""NATS stops and comes back while people on two nodes talk: nobody misses a word."""

import asyncio

import pytest

from tests.nodes.conftest import OpenTwo
from tests.story import Log, Member
from tests.story.nats import NatsServer

pytestmark = pytest.mark.anyio
WORDS = 30


async def talk(member: Member, room: str) -> None:
    for number in range(WORDS):
        assert (await member.say(room, "bonsoir", ref=str(number)))["type"] == "accepted"


async def hear_all(member: Member) -> list[int]:
    return [(await member.next("message"))["seq"] for _ in range(2 * WORDS)]


async def test_it_is_stopped_and_restarted_under_load(open_two: OpenTwo) -> None:
    server = NatsServer()
    pace = {"limits__messages_per_minute_per_person": 10_000}
    with Log():
        async with open_two(server=server.url, **pace) as two:
            slug = await two[0].room()
            people = [await evening.enter(name) for evening, name in zip(two, ("Zoé", "Ali"), strict=True)]
            (room,) = {await member.join(slug) for member in people}
            async with asyncio.TaskGroup() as talking:
                for member in people:
                    talking.create_task(talk(member, room))
                await asyncio.to_thread(server.stop)
                ready = await two[0].http.get(two[0].url + "/readyz")
                assert ready.status_code == 200
                await asyncio.to_thread(server.start)
            for evening in two:
                await evening.settle()
            for member in people:
                assert await hear_all(member) == list(range(1, 2 * WORDS + 1))
                assert [frame for frame in await member.catch_up("presence") if frame["type"] == "message"] == []
    server.stop()
