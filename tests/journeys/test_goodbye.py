"""The place restarts: everybody is told, what was accepted stays."""

import pytest

from tests.story import Evening

pytestmark = pytest.mark.anyio


async def test_everybody_is_told_when_to_come_back(evening: Evening) -> None:
    slug, zoe, ali = await evening.room(), await evening.enter("Zoé"), await evening.enter("Ali")
    room = await zoe.join(slug)
    evening.place.connections.say_goodbye()
    await zoe.tell({"type": "send", "ref": "last", "conversation": room, "text": "À tout de suite"})
    for member in (zoe, ali):
        goodbye = await member.next("goodbye")
        assert goodbye["reason"] == "restart" and 0 < goodbye["retry_after_ms"] <= 10_000
        assert await member.closed() == 1012
    assert [frame["seq"] for frame in zoe.seen if frame["type"] == "accepted"] == [1]
    assert [message["text"] for message in await zoe.history(room)] == ["À tout de suite"]


async def test_nobody_comes_in_while_the_place_is_leaving(evening: Evening) -> None:
    evening.place.connections.say_goodbye()
    answer = await evening.upgrade()
    assert answer.status_code == 503 and answer.json()["type"] == "/problems/restarting"
