"""What has had its time goes, what somebody needs stays, and whoever talks meanwhile notices nothing."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.story import Evening, Member, open_evening, words
from tests.story.engines import Engine
from veillee.server.retention import Retention

pytestmark = pytest.mark.anyio


@pytest.fixture
async def evening(tmp_path: Path, engine: Engine) -> AsyncIterator[Evening]:
    """Words are kept two days in private and two hours in rooms; sessions last longer than that."""
    async with open_evening(tmp_path, retention__private_days=2, retention__room_hours=2) as opened:
        yield opened
    engine.forget(opened.place.folder.database)


async def clear(evening: Evening) -> None:
    """A round of destruction."""
    await Retention(evening.place.database, evening.place.settings.retention, evening.place.clock).round()
    await evening.settle()


async def texts(member: Member, conversation: str) -> list[str]:
    return [message["text"] for message in await member.history(conversation)]


async def friends(evening: Evening) -> tuple[Member, Member, str]:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    conversation = await zoe.befriend(ali, "premier")
    await zoe.next("conversation")
    await ali.next("conversation")
    return zoe, ali, conversation


async def test_words_go_when_they_have_had_their_time(evening: Evening) -> None:
    zoe, ali, talk = await friends(evening)
    room = await zoe.join(await evening.room())
    await zoe.say(room, "au salon")
    evening.time.pass_(hours=3)
    await zoe.say(room, "plus tard")
    await clear(evening)
    assert await texts(zoe, room) == ["plus tard"] and await texts(zoe, talk) == ["premier"]
    evening.time.pass_(hours=46)
    await clear(evening)
    assert await texts(zoe, room) == [] and await texts(ali, talk) == []
    assert (await zoe.get("/private-requests"))["outgoing"] == []
    stored = await evening.stored()
    assert [(row.text, row.sealed) for row in stored["messages"]] == [("", None)] * 3
    assert all(row.origin_address for row in stored["messages"])
    assert (await zoe.say(talk, "encore"))["seq"] == 2 and await texts(ali, talk) == ["encore"]


async def test_whoever_resumes_from_before_is_told_to_read_anew(evening: Evening) -> None:
    zoe, ali, talk = await friends(evening)
    for number in range(3):
        await zoe.say(talk, f"mot {number}")
    evening.time.pass_(hours=49)
    await zoe.say(talk, "aujourd’hui")
    await clear(evening)
    await ali.disconnect()
    await ali.connect(resume={talk: 1})
    assert (await ali.next("reset"))["conversation"] == talk
    await ali.disconnect()
    await ali.connect(resume={talk: 4})
    assert (await ali.next("message"))["text"] == "aujourd’hui"


async def test_many_words_go_in_batches_while_people_talk(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("veillee.community.conversations.retention.ROWS_PER_BATCH", 3)
    zoe, _, talk = await friends(evening)
    for number in range(20):
        await zoe.say(talk, f"mot {number}")
    evening.time.pass_(hours=49)
    clearing = asyncio.create_task(clear(evening))
    said: list[str] = []
    while not clearing.done() or not said:
        said.append(f"nouveau {len(said)}")
        assert (await zoe.say(talk, said[-1]))["seq"] == 21 + len(said)
    await clearing
    assert await texts(zoe, talk) == said[-50:]


async def test_nothing_goes_that_a_case_needs(evening: Evening) -> None:
    zoe, ali, talk = await friends(evening)
    await zoe.say(talk, "méchant")
    await zoe.say(talk, "suite")
    await ali.report_message(talk, 2)
    evening.time.pass_(hours=49)
    await clear(evening)
    assert await texts(ali, talk) == ["premier", "méchant", "suite"]
    maud = await evening.staff()
    await maud.decide_only_case("warn", article="no_threats")
    await clear(evening)
    assert await texts(ali, talk) == []
    assert [statement["message"]["text"] for statement in await zoe.get("/statements")] == ["méchant"]
    left = [row.seq for row in (await evening.stored())["messages"] if row.sealed]
    assert left == [2]


async def test_where_it_came_from_goes_after_the_legal_year(evening: Evening) -> None:
    maud = await evening.staff()
    await maud.duty()
    zoe, _, talk = await friends(evening)
    assert (await zoe.say(talk, words.HELD, ref="one"))["type"] == "held"
    await maud.decide_only_case("release")
    evening.time.pass_(days=364)
    await clear(evening)
    stored = await evening.stored()
    assert len(stored["messages"]) == 2 and stored["withheld"][0].text == "" and stored["withheld"][0].sealed is None
    for table in ("people", "withheld", "private_requests", "messages"):
        assert all(row.origin_address for row in stored[table])
    evening.time.pass_(days=33)  # on PostgreSQL a month goes as a whole
    await clear(evening)
    stored = await evening.stored()
    assert stored["messages"] == []
    for table in ("people", "withheld", "private_requests"):
        assert stored[table] and all(row.origin_address is None and row.origin_port is None for row in stored[table])


async def test_a_talk_that_both_have_left_loses_its_key(evening: Evening) -> None:
    zoe, ali, talk = await friends(evening)
    for member in (zoe, ali):
        await member.tell({"type": "leave", "ref": "bye", "conversation": talk})
        await member.next("left")
    await clear(evening)
    assert _key_of(await evening.stored(), talk) is not None
    evening.time.pass_(hours=49)
    for _ in range(2):
        await clear(evening)
    stored = await evening.stored()
    assert _key_of(stored, talk) is None
    assert [leaf.category for leaf in stored["ledger_leaves"]].count("conversation.destroyed") == 1


def _key_of(stored: dict[str, list[object]], conversation: str) -> object:
    (key,) = (row for row in stored["conversation_keys"] if row.conversation_id == conversation)  # type: ignore[attr-defined]
    return key.wrapped  # type: ignore[attr-defined]
