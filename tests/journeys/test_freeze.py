"""Somebody says that they are under 18: nothing passes between the two until a human has looked."""

import pytest

from tests.story import Evening, Member, Watcher, check_problem

pytestmark = pytest.mark.anyio

DISCLOSED = "en fait j'ai 15 ans"


async def _frozen(evening: Evening) -> tuple[Watcher, str, Member, Member]:
    maud = await evening.staff()
    await maud.duty()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    talk = await zoe.befriend(ali)
    await zoe.say(talk, "Bonsoir")
    said = await zoe.say(talk, DISCLOSED)
    assert said["type"] == "held" and "3018" in said["reason"]["text"]
    await evening.settle()
    return maud, talk, zoe, ali


async def test_neither_can_write_nor_is_seen(evening: Evening) -> None:
    maud, talk, zoe, ali = await _frozen(evening)
    assert "3018" in (await zoe.next("advice"))["help"]
    told = [await one.next("pause") for one in (zoe, ali)]
    assert told[0] == told[1] and told[0]["paused"] and "ans" not in told[0]["text"].split()
    for one, other in ((zoe, ali), (ali, zoe)):
        assert (await one.say(talk, "tu es là ?"))["code"] == "paused"
        await one.tell({"type": "typing", "conversation": talk})
        check_problem(await one.http.put(f"/people/{other.id}/contact"), 409, "paused")
        assert await one.get(f"/conversations/{talk}/people") == []
        (card,) = await one.get("/conversations")
        assert card["paused"]
    await evening.settle()
    for one in (zoe, ali):
        seen = await one.catch_up()
        assert not [f for f in seen if f["type"] == "typing" or (f["type"] == "message" and f["seq"] > 2)]
        (card,) = (await one.connect())["conversations"]
        assert card["paused"] and (await one.say(talk, "et là ?"))["code"] == "paused"
    (case,) = await maud.cases()
    (pause,) = (await maud.case(case["id"]))["pauses"]
    assert {person["id"] for person in pause["people"]} == {zoe.id, ali.id} and pause["until"] is None


@pytest.mark.parametrize(
    ("kind", "more", "free"), [("release", {}, True), ("refuse", {}, False), ("refuse", {"unpause": True}, True)]
)
async def test_a_decision_ends_it(evening: Evening, kind: str, more: dict[str, bool], free: bool) -> None:
    maud, talk, zoe, ali = await _frozen(evening)
    (case,) = await maud.cases()
    await maud.decide(case["id"], kind, **more)
    await evening.settle()
    answers = [(await one.say(talk, f"alors {n} ?"))["type"] for n, one in enumerate((zoe, ali))]
    # Once a disclosure was read by the other one, going on is what the gate refuses, and freezes anew.
    assert answers == (["accepted", "refused" if kind == "release" else "accepted"] if free else ["error", "error"])
    if free:
        assert (await ali.next("pause", paused=False))["conversation"] == talk
        texts = [message["text"] for message in await ali.history(talk)]
        assert (DISCLOSED in texts) == (kind == "release") and "alors 0 ?" in texts
        await evening.settle()
        present = {person["id"] for person in await ali.get(f"/conversations/{talk}/people")}
        assert present == (set() if kind == "release" else {zoe.id, ali.id})


async def test_first_words_freeze_and_do_not_reach_the_frozen(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    assert (await zoe.ask(ali, "Bonsoir, j'ai 15 ans")).json()["state"] == "held"
    for one, other in ((zoe, ali), (ali, zoe)):
        check_problem(await one.ask(other, "Bonsoir"), 409, "paused")


async def test_in_a_room_whom_it_answers_is_frozen(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe, ali, eve = [await evening.enter(name) for name in ("Zoé", "Ali", "Ève")]
    slug = await evening.room()
    for one in (ali, eve):
        await one.join(slug)
    room = await zoe.join(slug)
    asked = await ali.say(room, "Tu as quel âge ?")
    await zoe.tell({"type": "send", "ref": "r", "conversation": room, "text": "j'ai 15 ans", "reply_to": asked["seq"]})
    assert (await zoe.next("held"))["ref"] == "r"
    check_problem(await ali.ask(zoe, "Parlons ici"), 409, "paused")
    assert (await eve.ask(zoe, "Bonsoir")).status_code == 201
