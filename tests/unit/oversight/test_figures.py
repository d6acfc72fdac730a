"""Figures: what is counted, what everybody may see of it, and that nobody is found in it."""

import csv

import httpx
import pytest

from tests.unit.oversight.place import Place
from tests.unit.oversight.test_misuse import suspended
from tests.unit.oversight.test_notices import notice, person
from tests.unit.oversight.test_objections import decide, first, object_to
from veillee.oversight.moderation.figures.rounding import round_off
from veillee.oversight.moderation.wire_figures import Figure

pytestmark = pytest.mark.anyio


async def test_what_happened_is_counted_and_told_exactly_to_staff_only(place: Place) -> None:
    maud, noe = await place.signed_in(), await place.signed_in("Noé")
    report = (await place.report(place.anna, {"kind": "person", "id": place.bruno}, "spam")).json()["id"]
    await notice(place, person("Chloé"), reason="threat")
    place.pass_time(hours=3)
    await decide(maud, await first(maud), "warn", article="threats")
    await decide(maud, await first(maud), "no_violation")
    await object_to(place, f"/reports/{report}", place.anna)
    place.pass_time(hours=1)
    await decide(noe, await first(noe), "reverse")
    answer = (await maud.get("/api/v1/staff/figures", params={"period": "2026-11"})).json()
    told = {(f["group"], f["name"], f["measure"]): f["value"] for f in answer["figures"]}
    assert answer["exact"] and (answer["since"], answer["until"]) == ("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")
    expected = {
        ("cases", "threat", "count"): 1,
        ("cases", "spam", "count"): 2,
        ("reports", "spam", "count"): 1,
        ("notices", "threat", "count"): 1,
        ("notices", "item_measure", "count"): 1,
        ("notices", "decided", "median_hours"): 3,
        ("decisions", "warn", "count"): 1,
        ("decisions", "reverse", "count"): 1,
        ("times", "urgent_decision", "p90_hours"): 3,
        ("means", "brought_by_notice", "count"): 1,
        ("means", "automated_decisions", "count"): 0,
        ("complaints", "reporting_received", "count"): 1,
        ("complaints", "reporting_reversed", "count"): 1,
        ("complaints", "answered", "median_hours"): 1,
    }
    assert {key: told.get(key) for key in expected} == expected
    async with place.http() as anybody:
        assert (await anybody.get("/api/v1/staff/figures")).status_code == 401
        public = (await anybody.get("/api/v1/figures", params={"period": "2026"})).json()
        assert not public["exact"] and {f["value"] for f in public["figures"]} <= {None, 0, 5}
        sheet = (await anybody.get("/api/v1/figures.csv")).text
        assert next(csv.reader(sheet.splitlines())) == ["period", "group", "name", "measure", "value"]
        for wrong in ("2027", "2026-13", "x", "2026-1"):
            assert (await anybody.get("/api/v1/figures", params={"period": wrong})).status_code == 422


async def test_suspensions_for_misuse_are_counted_by_what_was_misused(place: Place) -> None:
    senior, _, misuse = await suspended(place)
    told = await _misuse(place, senior)
    assert told == {
        "suspended_content": 0, "suspended_reports": 1, "suspended_complaints": 0,
        "warned_reports": 1, "warned_complaints": 0, "misuse_lifted": 0,
    }  # fmt: skip
    await senior.post(f"/api/v1/staff/misuse/{misuse}/lifting", json={"facts": "Erreur."})
    for number in range(3):
        seq = await place.say(place.bruno, place.room, "méchant")
        await place.report(place.chloe, {"kind": "message", "conversation": place.room, "seq": seq}, "threat")
        law = {"ground": "law", "law": "threat", "explanation": "Menace."}
        kind = {"kind": "suspend", "minutes": 60, **law} if number else {"kind": "warn"}
        answer = await decide(senior, await first(senior), article="threats", **kind)
        assert answer.status_code == 201, answer.text
        place.pass_time(minutes=61)
    told = await _misuse(place, senior)
    assert (told["suspended_content"], told["suspended_reports"], told["misuse_lifted"]) == (2, 1, 1)


async def test_a_suspension_for_one_act_alone_is_none_under_article_23(place: Place) -> None:
    senior = await place.signed_in("Nour", "senior")
    seq = await place.say(place.bruno, place.room, "méchant")
    await place.report(place.chloe, {"kind": "message", "conversation": place.room, "seq": seq}, "threat")
    law = {"article": "threats", "ground": "law", "law": "threat", "explanation": "Menace."}
    assert (await decide(senior, await first(senior), "suspend", minutes=60, **law)).status_code == 201
    assert set((await _misuse(place, senior)).values()) == {0}


async def _misuse(place: Place, staff: httpx.AsyncClient) -> dict[str, int]:
    answer = (await staff.get("/api/v1/staff/figures", params={"period": "2026"})).json()
    return {one["name"]: one["value"] for one in answer["figures"] if one["group"] == "misuse"}


def test_few_are_hidden_and_no_difference_gives_them_away() -> None:
    exact = [
        Figure(group="reports", name="all", measure="count", value=11),
        Figure(group="reports", name="hate", measure="count", value=9),
        Figure(group="reports", name="threat", measure="count", value=2),
        Figure(group="reports", name="threat", measure="median_hours", value=7.5),
        Figure(group="reports", name="spam", measure="count", value=0),
    ]
    assert [figure.value for figure in round_off(exact)] == [10, 10, None, None, 0]
