"""Watched or quiet: the lamp follows those who watch, and strangers rest when nobody does."""

from pathlib import Path

import pytest

from tests.story import Evening, Member, check_problem, make_watch, open_evening

pytestmark = pytest.mark.anyio


async def _state(evening: Evening) -> tuple[str, int]:
    watch = (await evening.http.get("/site")).json()["watch"]
    return watch["state"], watch["staff_on_duty"]


async def _rests(member: Member, other: Member) -> bool:
    """Whether first words and new rooms rest for this member."""
    room = await member.http.post("/rooms", json={"name": "x" * 99})
    word = await member.ask(other, "")
    resting = [answer.status_code == 409 for answer in (room, word)]
    assert resting[0] == resting[1]
    return resting[0]


async def test_the_lamp_is_lit_by_somebody_who_watches(evening: Evening) -> None:
    zoe, ali, maud = await evening.enter("Zoé"), await evening.enter("Ali"), await evening.staff()
    assert await _state(evening) == ("resting", 0) and await _rests(zoe, ali)
    duty = await maud.duty()
    assert duty == {"on": True, "counted": True, "silence_seconds_max": 600, "staff_on_duty": 1, "urgent_late": False}
    assert await zoe.next("watch") == {"type": "watch"} | make_watch(1)
    assert await _state(evening) == ("open", 1) and not await _rests(zoe, ali)
    await maud.duty(False)
    assert (await zoe.next("watch"))["state"] == "resting"
    assert await _rests(zoe, ali)


async def test_signing_out_is_going_off_duty(evening: Evening) -> None:
    zoe, maud = await evening.enter("Zoé"), await evening.staff()
    await maud.duty()
    await maud.http.delete("/staff/session")
    assert [frame["state"] for frame in await zoe.catch_up()] == ["open", "resting"]


async def test_ten_minutes_of_silence_lower_the_lamp(evening: Evening) -> None:
    zoe, ali, maud = await evening.enter("Zoé"), await evening.enter("Ali"), await evening.staff()
    room = await zoe.join(await evening.room())
    conversation = await _friends(evening, zoe, ali)
    await maud.duty()
    evening.time.pass_(seconds=599)
    await evening.place.moderation.tick()
    assert await _state(evening) == ("open", 1)
    await maud.cases()
    evening.time.pass_(seconds=1)
    await evening.place.moderation.tick()
    assert await _state(evening) == ("resting", 0) and await _rests(zoe, ali)
    assert (await zoe.say(room, "On continue"))["type"] == "accepted"
    assert (await zoe.say(conversation, "Nous aussi"))["type"] == "accepted"
    await maud.duty()
    assert await _state(evening) == ("open", 1)


async def _friends(evening: Evening, one: Member, other: Member) -> str:
    evening.light_the_lamp()
    conversation = await one.befriend(other)
    evening.light_the_lamp(0)
    return conversation


async def test_what_staff_do_keeps_the_lamp(evening: Evening) -> None:
    zoe, ali, maud = await evening.enter("Zoé"), await evening.enter("Ali"), await evening.staff()
    await zoe.report({"kind": "person", "id": ali.id})
    await maud.duty()
    (row,) = await maud.cases()
    evening.time.pass_(seconds=500)
    await maud.case(row["id"])
    evening.time.pass_(seconds=500)
    await evening.place.moderation.tick()
    assert await _state(evening) == ("open", 1)


async def test_two_watch_and_one_leaves(evening: Evening) -> None:
    zoe, maud, nour = await evening.enter("Zoé"), await evening.staff(), await evening.staff("Nour")
    await maud.duty()
    await nour.duty()
    await maud.duty(False)
    assert [frame["staff_on_duty"] for frame in await zoe.catch_up()] == [1, 2, 1]
    assert await _state(evening) == ("open", 1)


async def test_a_new_connection_is_told_how_the_lamp_stands(evening: Evening) -> None:
    maud = await evening.staff()
    await maud.duty()
    zoe = await evening.enter("Zoé", connect=False)
    assert (await zoe.connect())["watch"] == make_watch(1)


async def test_opening_is_refused_before_the_form_is_read(evening: Evening) -> None:
    zoe = await evening.enter("Zoé")
    check_problem(await zoe.http.post("/rooms", json={"name": "x"}), 409, "resting")


async def test_something_urgent_that_waits_too_long_lowers_the_lamp_until_it_is_decided(evening: Evening) -> None:
    zoe, ali, maud = await evening.enter("Zoé"), await evening.enter("Ali"), await evening.staff()
    await maud.duty()
    await zoe.report({"kind": "person", "id": ali.id})
    evening.time.pass_(minutes=9)
    await (await evening.enter("Bo")).report({"kind": "person", "id": ali.id}, reason="threat")
    for _ in range(5):
        evening.time.pass_(minutes=6)
        await maud.duty()
    assert await _state(evening) == ("open", 1) and not await _rests(zoe, ali)
    evening.time.pass_(seconds=1)
    await evening.place.moderation.tick()
    assert await _state(evening) == ("resting", 1) and await _rests(zoe, ali)
    body = check_problem(await zoe.ask(ali, "Bonsoir"), 409, "resting")
    assert (body["area"], body["why"]) == ("first_words", "urgent")
    await maud.decide_only_case("no_violation")
    assert await _state(evening) == ("open", 1) and not await _rests(zoe, ali)
    last = (await zoe.catch_up())[-1]
    assert last == {"type": "watch"} | make_watch(1)


async def test_an_ordinary_case_may_wait(evening: Evening) -> None:
    zoe, ali, maud = await evening.enter("Zoé"), await evening.enter("Ali"), await evening.staff()
    await zoe.report({"kind": "person", "id": ali.id})
    evening.time.pass_(hours=5)
    await maud.duty()
    assert await _state(evening) == ("open", 1)


async def test_each_area_has_its_own_number_of_watchers(tmp_path: Path) -> None:
    async with open_evening(tmp_path, watch__staff_min__rooms=2, watch__urgent_minutes_max=0) as evening:
        zoe, ali, maud = await evening.enter("Zoé"), await evening.enter("Ali"), await evening.staff()
        slug = await evening.room()
        await zoe.report({"kind": "person", "id": ali.id}, reason="threat")
        evening.time.pass_(hours=5)
        await maud.duty()
        watch = (await evening.http.get("/site")).json()["watch"]
        assert watch["state"] == "resting"
        assert watch["areas"] == {
            "first_words": {"state": "open", "why": None},
            "rooms": {"state": "resting", "why": "too_few"},
            "pictures": {"state": "open", "why": None},
        }
        assert (await zoe.ask(ali, "Bonsoir")).status_code == 201
        body = check_problem(await zoe.http.post("/rooms", json={"name": "Le jardin"}), 409, "resting")
        assert (body["area"], body["why"]) == ("rooms", "too_few")
        (room,) = (await zoe.http.get("/rooms")).json()
        assert (room["slug"], room["watch"]) == (slug, "resting")
        await (await evening.staff("Nour")).duty()
        assert (await zoe.http.post("/rooms", json={"name": "Le jardin"})).status_code == 201
