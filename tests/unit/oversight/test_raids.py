"""Cleaning a raid: seen before it is done, done whole though the server dies, taken back in one go."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.unit.oversight.place import Place, make_verdict
from tests.unit.oversight.test_decisions import binding
from tests.unit.oversight.test_four_eyes import check_leaves
from tests.unit.oversight.test_restoring import hidden
from veillee.community.entry.entrances import entrances
from veillee.oversight.moderation.cases.store import cases
from veillee.oversight.moderation.raids import actions
from veillee.oversight.moderation.raids.steps import step
from veillee.oversight.moderation.statements.store import statements

pytestmark = pytest.mark.anyio
RAIDS = "/api/v1/staff/raids"
QUEUE = "/api/v1/staff/cases"
FLOOD = "venez tous sur notre salon à nous il est bien mieux que le vôtre"


async def flood(place: Place, accounts: int = 4, each: int = 5) -> list[str]:
    """Anna and Bruno have been here for long; then new accounts say nearly the same, again and again."""
    place.pass_time(hours=3)
    raiders = [await place.make_person(f"Raid {number}") for number in range(accounts)]
    for turn in range(each):
        for number, raider in enumerate(raiders):
            await place.say(raider, place.room, FLOOD + " !" * (number + turn))
        await place.say(place.anna, place.room, f"Qui sont ces gens ? {turn}")
    place.pass_time(minutes=1)
    return raiders


def span(place: Place, **more: Any) -> dict[str, Any]:
    begins, ends = place.now - timedelta(minutes=30), place.now
    more = more or {"new_minutes": 60}
    return {"room": place.room, "since": begins.isoformat(), "until": ends.isoformat()} | more


async def preview(client: httpx.AsyncClient, **selection: Any) -> Any:
    answer = await client.post(f"{RAIDS}/previews", json={"kind": "suspend"} | selection)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def begin(client: httpx.AsyncClient, seen: str, *, selection: dict[str, Any], **more: Any) -> httpx.Response:
    chosen = {"kind": "suspend"} | selection
    timed = {"minutes": 1440} if chosen["kind"] in ("suspend", "mute") else {}
    body = {"selection": chosen, "seen": seen, "facts": "Vous avez inondé le salon.", "article": "respect"}
    return await client.post(RAIDS, json=body | timed | more)


async def clean(client: httpx.AsyncClient, **selection: Any) -> Any:
    """Look, then decide."""
    seen = (await preview(client, **selection))["seen"]
    answer = await begin(client, seen, selection=selection)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def bound(place: Place, raiders: list[str]) -> set[str | None]:
    """What binds these people."""
    found = [await binding(place, raider) for raider in raiders]
    return {None if each is None else each.kind for each in found}


async def test_what_is_seen_is_what_is_done_and_all_of_it_comes_back(place: Place) -> None:
    raiders, maud = await flood(place), await place.signed_in()
    await place.report(place.anna, {"kind": "message", "conversation": place.room, "seq": 1})
    await place.say_held(raiders[1], place.room, "retenu", make_verdict("hate"))
    shown = await preview(maud, span=span(place))
    assert [(p["id"], p["messages"]) for p in shown["people"]] == [(raider, 5) for raider in raiders]
    assert (shown["messages"], shown["cases"], shown["second"]) == (20, 2, False)
    assert [(s["id"], s["reason"]) for s in shown["spared"]] == [(place.anna, "older")]
    assert await hidden(place, place.room) == [], "looking does nothing"
    raid = await clean(maud, span=span(place))
    row = raid["row"]
    assert (row["state"], row["people"], row["parts"], row["finished"]) == ("done", 4, 5, 5)
    assert len(await hidden(place, place.room)) == 20
    assert await bound(place, raiders) == {"suspend"}
    assert await binding(place, place.anna) is None
    for raider in raiders:
        (statement,) = await place.get(raider, "/statements")
        assert statement["scope"]["messages"] == 5 and FLOOD in statement["message"]["text"]
        assert (statement["facts"], statement["article"]["id"]) == ("Vous avez inondé le salon.", "respect")
    assert (await maud.get(QUEUE)).json()["open"] == 0
    assert (await place.get(place.anna, "/reports"))[0]["outcome"]["code"] == "measure"
    await check_leaves(place)
    answer = await maud.post(f"{RAIDS}/{raid['row']['id']}/undoing", json={"facts": "C’était une erreur."})
    assert answer.status_code == 201, answer.text
    undone = answer.json()
    assert undone["row"]["state"] == "undone"
    assert undone["undone"] == {"restored": 24, "kept": 0, "gone": 0}, "twenty messages and four people"
    assert await hidden(place, place.room) == []
    assert await bound(place, raiders) == {None}
    reversals = [(await place.get(raider, "/statements"))[0]["reversal"]["text"] for raider in raiders]
    assert set(reversals) == {"C’était une erreur."}
    await check_leaves(place)


async def test_the_same_text_the_same_address_or_spared_by_hand(place: Place) -> None:
    raiders, maud = await flood(place), await place.signed_in()
    await place.say(raiders[0], place.room, "Bonsoir, je découvre")

    def mark(transaction: Any) -> None:
        for person in raiders[:2]:
            transaction.connection.execute(entrances.insert(), {"mark": "m", "person_id": person, "at": place.now})

    await place.database.write(mark)
    alike = await preview(maud, span=span(place, like=FLOOD.upper()), spare=[raiders[3]])
    assert [(p["id"], p["messages"]) for p in alike["people"]] == [(raider, 5) for raider in raiders[:3]]
    assert [(s["id"], s["reason"]) for s in alike["spared"]] == [(raiders[3], "chosen"), (place.anna, "unlike")]
    linked = await preview(maud, span=span(place, linked_to=raiders[1]))
    assert [p["id"] for p in linked["people"]] == raiders[:2]
    assert {s["reason"] for s in linked["spared"]} == {"unlinked"}


async def test_a_selection_that_is_none_or_too_wide_is_refused(place: Place) -> None:
    await flood(place)
    maud = await place.signed_in()
    whole = span(place) | {"since": (place.now - timedelta(hours=80)).isoformat()}
    everybody = {name: value for name, value in span(place).items() if name != "new_minutes"}
    for wrong in ({}, {"span": whole}, {"span": everybody}, {"span": span(place) | {"room": place.private}},
                  {"span": span(place), "cases": [place.room]}, {"cases": [place.room]}):  # fmt: skip
        answer = await maud.post(f"{RAIDS}/previews", json={"kind": "suspend"} | wrong)
        assert answer.status_code == 422, answer.text
    assert (await maud.post(f"{RAIDS}/previews", json={"kind": "care", "span": span(place)})).status_code == 422


async def test_what_has_changed_since_it_was_seen_is_not_done(place: Place) -> None:
    await flood(place)
    maud = await place.signed_in()
    selection = {"span": span(place)}
    seen = (await preview(maud, **selection))["seen"]
    await place.report(place.anna, {"kind": "message", "conversation": place.room, "seq": 1})
    answer = await begin(maud, seen, selection=selection)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/stale-raid")
    assert await hidden(place, place.room) == []
    assert await place.rows(statements) == []
    assert (await begin(maud, "", selection={"span": span(place)}, facts=" ")).status_code == 422
    await clean(maud, **selection)
    assert (await begin(maud, seen, selection=selection)).json()["type"] == "/problems/stale-raid", "it is done already"


async def test_cases_of_the_queue_are_decided_together(place: Place) -> None:
    maud = await place.signed_in()
    await place.say_held(place.bruno, place.room, "retenu un", make_verdict("hate"))
    await place.say_held(place.bruno, place.room, "retenu deux", make_verdict("hate"))
    await place.say_flagged(place.chloe, place.room, "passé", make_verdict("hate", "allow"))
    await place.say_flagged(place.anna, place.room, "je ne vais pas bien", make_verdict("self_harm", "allow"))
    ids = [case["id"] for case in (await maud.get(QUEUE)).json()["cases"]]
    shown = await preview(maud, cases=ids)
    assert {p["pseudonym"]: (p["cases"], p["words"]) for p in shown["people"]} == {
        "Bruno": (2, ""),
        "Chloé": (1, "passé"),
    }
    assert [(s["pseudonym"], s["reason"]) for s in shown["spared"]] == [("Anna", "unfit")], (
        "nobody is punished for that"
    )
    raid = await clean(maud, cases=ids)
    assert [part["state"] for part in raid["parts"]] == ["done"] * 3
    assert len(await place.rows(statements)) == 2
    assert (await maud.get(QUEUE)).json()["open"] == 1
    undone = (await maud.post(f"{RAIDS}/{raid['row']['id']}/undoing", json={"facts": "Trop vite."})).json()["undone"]
    assert undone == {"restored": 3, "kept": 0, "gone": 1}, "what never went out does not go out late"
    await check_leaves(place)


async def test_what_was_begun_is_seen_through_after_a_crash(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    raiders, maud = await flood(place, accounts=12, each=4), await place.signed_in()
    steps = 0

    def die(*args: Any) -> bool:
        nonlocal steps
        steps += 1
        if steps == 2:
            raise ConnectionAbortedError
        return step(*args)

    monkeypatch.setattr(actions, "step", die)
    selection = {"span": span(place)}
    seen = (await preview(maud, **selection))["seen"]
    assert (await begin(maud, seen, selection=selection)).status_code == 500
    (row,) = (await maud.get(RAIDS)).json()
    assert row["state"] == "deciding"
    assert 0 < row["finished"] < 12
    # Whoever is done has all of it, whoever is not has nothing of it.
    assert len(await place.rows(statements)) == row["finished"]
    assert len(await hidden(place, place.room)) == 4 * row["finished"]
    await place.moderation.tick()
    await place.moderation.tick()
    raid = (await maud.get(f"{RAIDS}/{row['id']}")).json()
    assert (raid["row"]["state"], raid["row"]["finished"]) == ("done", 12)
    assert len(await place.rows(statements)) == len(raiders)
    assert len(await hidden(place, place.room)) == 48
    await check_leaves(place)


async def test_a_grave_one_takes_two(careful: Place) -> None:
    raiders = await flood(careful)
    maud, nour = await careful.signed_in(), await careful.signed_in("Nour")
    selection = {"kind": "ban", "span": span(careful)}
    assert (await preview(maud, **selection))["second"] is True
    raid = await clean(maud, **selection)
    path = f"{RAIDS}/{raid['row']['id']}"
    assert (raid["row"]["state"], raid["own"], raid["approves"]) == ("proposed", True, False)
    assert len(await hidden(careful, careful.room)) == 20, "what holds meanwhile holds at once"
    assert await bound(careful, raiders) == {"suspend"}
    assert (await maud.post(f"{path}/approvals", json={"approve": True})).json()["type"] == "/problems/own-proposal"
    assert (await maud.post(f"{path}/undoing", json={"facts": "Non."})).json()["type"] == "/problems/not-done"
    approved = await nour.post(f"{path}/approvals", json={"approve": True})
    assert approved.json()["row"]["state"] == "done", approved.text
    assert await bound(careful, raiders) == {"ban"}
    await check_leaves(careful)
    undone = (await maud.post(f"{path}/undoing", json={"facts": "Non."})).json()
    assert undone["undone"]["restored"] == 24
    assert await hidden(careful, careful.room) == []
    await check_leaves(careful)


@pytest.mark.parametrize("answer", ["refused", "lapsed"])
async def test_without_a_second_it_is_lifted(careful: Place, answer: str) -> None:
    raiders = await flood(careful)
    maud, nour = await careful.signed_in(), await careful.signed_in("Nour")
    raid = await clean(maud, kind="ban", span=span(careful))
    path = f"{RAIDS}/{raid['row']['id']}"
    if answer == "refused":
        await nour.post(f"{path}/approvals", json={"approve": False, "facts": "Ce sont des élèves."})
    else:
        careful.pass_time(hours=25)
        await careful.moderation.tick()
        maud = await careful.signed_in("Odile")
    shown = (await maud.get(path)).json()
    assert shown["row"]["state"] == answer
    assert {part["left"] for part in shown["parts"]} == {answer}
    assert await hidden(careful, careful.room) == []
    assert await bound(careful, raiders) == {None}
    await check_leaves(careful)


async def test_who_may(place: Place) -> None:
    await flood(place)
    auditor, maud = await place.signed_in("Odile", "auditor"), await place.signed_in()
    nour, zoe = await place.signed_in("Nour"), await place.signed_in("Zoé", "senior")
    assert (await auditor.post(f"{RAIDS}/previews", json={"kind": "hide", "span": span(place)})).status_code == 403
    raid = await clean(maud, span=span(place))
    path = f"{RAIDS}/{raid['row']['id']}"
    for reader in (auditor, nour):
        assert (await reader.get(path)).json()["undoes"] is False
        assert (await reader.post(f"{path}/undoing", json={"facts": "Non."})).status_code == 403
    assert (await zoe.get(path)).json()["undoes"] is True
    assert (await maud.get(f"{RAIDS}/{place.room}")).status_code == 404


async def test_what_was_contested_or_taken_back_already_is_left(place: Place) -> None:
    raiders, maud = await flood(place), await place.signed_in()
    raid = await clean(maud, span=span(place))
    (statement,) = await place.get(raiders[0], "/statements")
    async with place.http() as client:
        address, contester = f"/api/v1/statements/{statement['id']}/complaint", {"x-test-person": raiders[0]}
        contested = await client.post(address, json={"text": "Ce n’était pas moi."}, headers=contester)
        assert contested.status_code == 201
    case = next(part["case"] for part in raid["parts"] if part["person"] == raiders[1])
    version = (await maud.get(f"{QUEUE}/{case}")).json()["version"]
    restore = {"kind": "restore", "facts": "Pas elle.", "version": version}
    assert (await maud.post(f"{QUEUE}/{case}/decisions", json=restore)).status_code == 201
    undone = (await maud.post(f"{RAIDS}/{raid['row']['id']}/undoing", json={"facts": "Non."})).json()
    assert {part["person"]: (part["state"], part["left"]) for part in undone["parts"]} == {
        raiders[0]: ("left", "contested"),
        raiders[1]: ("left", "already-reversed"),
        raiders[2]: ("undone", None),
        raiders[3]: ("undone", None),
    }
    assert len([row for row in await place.rows(cases) if row.state == "open"]) == 1, "the complaint"
