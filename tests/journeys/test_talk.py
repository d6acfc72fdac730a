"""Coming in, talking, leaving, coming back."""

import asyncio
from pathlib import Path

from tests.story import open_evening


def test_two_people_talk_in_a_room(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_evening(tmp_path) as evening:
            slug = await evening.room()
            zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali", language="en")
            room = await zoe.join(slug)
            assert await ali.join(slug) == room
            answer = await zoe.say(room, "Bonsoir à tous")
            assert answer["type"] == "accepted" and answer["seq"] == 1
            heard = await ali.next("message")
            assert (heard["text"], heard["seq"], heard["author"]["pseudonym"]) == ("Bonsoir à tous", 1, "Zoé")
            assert (await zoe.next("message"))["id"] == heard["id"]
            assert [message["text"] for message in await ali.history(room)] == ["Bonsoir à tous"]

    asyncio.run(story())


def test_the_same_ref_again_is_answered_as_the_first_time(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_evening(tmp_path) as evening:
            zoe = await evening.enter("Zoé")
            room = await zoe.join(await evening.room())
            first = await zoe.say(room, "Une fois", ref="same")
            assert await zoe.say(room, "Deux fois", ref="same") == first
            assert [message["text"] for message in await zoe.history(room)] == ["Une fois"]

    asyncio.run(story())


def test_resume_brings_exactly_what_was_missed(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_evening(tmp_path, limits__messages_per_minute_per_person=10_000) as evening:
            slug = await evening.room()
            zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
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
            missed = [await ali.next("message") for _ in range(28)]
            assert [message["seq"] for message in missed] == list(range(2, 30))
            await zoe.say(room, "et la suite")
            assert (await ali.next("message"))["seq"] == 30

    asyncio.run(story())


def test_a_gap_beyond_what_is_replayed_resets(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_evening(tmp_path, limits__messages_per_minute_per_person=100_000) as evening:
            zoe = await evening.enter("Zoé")
            room = await zoe.join(await evening.room())
            for number in range(1_002):
                await zoe.tell({"type": "send", "ref": f"r{number}", "conversation": room, "text": "encore"})
            await zoe.next("accepted", seq=1_002)
            await zoe.disconnect()
            await zoe.connect({room: 1})
            assert (await zoe.next("reset"))["conversation"] == room

    asyncio.run(story())


def test_presence_tells_who_comes_and_goes(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_evening(tmp_path) as evening:
            slug = await evening.room()
            zoe = await evening.enter("Zoé")
            room = await zoe.join(slug)
            assert (await zoe.next("presence"))["present"] == 1
            ali = await evening.enter("Ali")
            await ali.join(slug)
            entered = await zoe.next("presence")
            assert entered["present"] == 2 and entered["entered"][0]["pseudonym"] == "Ali"
            await ali.disconnect()
            left = await zoe.next("presence")
            assert (left["present"], left["left"], left["conversation"]) == (1, [ali.id], room)

    asyncio.run(story())
