"""The roster through the API: who plans, what cannot be planned, and the gaps that follow."""

from typing import Any

import httpx
import pytest

from tests.unit.oversight.place import Place
from veillee.oversight.moderation import read_records
from veillee.safety import ledger

pytestmark = pytest.mark.anyio
ROSTER = "/api/v1/staff/duty/roster"
SHIFTS = "/api/v1/staff/duty/shifts"
GAPS = "/api/v1/staff/duty/gaps"


async def me(client: httpx.AsyncClient) -> str:
    return str((await client.get("/api/v1/staff/session")).json()["staff"]["id"])


async def plan(client: httpx.AsyncClient, begins: str, ends: str, **more: Any) -> httpx.Response:
    """Add a shift; the planner's own unless it says whose."""
    body = {"staff_id": await me(client), "from": begins, "until": ends} | more
    return await client.post(SHIFTS, json=body)


async def check_ledger(place: Place) -> None:
    """What the rows say is what their leaves commit to."""
    faults = await place.database.read(lambda one: [*map(str, ledger.check_records(one, read_records(one)))])
    assert faults == []


async def test_a_senior_plans_and_everybody_reads(place: Place) -> None:
    senior, maud = await place.signed_in("Sacha", "senior"), await place.signed_in()
    answer = await plan(senior, "2026-11-24T20:00", "2026-11-25T01:00", staff_id=await me(maud), weekly=True)
    assert answer.status_code == 201, answer.text
    shift = answer.json()
    assert (shift["staff"]["name"], shift["weekly"], shift["last"]) == ("Maud", True, None)
    roster = (await maud.get(ROSTER)).json()
    assert (roster["monday"], roster["time_zone"], roster["may_edit"]) == ("2026-11-23", "Europe/Paris", False)
    assert roster["shifts"] == [shift]
    (turn,) = roster["turns"]
    assert (turn["from"], turn["until"]) == ("2026-11-24T19:00:00Z", "2026-11-25T00:00:00Z")
    assert len(roster["gaps"]) == 7 and {gap["planned"] for gap in roster["gaps"]} == {0}
    assert [gap["until"] for gap in roster["gaps"][:2]] == ["2026-11-23T23:00:00Z", "2026-11-24T19:00:00Z"]
    assert {member["name"] for member in roster["staff"]} == {"Maud", "Sacha"}
    later = (await senior.get(ROSTER, params={"week": "2027-01-01"})).json()
    assert (later["monday"], len(later["turns"]), later["may_edit"]) == ("2026-12-28", 1, True)


@pytest.mark.parametrize("role", ["moderator", "auditor", "flagger"])
async def test_others_do_not_plan(place: Place, role: str) -> None:
    senior, other = await place.signed_in("Sacha", "senior"), await place.signed_in("Noa", role)
    shift = (await plan(senior, "2026-11-25T20:00", "2026-11-25T22:00")).json()["id"]
    assert (await plan(other, "2026-11-25T20:00", "2026-11-25T22:00")).status_code == 403
    assert (await other.delete(f"{SHIFTS}/{shift}")).status_code == 403
    assert (await other.get(ROSTER)).status_code == (403 if role == "flagger" else 200)


@pytest.mark.parametrize(
    ("begins", "ends", "more", "errors"),
    [
        ("2026-11-25T20:00", "2026-11-25T20:00", {}, {"until": "before-from"}),
        ("2026-11-25T20:00", "2026-11-25T19:00", {}, {"until": "before-from"}),
        ("2026-11-25T20:00", "2026-11-25T20:14", {}, {"until": "too-short"}),
        ("2026-11-25T20:00", "2026-11-26T08:01", {}, {"until": "too-long"}),
        ("2026-11-24T18:00", "2026-11-24T21:00", {}, {"from": "past"}),
        ("2025-11-24T18:00", "2025-11-24T21:00", {"weekly": True}, {"from": "past"}),
        ("2027-11-26T18:00", "2027-11-26T21:00", {}, {"from": "too-far"}),
        ("2026-02-30T18:00", "2026-11-26T21:00", {}, {"from": "no-such-time"}),
        ("2026-11-26T18:00", "2026-11-26T25:00", {}, {"until": "no-such-time"}),
        ("2026-11-26T18:00", "2026-11-26T20:00", {"last": "2026-12-01"}, {"last": "only-weekly"}),
        ("2026-11-26T18:00", "2026-11-26T20:00", {"weekly": True, "last": "2026-11-25"}, {"last": "before-the-first"}),
        ("2026-11-26T18:00", "2026-11-26T20:00", {"weekly": True, "last": "2026-13-01"}, {"last": "no-such-day"}),
        ("2026-11-26T18:00", "2026-11-26T20:00", {"staff_id": "nobody"}, {"staff_id": "unknown"}),
    ],
)
async def test_what_cannot_be_planned_is_named(
    place: Place, begins: str, ends: str, more: dict[str, Any], errors: dict[str, str]
) -> None:
    admin = await place.signed_in("Ada", "admin")
    answer = await plan(admin, begins, ends, **more)
    assert (answer.status_code, answer.json()["errors"]) == (422, errors)
    assert (await admin.get(ROSTER)).json()["shifts"] == []


async def test_nobody_is_in_two_places(place: Place) -> None:
    admin, nour = await place.signed_in("Ada", "admin"), await place.signed_in("Nour")
    assert (await plan(admin, "2026-11-25T20:00", "2026-11-26T00:00", weekly=True)).status_code == 201
    again = await plan(admin, "2026-12-02T23:00", "2026-12-03T01:00")
    assert again.json()["errors"] == {"from": "overlaps"}
    assert (await plan(admin, "2026-12-02T23:00", "2026-12-03T01:00", staff_id=await me(nour))).status_code == 201
    assert (await plan(admin, "2026-11-26T00:00", "2026-11-26T02:00")).status_code == 201


async def test_who_does_not_watch_is_not_planned(place: Place) -> None:
    admin, auditor = await place.signed_in("Ada", "admin"), await place.signed_in("Odile", "auditor")
    answer = await plan(admin, "2026-11-25T20:00", "2026-11-25T22:00", staff_id=await me(auditor))
    assert answer.json()["errors"] == {"staff_id": "unknown"}


async def test_a_shift_that_is_taken_out_is_gone_and_stays_in_the_ledger(place: Place) -> None:
    admin = await place.signed_in("Ada", "admin")
    shift = (await plan(admin, "2026-11-25T20:00", "2026-11-25T22:00")).json()["id"]
    assert (await admin.delete(f"{SHIFTS}/{shift}")).status_code == 204
    assert (await admin.delete(f"{SHIFTS}/{shift}")).status_code == 404
    assert (await admin.delete(f"{SHIFTS}/x")).status_code == 404
    assert (await admin.get(ROSTER)).json()["shifts"] == []
    assert (await plan(admin, "2026-11-25T21:00", "2026-11-25T23:00")).status_code == 201
    assert (await place.categories())[-3:] == ["roster.added", "roster.removed", "roster.added"]
    await check_ledger(place)


@pytest.mark.parametrize("week", ["soon", "2026-02-30", "0001-01-01", "9999-12-31"])
async def test_a_week_that_is_none(place: Place, week: str) -> None:
    client = await place.signed_in()
    answer = await client.get(ROSTER, params={"week": week})
    assert (answer.status_code, answer.json()["errors"]) == (422, {"week": "no-such-day"})


async def test_gaps_of_the_next_day_are_foreseen(place: Place) -> None:
    admin = await place.signed_in("Ada", "admin")
    assert (await admin.get(GAPS)).json() == {"time_zone": "Europe/Paris", "shifts": 0, "gaps": []}
    await place.moderation.duty.look_ahead()
    (gap,) = (await admin.get(GAPS)).json()["gaps"]
    assert (gap["from"], gap["until"]) == ("2026-11-24T20:00:00Z", "2026-11-25T20:00:00Z")
    assert (gap["planned"], gap["areas"]) == (0, ["first_words", "rooms", "pictures"])
    await plan(admin, "2026-11-24T20:00", "2026-11-25T08:00", weekly=True)
    await plan(admin, "2026-11-25T10:00", "2026-11-25T22:00", weekly=True)
    foreseen = (await admin.get(GAPS)).json()
    assert foreseen["shifts"] == 2
    assert [(gap["from"], gap["until"]) for gap in foreseen["gaps"]] == [
        ("2026-11-25T07:00:00Z", "2026-11-25T09:00:00Z")
    ]


async def test_the_same_gap_is_news_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr("veillee.oversight.moderation.duty.actions.log.warning", lambda *_, **gap: told.append(gap))
    admin = await place.signed_in("Ada", "admin")
    await plan(admin, "2026-11-25T10:00", "2026-11-25T22:00", weekly=True)
    for _ in range(3):
        place.pass_time(minutes=5)
        await place.moderation.duty.look_ahead()
    assert told == []
    place.pass_time(hours=13)
    await place.moderation.duty.look_ahead()
    assert [gap["begins"].hour for gap in told] == [21]


async def test_after_the_clock_was_set_back_gaps_are_foreseen_anew(place: Place) -> None:
    admin = await place.signed_in("Ada", "admin")
    await plan(admin, "2026-11-25T10:00", "2026-11-25T22:00")
    place.pass_time(hours=-5)
    await place.moderation.duty.look_ahead()
    assert (await admin.get(GAPS)).json()["gaps"][0]["from"] == "2026-11-24T15:00:00Z"
