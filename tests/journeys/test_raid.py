"""Ten accounts flood a room with two hundred messages; one decision ends it for all, one takes it back."""

import pytest

from tests.story import Evening

pytestmark = pytest.mark.anyio
RAIDERS, EACH = 10, 20


async def test_a_raid_of_two_hundred_is_cleaned_and_undone(evening: Evening) -> None:
    slug, anna = await evening.room(), await evening.enter("Anna")
    room = await anna.join(slug)
    await anna.say(room, "Bonsoir à tous")
    evening.time.pass_(hours=2)
    begins = evening.place.clock()
    raiders = [await evening.enter(f"Raid {number}") for number in range(RAIDERS)]
    for raider in raiders:
        await raider.join(slug)
    for turn in range(EACH):
        for raider in raiders:
            await raider.say(room, f"Le salon est à nous, numéro {turn}")
    evening.time.pass_(seconds=1)
    maud = await evening.staff()
    since, until = begins.isoformat(), evening.place.clock().isoformat()
    span = {"room": room, "since": since, "until": until, "new_minutes": 10}
    selection = {"kind": "suspend", "span": span}
    seen = (await maud.http.post("/staff/raids/previews", json=selection)).json()
    assert (len(seen["people"]), seen["messages"]) == (RAIDERS, RAIDERS * EACH)
    await anna.catch_up()
    body = {"selection": selection, "seen": seen["seen"], "facts": "Inondation.", "article": "respect", "minutes": 1440}
    begun = await maud.http.post("/staff/raids", json=body)
    assert begun.status_code == 201, begun.text
    assert begun.json()["row"]["state"] == "done"
    told = [frame for frame in await anna.catch_up() if frame["type"] == "hidden"]
    assert {frame["seq"] for frame in told if frame["hidden"]} == set(range(2, 2 + RAIDERS * EACH))
    for raider in raiders:
        statement = (await raider.next("statement"))["statement"]
        assert (statement["facts"], statement["scope"]["messages"]) == ("Inondation.", EACH)
    history = await anna.history(room)
    assert {message["text"] for message in history if message["author"]["id"] != anna.id} == {""}
    undoing = {"facts": "C’était une fête."}
    undone = (await maud.http.post(f"/staff/raids/{begun.json()['row']['id']}/undoing", json=undoing)).json()
    assert undone["undone"] == {"restored": RAIDERS * EACH + RAIDERS, "kept": 0, "gone": 0}
    told = [frame for frame in await anna.catch_up() if frame["type"] == "hidden"]
    assert {frame["seq"] for frame in told if not frame["hidden"]} == set(range(2, 2 + RAIDERS * EACH))
    back = await evening.returning(raiders[0].token)
    await back.connect()
    assert (await back.get("/statements"))[0]["reversal"]["text"] == "C’était une fête."
