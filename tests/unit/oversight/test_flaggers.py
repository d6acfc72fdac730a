"""Trusted flaggers: their own door, before what is ordinary, and their own figures."""

import csv

import pytest

from tests.unit.oversight.place import Place
from tests.unit.oversight.test_leaves import faults
from tests.unit.oversight.test_notices import WHOLE, notice, person
from tests.unit.oversight.test_objections import decide, first
from veillee.safety import ledger

pytestmark = pytest.mark.anyio
BARE = WHOLE | {"name": None, "email": None}


async def test_what_a_trusted_flagger_brings_comes_before_what_is_ordinary(place: Place) -> None:
    sealer = ledger.Sealer(bytes(32), "chat.example.org/api/v1/ledger")
    sealer.register(place.listeners)
    await place.database.write(sealer.open)
    maud, asso = await place.signed_in(), await place.signed_in("Asso", "flagger")
    await notice(place, person("Anna"))
    place.pass_time(hours=1)
    filed = await asso.post("/api/v1/staff/notices", json=BARE | {"items": [person(), person("Nemo")]})
    assert filed.status_code == 201, filed.text
    await notice(place, person("Chloé"), reason="threat")
    queue = (await maud.get("/api/v1/staff/cases")).json()
    subjects = [row["subject"]["id"] for row in queue["cases"]]
    assert (subjects[0], subjects[1], subjects[3]) == (place.chloe, place.bruno, place.anna)
    assert [row["urgent"] for row in queue["cases"]] == [True, False, False, False] and queue["urgent"] == 1
    await decide(maud, await first(maud), "warn", article="threats")
    place.pass_time(hours=1)
    await decide(maud, await first(maud), "warn", article="respect")
    await decide(maud, await first(maud), "not_located")
    (own,) = (await asso.get("/api/v1/staff/notices")).json()
    assert [item["outcome"]["code"] for item in own["items"]] == ["measure", "not_located"]
    sheet = (await maud.get("/api/v1/staff/flaggers/figures.csv", params={"period": "2026"})).text
    assert list(csv.reader(sheet.splitlines()))[1] == ["Asso", "2026", "1", "2", "2", "1", "1.0"]
    assert await faults(place) == []


async def test_a_flagger_reads_nobody_elses_and_others_do_not_flag(place: Place) -> None:
    maud, asso = await place.signed_in(), await place.signed_in("Asso", "flagger")
    other = await place.signed_in("Autre", "flagger")
    await asso.post("/api/v1/staff/notices", json=BARE | {"items": [person()]})
    assert (await other.get("/api/v1/staff/notices")).json() == []
    assert (await other.get("/api/v1/staff/flaggers/figures")).json() == []
    assert (await maud.post("/api/v1/staff/notices", json=BARE | {"items": [person()]})).status_code == 403
    assert (await asso.get("/api/v1/staff/cases")).status_code == 403
    unmeant = await asso.post("/api/v1/staff/notices", json=BARE | {"items": [person()], "good_faith": False})
    assert unmeant.json()["errors"] == {"good_faith": "missing"}


async def test_a_flagger_is_suspended_with_a_reason_and_restored(place: Place) -> None:
    sealer = ledger.Sealer(bytes(32), "chat.example.org/api/v1/ledger")
    sealer.register(place.listeners)
    await place.database.write(sealer.open)
    ada, maud = await place.signed_in("Ada", "admin"), await place.signed_in()
    asso, other = await place.signed_in("Asso", "flagger"), await place.signed_in("Autre", "flagger")
    assert (await asso.post("/api/v1/staff/notices", json=BARE | {"items": [person()]})).status_code == 201
    page = (await ada.get("/api/v1/staff/flaggers")).json()
    assert page["may_change"] is True and [one["staff"]["name"] for one in page["flaggers"]] == ["Asso", "Autre"]
    assert [one["figures"] and one["figures"]["notices"] for one in page["flaggers"]] == [1, None]
    who = f"/api/v1/staff/flaggers/{page['flaggers'][0]['staff']['id']}"
    reason = {"reason": "Dix notifications sans fondement."}
    assert (await maud.post(f"{who}/suspension", json=reason)).status_code == 403
    assert (await ada.post(f"{who}/suspension", json={"reason": " "})).status_code == 422
    assert (await ada.post(f"/api/v1/staff/flaggers/{place.anna}/suspension", json=reason)).status_code == 404
    assert (await ada.post(f"{who}/restoration", json=reason)).status_code == 409
    assert (await ada.post(f"{who}/suspension", json=reason)).status_code == 204
    assert (await ada.post(f"{who}/suspension", json=reason)).status_code == 409
    refused = await asso.post("/api/v1/staff/notices", json=BARE | {"items": [person()]})
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/suspended")
    assert (await other.post("/api/v1/staff/notices", json=BARE | {"items": [person()]})).status_code == 201
    (own,) = (await asso.get("/api/v1/staff/flaggers")).json()["flaggers"]
    assert own["suspension"]["reason"] == reason["reason"] and own["figures"]["notices"] == 1
    assert len((await asso.get("/api/v1/staff/notices")).json()) == 1
    assert (await ada.post(f"{who}/restoration", json={"reason": "Vérifié ensemble."})).status_code == 204
    assert (await asso.post("/api/v1/staff/notices", json=BARE | {"items": [person()]})).status_code == 201
    assert await faults(place) == []
