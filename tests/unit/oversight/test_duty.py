"""Watched or quiet: who is on duty, for how long they count, and that the lamp follows."""

import pytest

from tests.unit.oversight.place import Place
from veillee.foundation.basics import Problem

pytestmark = pytest.mark.anyio
DUTY = "/api/v1/staff/duty"


async def test_the_lamp_follows_duty(place: Place) -> None:
    client = await place.signed_in()
    assert place.lamp.view().state == "resting"
    duty = (await client.put(DUTY, json={"on": True})).json()
    assert duty == {"on": True, "counted": True, "silence_seconds_max": 600, "staff_on_duty": 1, "urgent_late": False}
    assert place.lamp.staff_on_duty == 1
    await client.put(DUTY, json={"on": False})
    assert place.lamp.view().state == "resting"


async def test_sample_people_light_the_lamp_and_are_told_apart(place: Place) -> None:
    client = await place.signed_in()
    await place.moderation.door.keep_sample_moderator_on_duty("Veilleuse d'exemple")
    duty = (await client.put(DUTY, json={"on": True})).json()
    assert (duty["staff_on_duty"], duty["sample_on_duty"]) == (2, 1)


async def test_silence_puts_the_lamp_low_and_presence_lights_it_again(place: Place) -> None:
    client = await place.signed_in()
    await client.put(DUTY, json={"on": True})
    place.pass_time(seconds=599)
    await place.moderation.tick()
    assert place.lamp.view().state == "open"
    await client.get("/api/v1/staff/cases")
    await client.get("/api/v1/staff/session")
    place.pass_time(seconds=1)
    await place.moderation.tick()
    assert place.lamp.view().state == "resting"
    duty = (await client.get("/api/v1/staff/session")).json()["duty"]
    assert (duty["on"], duty["counted"]) == (True, False)
    await client.put(DUTY, json={"on": True})
    assert place.lamp.view().state == "open"


async def test_opening_a_case_is_presence(place: Place) -> None:
    await place.report(place.anna, {"kind": "person", "id": place.bruno})
    client = await place.signed_in()
    await client.put(DUTY, json={"on": True})
    place.pass_time(minutes=11)
    await place.moderation.tick()
    case = (await client.get("/api/v1/staff/cases")).json()["cases"][0]["id"]
    assert place.lamp.view().state == "resting"
    await client.get(f"/api/v1/staff/cases/{case}")
    assert place.lamp.view().state == "open"


async def test_signing_out_ends_duty(place: Place) -> None:
    client = await place.signed_in()
    await client.put(DUTY, json={"on": True})
    await client.delete("/api/v1/staff/session")
    assert place.lamp.view().state == "resting"


async def test_an_auditor_does_not_watch(place: Place) -> None:
    client = await place.signed_in("Odile", "auditor")
    assert (await client.put(DUTY, json={"on": True})).status_code == 403
    assert (await client.put(DUTY, json={"on": "yes"})).status_code == 422
    assert place.lamp.view().state == "resting"


async def test_the_sample_moderator_lights_the_demo_only_while_kept(place: Place) -> None:
    for _ in range(3):
        await place.moderation.door.keep_sample_moderator_on_duty("Camille (exemple)")
        assert place.lamp.staff_on_duty == 1
        place.pass_time(minutes=5)
    place.pass_time(minutes=6)
    await place.moderation.tick()
    assert place.lamp.view().state == "resting"


async def test_the_sample_moderator_cannot_be_invited(place: Place) -> None:
    await place.moderation.door.keep_sample_moderator_on_duty("Camille")
    with pytest.raises(Problem, match="name-taken"):
        await place.invite("Camille")
