"""What is left for whoever comes on."""

import pytest

from tests.unit.oversight.place import Place
from tests.unit.oversight.test_four_eyes import check_leaves
from tests.unit.oversight.test_roster import check_ledger
from veillee.oversight import moderation
from veillee.oversight.moderation.duty.store import handover_notes

pytestmark = pytest.mark.anyio
DUTY = "/api/v1/staff/duty"
NOTES = "/api/v1/staff/duty/notes"


async def test_a_note_is_left_with_duty_and_taken_up_once(place: Place) -> None:
    maud, nour, sacha = [await place.signed_in(name) for name in ("Maud", "Nour", "Sacha")]
    await maud.put(DUTY, json={"on": True})
    left = await maud.put(DUTY, json={"on": False, "note": " Le salon du jardin est agité.\r\nÀ suivre. "})
    assert (left.status_code, left.json()["on"]) == (200, False)
    await nour.put(DUTY, json={"on": True})
    (note,) = (await nour.get(NOTES)).json()
    assert (note["text"], note["by"]["name"]) == ("Le salon du jardin est agité.\nÀ suivre.", "Maud")
    assert note["taken"] is None
    path = f"{NOTES}/{note['id']}/taken"
    assert (await maud.put(path)).json()["type"] == "/problems/own-note"
    for _ in range(2):
        assert (await nour.put(path)).status_code == 204
    assert (await sacha.put(path)).json()["type"] == "/problems/taken-already"
    assert (await sacha.get(NOTES)).json()[0]["taken"]["name"] == "Nour"
    assert (await sacha.put(f"{NOTES}/x/taken")).status_code == 404
    assert (await place.categories())[-2:] == ["handover.written", "handover.taken"]
    await check_ledger(place)


async def test_notes_are_shown_for_two_days(place: Place) -> None:
    maud = await place.signed_in()
    await maud.put(DUTY, json={"on": True})
    await maud.put(DUTY, json={"on": False, "note": "Tout est calme."})
    place.pass_time(hours=11)
    assert len((await maud.get(NOTES)).json()) == 1
    place.pass_time(hours=37)
    assert (await (await place.signed_in("Nour")).get(NOTES)).json() == []


@pytest.mark.parametrize(
    ("note", "errors"), [("  ", "empty"), ("x" * 2001, "too-long"), ("a\0b", "control-characters")]
)
async def test_a_note_that_cannot_be_kept_leaves_duty_as_it_was(place: Place, note: str, errors: str) -> None:
    maud = await place.signed_in()
    await maud.put(DUTY, json={"on": True})
    answer = await maud.put(DUTY, json={"on": False, "note": note})
    assert (answer.status_code, answer.json()["errors"]) == (422, {"note": errors})
    assert place.lamp.staff_on_duty == 1


async def test_only_who_leaves_hands_over(place: Place) -> None:
    maud, auditor = await place.signed_in(), await place.signed_in("Odile", "auditor")
    assert (await maud.put(DUTY, json={"on": False, "note": "Rien."})).json()["type"] == "/problems/not-on-duty"
    await maud.put(DUTY, json={"on": True})
    await maud.put(DUTY, json={"on": False})
    place.pass_time(minutes=59)
    assert (await maud.put(DUTY, json={"on": False, "note": "Rien."})).status_code == 200
    coming = await maud.put(DUTY, json={"on": True, "note": "Bonsoir."})
    assert coming.json()["errors"] == {"note": "only-when-leaving"}
    assert (await auditor.put(DUTY, json={"on": False, "note": "Rien."})).status_code == 403


async def test_words_of_notes_are_destroyed_after_a_month_and_the_ledger_holds(place: Place) -> None:
    maud = await place.signed_in()
    await maud.put(DUTY, json={"on": True})
    await maud.put(DUTY, json={"on": False, "note": "Tout est calme."})
    place.pass_time(days=29)
    assert await place.database.write(moderation.forget_notes, place.now) == 0
    place.pass_time(days=2)
    assert [await place.database.write(moderation.forget_notes, place.now) for _ in range(2)] == [1, 0]
    (note,) = await place.rows(handover_notes)
    assert note.text == "" and note.staff_id
    await check_leaves(place)


async def test_words_that_went_without_the_job_are_named(place: Place) -> None:
    maud = await place.signed_in()
    await maud.put(DUTY, json={"on": True})
    await maud.put(DUTY, json={"on": False, "note": "Tout est calme."})
    await place.database.write(lambda t: t.connection.execute(handover_notes.update().values(text="")))
    with pytest.raises(AssertionError, match="hand-over note"):
        await check_leaves(place)
