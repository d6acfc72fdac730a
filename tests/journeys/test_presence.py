"""Who is here, who is writing."""

import pytest

from tests.story import Evening

pytestmark = pytest.mark.anyio


async def test_who_comes_and_goes(evening: Evening) -> None:
    slug, zoe = await evening.room(), await evening.enter("Zoé")
    room = await zoe.join(slug)
    (alone,) = await zoe.catch_up()
    assert (alone["type"], alone["present"], alone["entered"]) == ("presence", 1, [zoe.person])
    ali = await evening.enter("Ali")
    await ali.join(slug)
    (entered,) = await zoe.catch_up()
    assert (entered["present"], entered["entered"], entered["left"]) == (2, [ali.person], [])
    assert [person["id"] for person in await zoe.get(f"/conversations/{room}/people")] == [zoe.id, ali.id]
    await ali.disconnect()
    left = await zoe.next("presence")
    assert (left["present"], left["left"], left["conversation"]) == (1, [ali.id], room)
    await ali.connect()
    assert (await zoe.next("presence"))["present"] == 2


async def test_a_person_counts_once_however_many_screens(evening: Evening) -> None:
    slug, zoe, ali = await evening.room(), await evening.enter("Zoé"), await evening.enter("Ali")
    room = await zoe.join(slug)
    await ali.join(slug)
    await zoe.catch_up()
    phone = ali.socket
    await ali.connect()
    assert await zoe.catch_up() == []
    assert len(await zoe.get(f"/conversations/{room}/people")) == 2
    assert phone is not None
    await phone.close()
    assert await zoe.catch_up() == []
    assert (await evening.http.get("/rooms")).json()[0]["present"] == 2


async def test_a_quick_return_is_not_told(evening: Evening) -> None:
    slug, zoe, ali = await evening.room(), await evening.enter("Zoé"), await evening.enter("Ali")
    await zoe.join(slug)
    room = await ali.join(slug)
    await zoe.catch_up()
    await ali.tell({"type": "leave", "ref": "out", "conversation": room})
    await ali.join(slug)
    assert await zoe.catch_up() == []


async def test_typing_is_told_to_those_present(evening: Evening) -> None:
    slug, zoe, ali = await evening.room(), await evening.enter("Zoé"), await evening.enter("Ali")
    noor = await evening.enter("Noor")
    room = await zoe.join(slug)
    await ali.join(slug)
    await zoe.tell({"type": "typing", "conversation": room})
    assert (await ali.next("typing")) == {"type": "typing", "conversation": room, "person": zoe.id}
    assert await noor.catch_up() == []
    await noor.tell({"type": "typing", "conversation": room})
    assert (await noor.next("error"))["code"] == "not-found"
    assert await ali.catch_up("presence") == []


async def test_an_echo_comes_back_to_whoever_asks_and_to_nobody_else(evening: Evening) -> None:
    slug, zoe, ali = await evening.room(), await evening.enter("Zoé"), await evening.enter("Ali")
    for member in (zoe, ali):
        await member.join(slug)
        await member.catch_up()
    await zoe.tell({"type": "echo", "ref": "still there?"})
    assert await zoe.next("echo") == {"type": "echo", "ref": "still there?"}
    assert await ali.catch_up("presence") == []
    stranger = await evening.connect()
    await stranger.send('{"type":"echo","ref":"1"}')
    assert evening.check_frame(str(await stranger.recv()))["code"] == "hello-first"


async def test_two_who_are_apart_learn_nothing_of_each_other(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    talk = await zoe.befriend(ali)
    for member in (zoe, ali):
        await member.catch_up()
    await ali.http.put(f"/people/{zoe.id}/block")
    for member, other in ((zoe, ali), (ali, zoe)):
        (gone,) = await member.catch_up()
        assert (gone["type"], gone["present"], gone["left"], gone["entered"]) == ("presence", 1, [other.id], [])
        assert await member.get(f"/conversations/{talk}/people") == [member.person]
    for member in (zoe, ali):
        await member.tell({"type": "typing", "conversation": talk})
        await member.disconnect()
        await member.connect()
    assert [frame["type"] for member in (zoe, ali) for frame in await member.catch_up()] == []
    await ali.http.delete(f"/people/{zoe.id}/block")
    for member, other in ((zoe, ali), (ali, zoe)):
        (back,) = await member.catch_up()
        assert (back["present"], back["entered"]) == (2, [other.person])
    await zoe.tell({"type": "typing", "conversation": talk})
    assert (await ali.next("typing"))["person"] == zoe.id


async def test_apart_until_both_have_taken_it_back(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    talk = await zoe.befriend(ali)
    for one, other in ((zoe, ali), (ali, zoe)):
        await one.http.put(f"/people/{other.id}/block")
    await zoe.http.delete(f"/people/{ali.id}/block")
    await zoe.catch_up()
    await ali.tell({"type": "typing", "conversation": talk})
    assert await zoe.catch_up() == []
