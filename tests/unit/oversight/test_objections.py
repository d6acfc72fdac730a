"""Contesting that nothing was done: by whoever reported, and by whoever gave notice from outside."""

from typing import Any

import httpx
import pytest

from tests.unit.oversight.place import Place
from tests.unit.oversight.test_leaves import faults
from tests.unit.oversight.test_notices import follow, notice, person
from veillee.oversight.moderation.cases.store import cases
from veillee.safety import ledger

pytestmark = pytest.mark.anyio
WHY = {"text": "Regardez la deuxième ligne."}


async def first(staff: httpx.AsyncClient) -> Any:
    (row, *_) = (await staff.get("/api/v1/staff/cases")).json()["cases"]
    return (await staff.get(f"/api/v1/staff/cases/{row['id']}")).json()


async def decide(staff: httpx.AsyncClient, case: Any, kind: str, **more: Any) -> httpx.Response:
    body = {"kind": kind, "facts": "Relu.", "version": case["version"]} | more
    return await staff.post(f"/api/v1/staff/cases/{case['id']}/decisions", json=body)


async def object_to(place: Place, path: str, who: str | None = None) -> httpx.Response:
    async with place.http() as client:
        headers = {"x-test-person": who} if who else {}
        return await client.post(f"/api/v1{path}/complaint", json=WHY, headers=headers)


async def test_a_reporter_is_heard_by_somebody_else_and_the_case_opens_again(place: Place) -> None:
    sealer = ledger.Sealer(bytes(32), "chat.example.org/api/v1/ledger")
    sealer.register(place.listeners)
    await place.database.write(sealer.open)
    maud, noe = await place.signed_in(), await place.signed_in("Noé")
    seq = await place.say(place.bruno, place.private, "va-t'en, on sait où tu dors")
    subject = {"kind": "message", "conversation": place.private, "seq": seq}
    report = (await place.report(place.anna, subject, "threat")).json()["id"]
    path = f"/reports/{report}"
    assert (await object_to(place, path, place.anna)).json()["type"] == "/problems/undecided"
    assert (await decide(maud, await first(maud), "no_violation")).status_code == 201
    contestable = (await place.get(place.anna, path))["objection"]
    assert (contestable["sent"], contestable["until"][:10]) == (False, "2027-05-27")
    assert (await object_to(place, path, place.bruno)).status_code == 404
    assert (await object_to(place, path, place.anna)).status_code == 201
    assert (await object_to(place, path, place.anna)).json()["type"] == "/problems/already-complained"
    own = await first(maud)
    assert (own["source"], own["complaint"]["own"], own["decisions"]) == ("complaint", True, [])
    assert (await decide(maud, own, "reverse")).json()["type"] == "/problems/own-decision"
    seen = await first(noe)
    assert seen["complaint"]["text"] == WHY["text"] and seen["complaint"]["refusal"]["facts"] == "Relu."
    assert any(line["subject"] for line in seen["words"]["lines"])
    assert [offer["kind"] for offer in seen["decisions"]] == ["uphold", "reverse"]
    assert (await decide(noe, seen, "reverse")).status_code == 201
    (frame,) = place.frames(place.anna, "report")[-1:]
    assert (frame.report.state, frame.report.objection.outcome) == ("received", "reversed")
    again = await first(noe)
    assert (again["subject"]["seq"], again["label"], again["source"]) == (seq, "threat", "report")
    assert (await decide(noe, again, "warn", article="threats")).status_code == 201
    after = await place.get(place.anna, path)
    assert (after["outcome"]["code"], after["objection"]["answer"]) == ("measure", "Relu.")
    assert await faults(place) == []


async def test_a_notifier_contests_one_item_and_reads_the_answer(place: Place) -> None:
    maud, noe = await place.signed_in(), await place.signed_in("Noé")
    filed = (await notice(place, person(), person("Chloé"))).json()
    for _ in range(2):
        assert (await decide(maud, await first(maud), "no_violation")).status_code == 201
    path = f"/notices/{filed['secret']}/items"
    assert (await object_to(place, f"{path}/3")).status_code == 404
    assert (await object_to(place, "/notices/forged/items/1")).status_code == 404
    assert (await object_to(place, f"{path}/2")).status_code == 201
    assert (await decide(noe, await first(noe), "uphold")).status_code == 201
    one, two = (await follow(place, filed))["items"]
    assert (one["objection"]["sent"], two["objection"]["outcome"]) == (False, "upheld")
    assert two["objection"]["answer"] == "Relu."
    place.pass_time(days=185)
    assert (await object_to(place, f"{path}/1")).json()["type"] == "/problems/too-late"
    assert [row.state for row in await place.rows(cases)] == ["decided"] * 3


async def test_who_was_right_has_nothing_to_contest(place: Place) -> None:
    maud = await place.signed_in()
    report = (await place.report(place.anna, {"kind": "person", "id": place.bruno}, "spam")).json()["id"]
    await decide(maud, await first(maud), "warn", article="respect")
    assert (await place.get(place.anna, f"/reports/{report}"))["objection"] is None
    assert (await object_to(place, f"/reports/{report}", place.anna)).json()["type"] == "/problems/acted"
