"""The clock jumps, back and forth: numbers, not times, say what came first."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.story import Evening, Member, open_evening
from veillee.foundation.basics import ids

pytestmark = pytest.mark.anyio
JUMPS: tuple[dict[str, float], ...] = (
    {"hours": -3}, {"days": 2}, {"seconds": -1}, {"days": -400}, {"days": 399}, {"microseconds": 1},
)  # fmt: skip


@pytest.fixture
async def evening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Evening]:
    """A place whose ids are made by its own clock too."""
    async with open_evening(tmp_path, limits__messages_per_minute_per_person=3) as opened:

        def time_ns() -> int:
            return int(opened.time.now.timestamp()) * 10**9

        monkeypatch.setattr(ids, "time", SimpleNamespace(time_ns=time_ns))
        yield opened


async def test_the_order_of_talk_is_kept(evening: Evening) -> None:
    slug, zoe, ali = await evening.room(), await evening.enter("Zoé"), await evening.enter("Ali")
    room = await zoe.join(slug)
    await ali.join(slug)
    said: list[Any] = []
    for number, jump in enumerate(JUMPS, 1):
        evening.time.pass_(**jump)
        said.append(await zoe.say(room, f"mot {number}"))
        said.append(await ali.say(room, f"et {number}"))
    assert [answer["seq"] for answer in said] == list(range(1, len(said) + 1))
    assert len({answer["id"] for answer in said}) == len(said)
    for member in (zoe, ali):
        heard = [frame for frame in await member.catch_up() if frame["type"] == "message"]
        history = await member.history(room)
        assert [one["id"] for one in heard] == [one["id"] for one in history] == [answer["id"] for answer in said]


async def test_who_is_in_stays_in(evening: Evening) -> None:
    slug, zoe = await evening.room(), await evening.enter("Zoé")
    room = await zoe.join(slug)
    for jump in JUMPS[:3]:
        evening.time.pass_(**jump)
        await zoe.disconnect()
        assert (await zoe.connect(resume={room: 0}))["conversations"][0]["id"] == room
        assert (await zoe.http.get("/session")).status_code == 200


async def test_who_spoke_before_the_clock_was_set_back_may_speak_on(evening: Evening) -> None:
    slug, zoe = await evening.room(), await evening.enter("Zoé")
    room = await zoe.join(slug)
    evening.time.pass_(hours=-5)
    answers = [(await zoe.say(room, f"mot {number}"))["type"] for number in range(4)]
    assert answers == ["accepted", "accepted", "accepted", "error"]
    evening.time.pass_(hours=-5)
    assert (await zoe.say(room, "toujours trop vite"))["code"] == "too-fast"
    evening.time.pass_(seconds=20)
    assert (await zoe.say(room, "à nouveau"))["type"] == "accepted"


async def test_nobody_is_taken_to_watch_because_the_clock_was_set_back(evening: Evening) -> None:
    maud = await evening.staff()
    assert (await maud.duty())["staff_on_duty"] == 1
    evening.time.pass_(hours=-3)
    await evening.place.moderation.tick()
    assert evening.place.lamp.view().state == "resting"
    assert (await maud.duty())["counted"] and evening.place.lamp.view().state == "open"
    evening.time.pass_(seconds=-1)
    await evening.place.moderation.tick()
    assert evening.place.lamp.view().state == "open"


async def test_a_place_opens_again_in_its_own_future(evening: Evening, tmp_path: Path) -> None:
    slug, zoe = await evening.room(), await evening.enter("Zoé")
    room = await zoe.join(slug)
    await zoe.say(room, "demain")
    await evening.going_home.aclose()
    await evening.place.stop()
    async with open_evening(tmp_path) as yesterday:
        yesterday.time.pass_(days=-1)
        back: Member = await yesterday.returning(zoe.token)
        await back.connect(resume={room: 0})
        assert (await back.next("message"))["text"] == "demain"
        assert (await back.say(room, "hier"))["seq"] == 2
