"""Notices from outside: what they need, what they become, what their sender can follow, what bad ones get."""

from typing import Any

import httpx
import pytest

from tests.unit.oversight.place import Place
from tests.unit.oversight.test_leaves import faults
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.store import cases
from veillee.oversight.moderation.notices.contacts import find_contact
from veillee.oversight.moderation.notices.store import notices
from veillee.safety import ledger
from veillee.safety.sealing import ready

pytestmark = pytest.mark.anyio
WHOLE: dict[str, Any] = {
    "reason": "hate",
    "explanation": "Ces mots visent des gens pour leur origine.",
    "name": "Claude Martin",
    "email": "claude@example.org",
    "good_faith": True,
}


@pytest.fixture
async def place(place: Place) -> Place:
    """Its ledger is signed, as at a place that has been started."""
    sealer = ledger.Sealer(bytes(32), "chat.example.org/api/v1/ledger")
    sealer.register(place.listeners)
    await place.database.write(sealer.open)
    return place


async def notice(place: Place, *items: dict[str, Any], **more: Any) -> httpx.Response:
    async with place.http() as client:
        return await client.post("/api/v1/notices", json=WHOLE | {"items": list(items)} | more)


def person(location: str = "Bruno") -> dict[str, Any]:
    return {"kind": "person", "location": location}


async def follow(place: Place, filed: dict[str, Any], more: str = "") -> Any:
    async with place.http() as client:
        answer = await client.get(f"/api/v1/notices/{filed['secret']}{more}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_several_items_become_cases_about_what_they_lead_to(place: Place) -> None:
    seq = await place.say(place.bruno, place.room, "méchant")
    address = "https://place.example/salons/le salon"
    answer = await notice(
        place,
        {"kind": "message", "location": f"https://place.example/salons/{place.room}#{seq}"},
        {"kind": "room", "location": f"/salons/{place.room}/"},
        {"kind": "room", "location": "LE SALON"},
        person("@bruno"),
        person(place.chloe),
        {"kind": "other", "location": address, "detail": "En bas de la page."},
    )
    assert answer.status_code == 201, answer.text
    found = {
        (row.subject["kind"], row.subject["id"] or row.subject["seq"], row.reports) for row in await place.rows(cases)
    }
    (own,) = [row for row in await place.rows(cases) if row.subject["kind"] == "notice"]
    assert found == {
        ("message", seq, 1),
        ("room", place.room, 2),
        ("person", place.bruno, 1),
        ("person", place.chloe, 1),
        ("notice", own.subject["id"], 1),
    }
    assert await place.categories() == ["notice.received"]
    maud = await place.signed_in()
    shown = (await maud.get(f"/api/v1/staff/cases/{own.id}")).json()
    (report,) = shown["reports"]
    assert (report["location"], report["reason"]) == (address, "hate")
    assert report["note"] == f"{WHOLE['explanation']}\n\nEn bas de la page."
    assert "Claude" not in str(shown) and "example.org" not in str(shown)
    assert [offer["kind"] for offer in shown["decisions"]] == ["no_violation", "not_located"]


async def test_its_sender_follows_it_and_proves_it(place: Place) -> None:
    filed = (await notice(place, person(), person("Personne d’ici"))).json()
    assert filed["link"] == f"/signaler#{filed['secret']}"
    before = await follow(place, filed)
    assert (before["state"], before["automated"]) == ("received", False)
    assert [item["outcome"] for item in before["items"]] == [None, None]
    maud = await place.signed_in()
    for kind, article in (("warn", "respect"), ("not_located", None)):
        queue = (await maud.get("/api/v1/staff/cases")).json()["cases"]
        row = next(r for r in queue if (r["subject"]["kind"] == "notice") == (kind == "not_located"))
        body = {"kind": kind, "facts": "Vu.", "version": row["version"], "article": article}
        answer = await maud.post(f"/api/v1/staff/cases/{row['id']}/decisions", json=body)
        assert answer.status_code == 201, answer.text
    after = await follow(place, filed)
    assert after["state"] == "decided"
    assert [item["outcome"]["code"] for item in after["items"]] == ["measure", "not_located"]
    assert after["redress"]["fr"] and after["receipt"] == filed["receipt"]
    assert (await place.get(place.bruno, "/statements"))[0]["source"] == "notice"
    proof = await follow(place, filed, "/receipt")
    assert proof["leaf_hash"] == filed["receipt"]["leaf_hash"]
    said = proof["opening"]["content"]
    assert '"contact":true' in said.replace(" ", "") and "example.org" not in said


async def test_a_notice_joins_the_case_that_is_open(place: Place) -> None:
    await place.report(place.anna, {"kind": "person", "id": place.bruno}, "spam")
    await notice(place, person(), reason="threat")
    (case,) = await place.rows(cases)
    assert (case.reports, case.label, case.source) == (2, "threat", "report")


async def test_no_name_is_asked_where_children_are_abused(place: Place) -> None:
    bare = {"name": None, "email": None}
    assert (await notice(place, person(), reason="minor_sought", **bare)).status_code == 201
    assert (await notice(place, person(), reason="minor_sought", good_faith=False, **bare)).status_code == 422
    answer = await notice(place, person(), **bare)
    assert answer.json()["errors"] == {"name": "missing", "email": "missing"}


async def test_somebody_in_danger_comes_first_and_needs_to_say_nothing_else(place: Place) -> None:
    await notice(place, person(), reason="minor_sought")
    alone = {"kind": "other", "location": "Je ne sais pas où exactement"}
    answer = await notice(
        place, alone, reason="danger", name=None, email=None, good_faith=False, explanation="Il parle de venir armé."
    )
    assert answer.status_code == 201, answer.text
    maud = await place.signed_in()
    page = (await maud.get("/api/v1/staff/cases", params={"limit": 1})).json()
    (first,) = page["cases"]
    assert (first["label"], first["urgent"], page["urgent"]) == ("danger", True, 2)
    (second,) = (await maud.get("/api/v1/staff/cases", params={"cursor": page["next"]})).json()["cases"]
    assert second["label"] == "minor_sought"
    # An authority is told before anything is decided; whoever may not do that is offered what they may.
    nour = await place.signed_in("Nour", "senior")
    for case, others in ((first, ["no_violation", "not_located"]), (second, ["no_violation", "warn"])):
        senior, mine = [(await client.get(f"/api/v1/staff/cases/{case['id']}")).json() for client in (nour, maud)]
        assert [offer["kind"] for offer in senior["decisions"]][:3] == ["refer", *others]
        assert [offer["kind"] for offer in mine["decisions"]][:2] == others


async def test_where_nobody_is_in_danger_an_authority_comes_last(place: Place) -> None:
    await notice(place, person(), reason="spam")
    nour = await place.signed_in("Nour", "senior")
    (row,) = (await nour.get("/api/v1/staff/cases")).json()["cases"]
    offers = (await nour.get(f"/api/v1/staff/cases/{row['id']}")).json()["decisions"]
    assert [offer["kind"] for offer in offers] == [
        "no_violation", "warn", "restrict_reach", "mute", "suspend", "ban", "refer",
    ]  # fmt: skip


async def test_private_talk_is_not_found_from_outside(place: Place) -> None:
    seq = await place.say(place.bruno, place.private, "entre nous")
    await notice(place, {"kind": "message", "location": f"/salons/{place.private}#{seq}"})
    (case,) = await place.rows(cases)
    assert (case.subject["kind"], case.person_id) == ("notice", None)


async def test_nobody_learns_what_is_here(place: Place) -> None:
    there, nowhere = [(await notice(place, person(name))).json() for name in ("Bruno", "Nemo")]
    assert there.keys() == nowhere.keys()
    async with place.http() as client:
        for secret in ("x", "0" * 43, ".."):
            assert (await client.get(f"/api/v1/notices/{secret}")).status_code == 404


async def test_scripts_are_words_like_others(place: Place) -> None:
    script = "<script>alert(1)</script>"
    filed = (await notice(place, person(script), explanation=script, name=script)).json()
    (row,) = await place.rows(notices)
    assert (row.explanation, row.name, row.email) == (script, None, None)
    contact = await place.database.read(find_contact, row.id)
    assert contact and (contact.name, contact.email) == (script, WHOLE["email"])
    assert (await follow(place, filed))["items"][0]["location"] == script


@pytest.mark.parametrize(
    ("more", "errors"),
    [
        ({"items": []}, {"items": "empty"}),
        ({"items": [person()] * 21}, {"items": "too-many"}),
        ({"items": [{"kind": "person", "location": " "}]}, {"items.1.location": "empty"}),
        ({"items": [person(), person("x" * 501)]}, {"items.2.location": "too-long"}),
        ({"items": [person() | {"detail": "x" * 1001}]}, {"items.1.detail": "too-long"}),
        ({"items": [person() | {"kind": "moon"}]}, None),
        ({"items": "Bruno"}, None),
        ({"items": [None]}, None),
        ({"explanation": ""}, {"explanation": "empty"}),
        ({"explanation": "x" * 4001}, {"explanation": "too-long"}),
        ({"explanation": "a\x00b"}, {"explanation": "control-characters"}),
        ({"explanation": 7}, None),
        ({"email": "nobody"}, {"email": "unusable"}),
        ({"email": "a@b.c d", "name": ""}, {"email": "unusable", "name": "empty"}),
        ({"good_faith": False}, {"good_faith": "missing"}),
        ({"good_faith": "yes"}, None),
        ({"reason": "because"}, None),
    ],
)
async def test_what_cannot_be_used_is_named(place: Place, more: dict[str, Any], errors: dict[str, str] | None) -> None:
    answer = await notice(place, **({"items": [person()]} | more))
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert errors is None or answer.json()["errors"] == errors
    assert await place.rows(notices) == [] and await place.rows(cases) == []


async def test_ten_thousand_items_are_refused(place: Place) -> None:
    answer = await notice(place, *[person()] * 10_000)
    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/too-large"
    assert await place.rows(cases) == []


async def test_one_address_cannot_flood_nor_keep_danger_out(place: Place) -> None:
    limit = place.settings.notices_per_hour_per_address
    for _ in range(limit):
        assert (await notice(place, person())).status_code == 201
    answer = await notice(place, person())
    assert (answer.status_code, answer.json()["type"]) == (429, "/problems/too-fast")
    assert answer.headers["retry-after"]
    for _ in range(place.settings.alerts_per_hour_per_address):
        assert (await notice(place, person(), reason="danger")).status_code == 201
    assert (await notice(place, person(), reason="danger")).status_code == 429
    place.pass_time(hours=1)
    assert (await notice(place, person())).status_code == 201


async def test_a_row_that_was_changed_is_found(place: Place) -> None:
    await notice(place, person())
    assert await faults(place) == []

    def tamper(transaction: Transaction) -> None:
        changed = ready(transaction.connection, notices, {"explanation": "Autre chose."})
        transaction.connection.execute(notices.update().values(changed))

    await place.database.write(tamper)
    assert any("notice" in fault for fault in await faults(place))
