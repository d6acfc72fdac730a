"""Rooms: seeing them, going in and out, opening one."""

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.test_door import WATCHED
from tests.story import Evening, check_problem, open_evening, words

pytestmark = pytest.mark.anyio


async def test_the_rooms_and_how_many_are_in_them(evening: Evening) -> None:
    slug = await evening.room("Le comptoir", "Pour finir la journée", "fr")
    await evening.room("English corner", "", "en")
    zoe = await evening.enter("Zoé")
    room = await zoe.join(slug)
    counter, corner = (await evening.http.get("/rooms")).json()
    assert counter == {
        "id": room, "slug": "le-comptoir", "name": "Le comptoir", "topic": "Pour finir la journée", "kind": "public",
        "language": "fr", "present": 1, "watch": "resting",
    }  # fmt: skip
    assert (corner["slug"], corner["present"]) == ("english-corner", 0)
    evening.light_the_lamp()
    assert {row["watch"] for row in (await evening.http.get("/rooms")).json()} == {"open"}


async def test_a_room_is_joined_by_id_or_slug_and_left(evening: Evening) -> None:
    zoe, slug = await evening.enter("Zoé"), await evening.room()
    room = await zoe.join(slug)
    assert await zoe.join(room) == room
    (mine,) = await zoe.get("/conversations")
    assert (mine["id"], mine["kind"], mine["name"], mine["room"]) == (room, "room", "Le comptoir", slug)
    await zoe.tell({"type": "leave", "ref": "bye", "conversation": room})
    assert (await zoe.next("left", ref="bye"))["conversation"] == room
    assert (await zoe.say(room, "encore un mot"))["code"] == "not-found"
    check_problem(await zoe.http.get(f"/conversations/{room}/messages"), 404, "not-found")
    check_problem(await zoe.http.get(f"/conversations/{room}/people"), 404, "not-found")
    assert await zoe.get("/conversations") == []
    assert await zoe.join(slug) == room


async def test_joining_shows_the_last_fifty(tmp_path: Path) -> None:
    async with open_evening(tmp_path, limits__messages_per_minute_per_person=1_000) as evening:
        zoe, ali, slug = await evening.enter("Zoé"), await evening.enter("Ali"), await evening.room()
        room = await zoe.join(slug)
        for number in range(60):
            await zoe.say(room, f"numéro {number}")
        await ali.tell({"type": "join", "ref": "in", "room": slug})
        joined = await ali.next("joined", ref="in")
        assert [message["seq"] for message in joined["messages"]] == list(range(11, 61))
        assert joined["conversation"]["head"] == 60


@pytest.mark.parametrize("room", ["nowhere", "0192f0c4-0000-7000-8000-000000000000", "../rooms", "LE-COMPTOIR"])
async def test_a_room_that_is_not_there(doorstep: Evening, room: str) -> None:
    await doorstep.room()
    zoe = await doorstep.enter(f"Zoé {len(await doorstep.stored())} {abs(hash(room))}"[:24])
    await zoe.tell({"type": "join", "ref": "in", "room": room})
    assert (await zoe.next("error", ref="in"))["code"] == "not-found"


async def test_going_in_shows_on_all_my_connections(evening: Evening) -> None:
    zoe, slug = await evening.enter("Zoé"), await evening.room()
    phone = zoe.socket
    await zoe.connect()
    room = await zoe.join(slug)
    desk, zoe.socket = zoe.socket, phone
    assert (await zoe.next("conversation"))["conversation"]["id"] == room
    await zoe.say(room, "du téléphone")
    zoe.socket = desk
    assert (await zoe.next("message"))["text"] == "du téléphone"


async def test_a_room_is_opened_while_somebody_watches(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe = await evening.enter("Zoé")
    answer = await zoe.http.post("/rooms", json={"name": " Le  jardin ", "topic": "Semis et boutures"})
    assert answer.status_code == 201
    room = answer.json()
    assert (room["name"], room["slug"], room["language"]) == ("Le jardin", "le-jardin", "fr")
    assert await zoe.join("le-jardin") == room["id"]


async def test_no_room_opens_while_the_lamp_rests(evening: Evening) -> None:
    zoe = await evening.enter("Zoé")
    before = await evening.stored()
    check_problem(await zoe.http.post("/rooms", json={"name": "Le jardin"}), 409, "resting")
    assert await evening.stored() == before


@pytest.mark.parametrize(
    ("form", "errors"),
    [
        ({"name": "J"}, {"name": "length"}),
        ({"name": "J" * 41}, {"name": "length"}),
        ({"name": "Le\u200bjardin"}, {"name": "characters"}),
        ({"name": "Le jardin", "topic": "x" * 141}, {"topic": "length"}),
        ({"name": "Le jardin", "topic": "\u202eenvers"}, {"topic": "characters"}),
        ({"name": "Le jardin", "language": "tlh"}, {"language": "unknown"}),
        ({"name": words.REFUSED}, {"name": "refused"}),
        ({"name": words.HELD}, {"name": "refused"}),
        ({"name": "Le jardin", "topic": words.REFUSED_WITH_CASE}, {"topic": "refused"}),
        ({"name": "LE C0MPTOIR"}, {"name": "taken"}),
        ({}, {"name": "missing"}),
        ({"name": 7}, {"name": "wrong-type"}),
    ],
)
async def test_what_a_room_cannot_be_called(evening: Evening, form: dict[str, Any], errors: dict[str, str]) -> None:
    evening.light_the_lamp()
    zoe, _ = await evening.enter("Zoé"), await evening.room()
    before = await evening.stored()
    answer = await zoe.http.post("/rooms", json=form)
    slug = "refused" if "refused" in errors.values() else "invalid"
    assert check_problem(answer, 422, slug)["errors"] == errors
    after = await evening.stored()
    assert {name: rows for name, rows in after.items() if name not in WATCHED} == {
        name: rows for name, rows in before.items() if name not in WATCHED
    }


async def test_a_name_that_is_taken_uses_no_room_up(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe = await evening.enter("Zoé")
    await evening.room("Le comptoir")
    for _ in range(5):
        check_problem(await zoe.http.post("/rooms", json={"name": "le comptoir"}), 422, "invalid")
        check_problem(await zoe.http.post("/rooms", json={"name": ""}), 422, "invalid")
    for name in ("Un", "Deux", "Trois"):
        assert (await zoe.http.post("/rooms", json={"name": name})).status_code == 201
    check_problem(await zoe.http.post("/rooms", json={"name": "Quatre"}), 429, "too-fast")


async def test_three_rooms_a_day(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe = await evening.enter("Zoé")
    for name in ("Un", "Deux", "Trois"):
        assert (await zoe.http.post("/rooms", json={"name": name})).status_code == 201
    check_problem(await zoe.http.post("/rooms", json={"name": "Quatre"}), 429, "too-fast")
    evening.time.pass_(days=1)
    assert (await zoe.http.post("/rooms", json={"name": "Quatre"})).status_code == 201
