"""Keeping somebody: asked by one, confirmed by the other, ended by either; and what the gate makes of it."""

import pytest

from tests.story import Evening, Member, check_problem

pytestmark = pytest.mark.anyio

NUMBER = "mon numéro 06 39 98 12 34"


async def _talking(evening: Evening) -> tuple[str, Member, Member]:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    return await zoe.befriend(ali), zoe, ali


async def _keep(one: Member, other: Member) -> str:
    answer = await one.http.put(f"/people/{other.id}/contact")
    assert answer.status_code == 200 and answer.json()["person"] == other.person
    await one.evening.settle()
    return str(answer.json()["contact"])


async def test_having_talked_makes_nobody_a_contact(evening: Evening) -> None:
    talk, zoe, ali = await _talking(evening)
    assert (await zoe.say(talk, NUMBER))["type"] == "nudged"
    assert (await zoe.say(talk, "tu peux m'envoyer 200 euros ?"))["type"] == "held"
    assert (await ali.say(talk, "viens seul"))["type"] == "nudged"
    assert [card["contact"] for card in await zoe.get("/conversations")] == ["none"]


async def test_one_asks_and_the_other_confirms(evening: Evening) -> None:
    talk, zoe, ali = await _talking(evening)
    assert await _keep(zoe, ali) == "asked_by_me" == await _keep(zoe, ali)
    assert await zoe.next("contact") == {"type": "contact", "conversation": talk, "contact": "asked_by_me"}
    assert (await ali.next("contact"))["contact"] == "asked_by_them"
    assert (await zoe.say(talk, NUMBER))["type"] == "nudged" and await zoe.get("/contacts") == []
    assert await _keep(ali, zoe) == "mutual"
    for one, other in ((zoe, ali), (ali, zoe)):
        assert (await one.next("contact"))["contact"] == "mutual"
        assert (await one.say(talk, NUMBER))["type"] == "accepted"
        assert await one.get("/contacts") == [other.person]
    card = next(card for card in (await zoe.connect())["conversations"] if card["id"] == talk)
    assert card["contact"] == "mutual"


@pytest.mark.parametrize("how", ["end", "block", "leave"])
async def test_either_ends_it(evening: Evening, how: str) -> None:
    talk, zoe, ali = await _talking(evening)
    await _keep(zoe, ali), await _keep(ali, zoe)
    if how == "end":
        assert (await ali.http.delete(f"/people/{zoe.id}/contact")).json()["contact"] == "none"
    elif how == "block":
        await ali.http.put(f"/people/{zoe.id}/block")
    else:
        await ali.tell({"type": "leave", "ref": "bye", "conversation": talk})
        await ali.next("left")
    await evening.settle()
    assert (await zoe.next("contact", contact="none"))["conversation"] == talk
    assert await zoe.get("/contacts") == [] == await ali.get("/contacts")
    assert (await zoe.say(talk, NUMBER))["type"] == "nudged"


async def test_a_question_can_be_declined_or_taken_back(evening: Evening) -> None:
    _, zoe, ali = await _talking(evening)
    for who in (ali, zoe):
        await _keep(zoe, ali)
        other = zoe if who is ali else ali
        assert (await who.http.delete(f"/people/{other.id}/contact")).json()["contact"] == "none"
        assert (await who.http.delete(f"/people/{other.id}/contact")).status_code == 200
    assert await _keep(ali, zoe) == "asked_by_me"


async def test_who_cannot_be_kept(evening: Evening) -> None:
    _, zoe, ali = await _talking(evening)
    eve = await evening.enter("Ève")
    for nobody in (eve.id, zoe.id, "0192f0c4-0000-7000-8000-000000000000", "somebody"):
        check_problem(await zoe.http.put(f"/people/{nobody}/contact"), 404, "not-found")
    await ali.http.put(f"/people/{zoe.id}/block")
    for one, other in ((zoe, ali), (ali, zoe)):
        check_problem(await one.http.put(f"/people/{other.id}/contact"), 404, "not-found")
