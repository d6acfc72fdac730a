"""Who has a case, what colleagues note on it, what comes first, and what stands beside it."""

import functools
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.unit.oversight.place import Place, make_verdict
from tests.unit.oversight.test_decisions import QUEUE, decide, reported
from tests.unit.oversight.test_raids import bound
from veillee.community.entry.entrances import entrances
from veillee.foundation.basics import asset_dir
from veillee.oversight.moderation.cases.fold import apply
from veillee.oversight.moderation.cases.store import cases, find_state, read_events
from veillee.oversight.moderation.desk.macros import load_macros
from veillee.safety.policy import Gate, PolicyError

pytestmark = pytest.mark.anyio


async def me(client: httpx.AsyncClient) -> str:
    return str((await client.get("/api/v1/staff/session")).json()["staff"]["id"])


async def give(client: httpx.AsyncClient, case: str, to: str | None, had: str | None = None) -> httpx.Response:
    return await client.put(f"{QUEUE}/{case}/assignee", json={"to": to, "had": had})


async def queue(client: httpx.AsyncClient, whose: str = "all") -> Any:
    return (await client.get(QUEUE, params={"whose": whose})).json()


async def test_a_case_is_taken_handed_over_and_let_go(place: Place) -> None:
    case, maud, nour = await reported(place), await place.signed_in(), await place.signed_in("Nour")
    maud_id, nour_id = await me(maud), await me(nour)
    assert (await give(maud, case, maud_id)).status_code == 204
    row = (await queue(nour))["cases"][0]
    assert (row["assignee"]["name"], row["version"]) == ("Maud", 2), "having a case makes no decision stale"
    assert [len((await queue(maud, whose))["cases"]) for whose in ("mine", "unassigned", "all")] == [1, 0, 1]
    counts = await queue(nour, "mine")
    assert (counts["cases"], counts["mine"], counts["unassigned"], counts["open"]) == ([], 0, 0, 1)
    assert (await decide(nour, case, "no_violation")).json()["type"] == "/problems/assigned"
    assert (await give(nour, case, nour_id)).json()["type"] == "/problems/assigned", "only who saw whose it is"
    assert (await give(nour, case, nour_id, maud_id)).status_code == 204
    assert (await decide(maud, case, "no_violation")).json()["type"] == "/problems/assigned"
    assert (await give(nour, case, None, nour_id)).status_code == 204
    events = [(e["kind"], e["note"], e["by"]["name"]) for e in (await maud.get(f"{QUEUE}/{case}")).json()["events"][2:]]
    assert events == [("assigned", "Maud", "Maud"), ("assigned", "Nour", "Nour"), ("assigned", None, "Nour")]
    assert (await decide(maud, case, "no_violation")).status_code == 201
    assert (await give(maud, case, maud_id)).json()["type"] == "/problems/closed-case"
    folded = functools.reduce(apply, await place.database.read(read_events, case, 100), None)
    assert folded == await place.database.read(find_state, case)


async def test_who_cannot_have_it(place: Place) -> None:
    case, maud, odile = await reported(place), await place.signed_in(), await place.signed_in("Odile", "auditor")
    maud_id, odile_id = await me(maud), await me(odile)
    assert (await give(odile, case, odile_id)).json()["type"] == "/problems/wrong-role"
    assert (await give(maud, case, odile_id)).status_code == 422
    assert [each["name"] for each in (await odile.get("/api/v1/staff/watchers")).json()] == ["Maud"]
    statement = (await decide(maud, case, "hide", article="respect")).json()["statement"]
    async with place.http() as client:
        address, bruno = f"/api/v1/statements/{statement}/complaint", {"x-test-person": place.bruno}
        assert (await client.post(address, json={"text": "Non."}, headers=bruno)).status_code == 201
    (complaint,) = (await queue(maud))["cases"]
    assert (await give(maud, complaint["id"], maud_id)).json()["type"] == "/problems/own-decision"


async def test_whoever_goes_off_duty_lets_go(place: Place) -> None:
    case, maud = await reported(place), await place.signed_in()
    await maud.put("/api/v1/staff/duty", json={"on": True})
    await give(maud, case, await me(maud))
    await maud.put("/api/v1/staff/duty", json={"on": False})
    assert (await queue(maud))["cases"][0]["assignee"] is None


async def test_whoever_is_removed_leaves_their_cases_to_others(place: Place) -> None:
    case, maud, ada = await reported(place), await place.signed_in(), await place.signed_in("Ada", "admin")
    maud_id = await me(maud)
    await give(maud, case, maud_id)
    change = {"role": None, "reason": "Convenu ensemble."}
    assert (await ada.post(f"/api/v1/staff/team/{maud_id}/changes", json=change)).is_success
    assert (await queue(ada))["cases"][0]["assignee"] is None


async def test_notes_stay_among_staff(place: Place) -> None:
    case, maud = await reported(place), await place.signed_in()
    path = f"{QUEUE}/{case}/notes"
    assert (await maud.post(path, json={"text": "Déjà vu hier."})).status_code == 204
    assert (await maud.post(path, json={"text": " "})).status_code == 422
    event = (await maud.get(f"{QUEUE}/{case}")).json()["events"][-1]
    assert (event["kind"], event["facts"], event["by"]["name"]) == ("noted", "Déjà vu hier.", "Maud")
    await decide(maud, case, "hide", article="respect")
    for person in (place.anna, place.bruno):
        for what in ("/statements", "/reports"):
            assert "Déjà vu" not in str(await place.get(person, what))
    assert (await maud.post(path, json={"text": "Après coup."})).status_code == 204


async def test_reach_further_reporters_and_standing_come_before_a_little_waiting(place: Place) -> None:
    crowd = [await place.make_person(f"Foule {number}") for number in range(10)]
    big = await place.make_room("Grand", [place.anna, place.bruno, place.chloe, *crowd])
    small = await place.make_private(place.bruno, place.anna)
    first = await place.say(place.bruno, small, "un")
    await place.report(place.anna, {"kind": "message", "conversation": small, "seq": first}, "spam")
    place.pass_time(minutes=10)
    second = await place.say(place.bruno, big, "deux")
    await place.report(place.anna, {"kind": "message", "conversation": big, "seq": second}, "spam")
    maud = await place.signed_in()
    rows = (await queue(maud))["cases"]
    assert [row["subject"]["conversation"] for row in rows] == [big, small], "fifteen minutes for thirteen people"
    shown = (await maud.get(f"{QUEUE}/{rows[0]['id']}")).json()
    assert shown["priority"] == {"reach": 15, "reports": 0, "standing": 0}
    await place.report(place.chloe, {"kind": "message", "conversation": big, "seq": second}, "spam")
    assert (await maud.get(f"{QUEUE}/{rows[0]['id']}")).json()["priority"]["reports"] == 10


async def test_who_often_cried_wolf_waits_a_little_longer(place: Place) -> None:
    maud = await place.signed_in()
    for number in range(4):
        await place.report(place.anna, {"kind": "person", "id": await place.make_person(f"P{number}")}, "spam")
        (row,) = (await queue(maud))["cases"]
        shown = (await maud.get(f"{QUEUE}/{row['id']}")).json()
        assert shown["priority"]["standing"] == (-30 if number == 3 else 0)
        await decide(maud, row["id"], "no_violation")


async def test_hints_of_who_may_be_the_same(place: Place) -> None:
    def mark(transaction: Any) -> None:
        for person in (place.bruno, place.chloe):
            transaction.connection.execute(entrances.insert(), {"mark": "m", "person_id": person, "at": place.now})

    await place.database.write(mark)
    text = "Bonsoir, tu veux venir chez moi ce soir on sera tranquilles"
    for sender in (place.bruno, place.chloe):
        await place.ask_held(sender, place.anna, text, make_verdict("ambush"))
    maud = await place.signed_in()
    row = (await queue(maud))["cases"][0]
    (link,) = (await maud.get(f"{QUEUE}/{row['id']}")).json()["links"]
    assert (link["pseudonym"], link["by"], link["strength"], link["bound"]) == ("Chloé", "entrance", "strong", False)
    other = (await queue(maud))["cases"][1]
    await decide(maud, other["id"], "ban", article="respect")
    assert (await maud.get(f"{QUEUE}/{row['id']}")).json()["links"][0]["bound"] is True
    assert "192.0.2" not in str(await maud.get(f"{QUEUE}/{row['id']}")), "no address is shown"


async def test_a_raid_leaves_what_somebody_else_has(place: Place) -> None:
    maud, nour = await place.signed_in(), await place.signed_in("Nour")
    await place.say_flagged(place.chloe, place.room, "passé", make_verdict("hate", "allow"))
    (row,) = (await queue(maud))["cases"]
    await give(nour, row["id"], await me(nour))
    answer = await maud.post("/api/v1/staff/raids/previews", json={"kind": "suspend", "cases": [row["id"]]})
    assert [(s["pseudonym"], s["reason"]) for s in answer.json()["spared"]] == [("Chloé", "assigned")]
    assert await bound(place, [place.chloe]) == {None}
    assert len(await place.rows(cases)) == 1


def test_macros_name_articles_that_there_are(tmp_path: Path) -> None:
    articles = {article.id for article in Gate.load(asset_dir("policies")).house_rules.articles}
    macros = load_macros(asset_dir("policies"))
    assert macros and {macro.article for macro in macros} <= articles | {None}
    (tmp_path / "macros").mkdir()
    ours = tmp_path / "macros" / "ours.yaml"
    ours.write_text("ours.bell:\n  title: {fr: Cloche, en: Bell}\n  text: {fr: Ding., en: Ding.}\n")
    assert load_macros(asset_dir("policies"), tmp_path)[-1].id in {"ours.bell", macros[-1].id}
    assert len(load_macros(asset_dir("policies"), tmp_path)) == len(macros) + 1
    ours.write_text("ours.bell:\n  title: {fr: Cloche}\n  text: {fr: Ding., en: Ding.}\n")
    with pytest.raises(PolicyError, match=r"ours\.bell"):
        load_macros(asset_dir("policies"), tmp_path)
