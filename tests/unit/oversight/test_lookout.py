"""People and rooms as staff look at them beside cases: what is shown, to whom, and what is never read there."""

from typing import Any

import pytest

from tests.unit.oversight.place import Place
from tests.unit.oversight.test_evidence import open_copies
from tests.unit.oversight.test_leaves import faults
from veillee.community import people, rooms
from veillee.safety import ledger

pytestmark = pytest.mark.anyio
PEOPLE, ROOMS = "/api/v1/staff/people", "/api/v1/staff/rooms"


async def report_bruno(place: Place, reason: str = "harassment") -> None:
    answer = await place.report(place.anna, {"kind": "person", "id": place.bruno}, reason, note="Un secret à part.")
    assert answer.status_code == 201, answer.text


async def test_a_person_is_found_by_how_the_name_looks_and_by_id(place: Place) -> None:
    await report_bruno(place)
    nour = await place.signed_in("Nour", "senior")
    for asked in ("brun", "BRÚNO", "8runo", place.bruno):
        (found,) = (await nour.get(PEOPLE, params={"q": asked})).json()
        assert (found["pseudonym"], found["open_cases"], found["age_band"]) == ("Bruno", 1, "25-34")
    assert (await nour.get(PEOPLE, params={"q": "personne"})).json() == []
    assert (await nour.get(PEOPLE, params={"q": "%"})).json() == []
    assert (await nour.get(PEOPLE, params={"q": "  "})).json()["errors"] == {"q": "empty"}
    assert (await nour.get(PEOPLE, params={"q": "x" * 101})).json()["errors"] == {"q": "too-long"}


async def test_who_has_left_is_found_by_the_whole_name(place: Place) -> None:
    await place.database.write(people.free_name, place.bruno)
    odile = await place.signed_in("Odile", "auditor")
    assert [one["id"] for one in (await odile.get(PEOPLE, params={"q": "Bruno"})).json()] == [place.bruno]
    assert (await odile.get(PEOPLE, params={"q": "Brun"})).json() == []


async def test_a_moderator_comes_from_a_case_and_searches_nobody(place: Place) -> None:
    maud = await place.signed_in()
    assert (await maud.get(PEOPLE, params={"q": "Bruno"})).status_code == 403
    assert (await maud.get(f"{PEOPLE}/{place.bruno}")).status_code == 404
    begun = await maud.post(f"{PEOPLE}/{place.bruno}/cases", json={"reason": "Vu ailleurs."})
    assert begun.status_code == 404
    await report_bruno(place)
    assert (await maud.get(f"{PEOPLE}/{place.bruno}")).status_code == 200
    asso = await place.signed_in("Asso", "flagger")
    assert (await asso.get(f"{PEOPLE}/{place.bruno}")).status_code == 403


async def test_the_page_has_what_binds_and_what_waits_and_no_word(place: Place) -> None:
    await place.say(place.bruno, place.private, "entre nous")
    await report_bruno(place)
    maud = await place.signed_in()
    (row,) = (await maud.get("/api/v1/staff/cases")).json()["cases"]
    body = {"kind": "mute", "facts": "Ton blessant.", "version": row["version"], "article": "respect", "minutes": 60}
    assert (await maud.post(f"/api/v1/staff/cases/{row['id']}/decisions", json=body)).status_code == 201
    place.pass_time(minutes=1)
    await report_bruno(place, "threat")
    before = await place.categories()
    answer = await maud.get(f"{PEOPLE}/{place.bruno}")
    page = answer.json()
    assert [(bound["kind"], bound["until"] is None) for bound in page["restrictions"]] == [("mute", False)]
    assert [(case["state"], case["label"]) for case in page["cases"]] == [("open", "threat"), ("decided", "harassment")]
    assert [(said["reason"], said["outside"]) for said in page["reports"]] == [("threat", False)]
    (past,) = page["person"]["past_decisions"]
    assert (past["decision"], past["case"]) == ("mute", row["id"])
    assert page["begins"] is True
    assert "secret" not in answer.text and "entre nous" not in answer.text and place.anna not in answer.text
    assert await place.categories() == before
    place.pass_time(hours=2)
    assert (await maud.get(f"{PEOPLE}/{place.bruno}")).json()["restrictions"] == []


async def test_a_case_is_begun_with_a_reason_and_reads_nothing(place: Place) -> None:
    sealer = ledger.Sealer(bytes(32), "chat.example.org/api/v1/ledger")
    sealer.register(place.listeners)
    await place.database.write(sealer.open)
    await place.say(place.bruno, place.private, "entre nous")
    nour = await place.signed_in("Nour", "senior")
    assert (await nour.post(f"{PEOPLE}/{place.bruno}/cases", json={"reason": " "})).status_code == 422
    begun = await nour.post(f"{PEOPLE}/{place.bruno}/cases", json={"reason": "Trois récits qui concordent."})
    assert begun.status_code == 201, begun.text
    again = await nour.post(f"{PEOPLE}/{place.bruno}/cases", json={"reason": "Un quatrième."})
    assert again.json() == begun.json()
    case = (await nour.get(f"/api/v1/staff/cases/{begun.json()['case']}")).json()
    assert (case["source"], case["subject"]["kind"], case["words"], case["passages"]) == ("staff", "person", None, [])
    assert case["evidence"]["items"] == 1
    (copy,) = (await open_copies(nour, case["id"])).json()["items"]
    assert copy["content"]["person"]["pseudonym"] == "Bruno" and copy["content"]["words"] is None
    assert "entre nous" not in str(copy)
    assert [event["facts"] for event in case["events"] if event["kind"] == "noted"] == [
        "Trois récits qui concordent.",
        "Un quatrième.",
    ]
    body = {"kind": "warn", "facts": "On en parle.", "version": case["version"], "article": "respect"}
    assert (await nour.post(f"/api/v1/staff/cases/{case['id']}/decisions", json=body)).status_code == 201
    (statement,) = await place.get(place.bruno, "/statements")
    assert statement["source"] == "own_initiative"
    assert await faults(place) == []
    odile = await place.signed_in("Odile", "auditor")
    refused = await odile.post(f"{PEOPLE}/{place.bruno}/cases", json={"reason": "Je regarde."})
    assert refused.json()["type"].endswith("wrong-role")


def _find(listed: list[dict[str, Any]], room: str) -> dict[str, Any]:
    return next(one for one in listed if one["id"] == room)


async def test_a_room_is_closed_in_a_case_and_opened_again_from_it(place: Place) -> None:
    sealer = ledger.Sealer(bytes(32), "chat.example.org/api/v1/ledger")
    sealer.register(place.listeners)
    await place.database.write(sealer.open)
    room = await place.make_room("Un nom blessant", [place.anna], place.bruno)
    own = await place.make_room("La nuit", [place.anna])
    await _close_and_open(place, own, None)
    await _close_and_open(place, room, "Bruno")
    assert await faults(place) == []


async def _close_and_open(place: Place, room: str, opener: str | None) -> None:
    maud = await place.signed_in(f"Maud {opener}")
    begun = (await maud.post(f"{ROOMS}/{room}/cases", json={"reason": "Le nom vise quelqu’un."})).json()
    shown = _find((await maud.get(ROOMS)).json(), room)
    assert (shown["opened_by"], shown["members"], shown["present"]) == (opener, 1, 0)
    assert [(case["id"], case["state"]) for case in shown["cases"]] == [(begun["case"], "open")]
    case = (await maud.get(f"/api/v1/staff/cases/{begun['case']}")).json()
    (copy,) = (await open_copies(maud, case["id"])).json()["items"]
    assert copy["content"]["room"]["name"] == shown["name"]
    body = {"kind": "close_room", "facts": "Un nom qui vise.", "version": case["version"], "article": "respect"}
    assert (await maud.post(f"/api/v1/staff/cases/{case['id']}/decisions", json=body)).status_code == 201
    shown = _find((await maud.get(ROOMS)).json(), room)
    assert shown["closed_at"] is not None and shown["cases"][0]["decision"] == "close_room"
    assert (await maud.post(f"{ROOMS}/{room}/cases", json={"reason": "Encore."})).status_code == 404
    case = (await maud.get(f"/api/v1/staff/cases/{begun['case']}")).json()
    body = {"kind": "restore", "facts": "Le nom a changé de sens.", "version": case["version"]}
    other = await place.signed_in(f"Nour {opener}")
    assert (await other.post(f"/api/v1/staff/cases/{case['id']}/decisions", json=body)).status_code == 403
    assert (await maud.post(f"/api/v1/staff/cases/{case['id']}/decisions", json=body)).status_code == 201
    assert await place.database.read(rooms.find_room, room) is not None
    again = {**body, "version": body["version"] + 1}
    assert (await maud.post(f"/api/v1/staff/cases/{case['id']}/decisions", json=again)).status_code == 409
