"""Talking in a room, leaving, coming back."""

from pathlib import Path

import pytest

from tests.story import Evening, open_evening

pytestmark = pytest.mark.anyio


async def test_two_people_talk_in_a_room(evening: Evening) -> None:
    slug = await evening.room()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali", language="en")
    room = await zoe.join(slug)
    assert await ali.join(slug) == room
    answer = await zoe.say(room, "Bonsoir à tous")
    assert answer["type"] == "accepted" and answer["seq"] == 1
    heard = await ali.next("message")
    assert (heard["text"], heard["seq"], heard["author"]["pseudonym"]) == ("Bonsoir à tous", 1, "Zoé")
    assert (await zoe.next("message"))["id"] == heard["id"] == answer["id"]
    (kept,) = await ali.history(room)
    assert {**kept, "type": "message"} == {**heard, "reply_to": None, "hidden": False, "advice": None}


async def test_the_author_hears_it_on_every_connection(evening: Evening) -> None:
    slug, zoe = await evening.room(), await evening.enter("Zoé")
    room = await zoe.join(slug)
    phone = zoe.socket
    await zoe.connect()
    await zoe.say(room, "De mon ordinateur")
    assert (await zoe.next("message"))["text"] == "De mon ordinateur"
    desk, zoe.socket = zoe.socket, phone
    assert (await zoe.next("message"))["text"] == "De mon ordinateur"
    assert await zoe.catch_up("presence") == []
    zoe.socket = desk
    assert await zoe.catch_up("presence") == []


async def test_the_same_ref_again_is_answered_as_the_first_time(evening: Evening) -> None:
    zoe, slug = await evening.enter("Zoé"), await evening.room()
    room = await zoe.join(slug)
    first = await zoe.say(room, "Une fois", ref="same")
    await zoe.next("message")
    assert await zoe.say(room, "Deux fois", ref="same") == first
    assert [message["text"] for message in await zoe.history(room)] == ["Une fois"]
    assert await zoe.catch_up("presence") == []


async def test_the_same_ref_of_somebody_else_is_another(evening: Evening) -> None:
    zoe, ali, slug = await evening.enter("Zoé"), await evening.enter("Ali"), await evening.room()
    room = await zoe.join(slug)
    await ali.join(slug)
    assert (await zoe.say(room, "moi", ref="1"))["seq"] == 1
    assert (await ali.say(room, "et moi", ref="1"))["seq"] == 2


async def test_a_reply_names_what_it_replies_to(evening: Evening) -> None:
    zoe, slug = await evening.enter("Zoé"), await evening.room()
    room = await zoe.join(slug)
    await zoe.say(room, "Qui est là ?")
    assert (await zoe.say(room, "Moi", reply_to=1))["seq"] == 2
    assert (await zoe.next("message", seq=2))["reply_to"] == 1
    assert (await zoe.history(room))[1]["reply_to"] == 1
    assert (await zoe.say(room, "À personne", reply_to=7))["code"] == "not-found"


async def test_resume_brings_exactly_what_was_missed(evening: Evening) -> None:
    zoe, ali, slug = await evening.enter("Zoé"), await evening.enter("Ali"), await evening.room()
    room = await zoe.join(slug)
    await ali.join(slug)
    await zoe.say(room, "un")
    await ali.next("message", seq=1)
    await ali.disconnect()
    for number in range(2, 30):
        await zoe.say(room, f"numéro {number}")
    welcome = await ali.connect({room: 1})
    (conversation,) = welcome["conversations"]
    assert (conversation["id"], conversation["head"]) == (room, 29)
    await zoe.say(room, "et la suite")
    heard = [frame["seq"] for frame in await ali.catch_up() if frame["type"] == "message"]
    assert heard == list(range(2, 31))


async def test_resume_of_what_is_not_mine_or_not_yet_brings_nothing(evening: Evening) -> None:
    zoe, ali, slug = await evening.enter("Zoé"), await evening.enter("Ali"), await evening.room()
    room = await zoe.join(slug)
    await zoe.say(room, "entre nous")
    await ali.disconnect()
    welcome = await ali.connect({room: 0, "nothing": 3, "0192f0c4-0000-7000-8000-000000000000": 0})
    assert welcome["conversations"] == [] and await ali.catch_up() == []
    await zoe.disconnect()
    await zoe.connect({room: 2_000_000})
    assert await zoe.catch_up("presence") == []


async def test_without_resume_nothing_is_replayed(evening: Evening) -> None:
    zoe, slug = await evening.enter("Zoé"), await evening.room()
    room = await zoe.join(slug)
    await zoe.say(room, "déjà lu")
    await zoe.disconnect()
    await zoe.connect()
    assert await zoe.catch_up("presence") == []


async def test_a_gap_beyond_what_is_replayed_resets(tmp_path: Path) -> None:
    async with open_evening(tmp_path, limits__messages_per_minute_per_person=100_000) as evening:
        zoe, slug = await evening.enter("Zoé"), await evening.room()
        room = await zoe.join(slug)
        for number in range(1_002):
            await zoe.tell({"type": "send", "ref": f"r{number}", "conversation": room, "text": "encore"})
        await zoe.next("accepted", seq=1_002)
        await zoe.disconnect()
        await zoe.connect({room: 1})
        assert (await zoe.next("reset"))["conversation"] == room
        await zoe.disconnect()
        await zoe.connect({room: 2})
        replayed = [frame["seq"] for frame in await zoe.catch_up() if frame["type"] == "message"]
        assert replayed == list(range(3, 1_003))


async def test_whoever_returns_where_talk_outruns_the_reading_begins_anew(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rather than never being greeted: what was missed is read again and again, and more has been said each time."""
    slug, zoe, ali = await evening.room(), await evening.enter("Zoé"), await evening.enter("Ali")
    room = await zoe.join(slug)
    await ali.join(slug)
    heard = (await zoe.say(room, "un"))["seq"]
    await ali.disconnect()
    await zoe.say(room, "deux")
    announced = evening.place.following._delivery.announced
    monkeypatch.setattr(evening.place.following._delivery, "announced", lambda *which: announced(*which) + 1)
    await ali.connect({room: heard})
    assert (await ali.next("reset"))["conversation"] == room


async def test_a_gap_of_more_bytes_than_a_connection_may_owe_resets(tmp_path: Path) -> None:
    async with open_evening(
        tmp_path, limits__messages_per_minute_per_person=1_000, limits__unsent_bytes_max=200_000
    ) as evening:
        zoe, slug = await evening.enter("Zoé"), await evening.room()
        room = await zoe.join(slug)
        for number in range(60):
            text = f"{number} " + "la soirée est douce " * 90
            await zoe.tell({"type": "send", "ref": f"r{number}", "conversation": room, "text": text})
        await zoe.next("accepted", seq=60)
        await zoe.disconnect()
        await zoe.connect({room: 1})
        assert (await zoe.next("reset"))["conversation"] == room
        assert [frame["seq"] for frame in await zoe.catch_up() if frame["type"] == "message"] == []
        await zoe.disconnect()
        await zoe.connect({room: 20})
        replayed = [frame["seq"] for frame in await zoe.catch_up() if frame["type"] == "message"]
        assert replayed == list(range(21, 61))


async def test_too_many_messages_in_a_minute_wait(tmp_path: Path) -> None:
    async with open_evening(tmp_path, limits__messages_per_minute_per_person=3) as evening:
        zoe, slug = await evening.enter("Zoé"), await evening.room()
        room = await zoe.join(slug)
        said = [await zoe.say(room, f"numéro {number}") for number in range(4)]
        assert [answer["type"] for answer in said] == ["accepted"] * 3 + ["error"]
        assert said[3]["code"] == "too-fast"
        evening.time.pass_(minutes=1)
        assert (await zoe.say(room, "me revoilà"))["seq"] == 4


async def test_talk_survives_a_restart(tmp_path: Path) -> None:
    async with open_evening(tmp_path) as evening:
        zoe, slug = await evening.enter("Zoé"), await evening.room()
        room = await zoe.join(slug)
        first = await zoe.say(room, "avant", ref="avant")
        token = zoe.token
    async with open_evening(tmp_path) as evening:
        again = await evening.returning(token)
        (conversation,) = (await again.connect({room: 0}))["conversations"]
        assert (conversation["id"], conversation["head"]) == (room, 1)
        assert (await again.next("message"))["text"] == "avant"
        assert await again.say(room, "avant", ref="avant") == first
        assert (await again.say(room, "après"))["seq"] == 2
