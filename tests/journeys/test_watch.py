"""Somebody reports, somebody watches, somebody decides; everybody concerned learns what they should and no more."""

import json

import pytest

from tests.story import Evening, Member, Watcher, check_problem

pytestmark = pytest.mark.anyio


async def _said(evening: Evening) -> tuple[str, Member, Member]:
    """Bruno has said something to Anna in a room."""
    slug, anna, bruno = await evening.room(), await evening.enter("Anna"), await evening.enter("Bruno")
    room = await anna.join(slug)
    await bruno.join(slug)
    assert (await bruno.say(room, "Tu es nulle, Anna"))["seq"] == 1
    await anna.catch_up()
    await bruno.catch_up()
    return room, anna, bruno


async def test_from_the_report_to_the_statement(evening: Evening) -> None:
    room, anna, bruno = await _said(evening)
    filed = await anna.report_message(room, 1, note="Ce n'est pas la première fois.")
    assert filed["state"] == "received" and len(filed["receipt"]["leaf_hash"]) == 64
    maud = await evening.staff()
    (row,) = await maud.cases()
    case = await maud.case(row["id"])
    assert (case["source"], case["person"]["id"], case["reports"][0]["reason"]) == ("report", bruno.id, "harassment")
    assert [line["text"] for line in case["words"]["lines"] if line["subject"]] == ["Tu es nulle, Anna"]
    taken = await maud.decide(row["id"], "hide")
    for member in (anna, bruno):
        hidden = await member.next("hidden")
        assert (hidden["conversation"], hidden["seq"]) == (room, 1)
        (kept,) = await member.history(room)
        assert (kept["text"], kept["hidden"]) == ("", True)
    outcome = (await anna.next("report"))["report"]
    assert (outcome["id"], outcome["state"], outcome["outcome"]["code"]) == (filed["id"], "decided", "hidden")
    assert await anna.get(f"/reports/{filed['id']}") == outcome and await anna.get("/reports") == [outcome]
    statement = (await bruno.next("statement"))["statement"]
    assert statement["id"] == taken["statement"] and statement["message"]["text"] == "Tu es nulle, Anna"
    assert statement["facts"] == "Voici pourquoi." and statement["article"]["id"] == "respect"
    assert statement["automated"] is False and statement["complaint"]["sent"] is False
    assert await bruno.get("/statements") == [statement] and await anna.get("/statements") == []
    assert await maud.cases() == [] and len(await maud.cases("decided")) == 1


async def test_who_reported_and_who_decided_stay_unknown(evening: Evening) -> None:
    room, anna, bruno = await _said(evening)
    await anna.report_message(room, 1)
    maud = await evening.staff()
    (row,) = await maud.cases()
    report = (await maud.case(row["id"]))["reports"][0]
    assert anna.id not in json.dumps(report) and "Anna" not in json.dumps(report)
    await maud.decide(row["id"], "warn")
    told = json.dumps(await bruno.get("/statements")) + json.dumps(await bruno.catch_up("presence"))
    assert anna.id not in told and "Maud" not in told


async def test_reporting_the_same_again_is_answered_with_the_first(evening: Evening) -> None:
    room, anna, _ = await _said(evening)
    first = await anna.report_message(room, 1, "hate")
    assert await anna.report_message(room, 1, "hate") == first
    assert len(await anna.get("/reports")) == 1
    graver = await anna.report_message(room, 1, "threat")
    assert graver["id"] != first["id"] and len(await anna.get("/reports")) == 2


async def test_several_reports_make_one_case_and_all_hear_of_it(evening: Evening) -> None:
    room, anna, bruno = await _said(evening)
    noor = await evening.enter("Noor")
    await noor.join(room)
    await anna.report_message(room, 1)
    await noor.report_message(room, 1, "minor")
    maud = await evening.staff()
    (row,) = await maud.cases()
    assert (row["reports"], row["urgent"]) == (2, True)
    await maud.decide(row["id"], "no_violation")
    for reporter in (anna, noor):
        assert (await reporter.next("report"))["report"]["outcome"]["code"] == "no_violation"
    assert await bruno.catch_up("presence") == [] and await bruno.get("/statements") == []


async def test_people_and_rooms_are_reported_too(evening: Evening) -> None:
    room, anna, bruno = await _said(evening)
    for subject in ({"kind": "person", "id": bruno.id}, {"kind": "room", "id": room}):
        assert (await anna.report(subject, "impersonation")).status_code == 201
    maud = await evening.staff()
    assert {case["subject"]["kind"] for case in await maud.cases()} == {"person", "room"}


async def test_what_cannot_be_reported(evening: Evening) -> None:
    room, anna, bruno = await _said(evening)
    noor, before = await evening.enter("Noor"), await evening.stored()
    message = {"kind": "message", "conversation": room, "seq": 1}
    nowhere = "0192f0c4-0000-7000-8000-000000000000"
    check_problem(await noor.report(message), 404, "not-found")
    check_problem(await anna.report({**message, "seq": 2}), 404, "not-found")
    check_problem(await anna.report({**message, "conversation": nowhere}), 404, "not-found")
    for kind in ("person", "room", "picture", "meeting"):
        check_problem(await anna.report({"kind": kind, "id": nowhere}), 404, "not-found")
    assert check_problem(await bruno.report(message), 422, "invalid")["errors"] == {"subject": "own"}
    check_problem(await anna.report({"kind": "person", "id": anna.id}), 422, "invalid")
    for wrong in (
        await anna.report(message, "because"),
        await anna.report({"kind": "song", "id": room}),
        await anna.report({**message, "seq": 0}),
        await anna.report({**message, "seq": "first"}),
        await anna.report(message, note="x" * 1_001),
        await anna.report(message, note="\u0000"),
    ):
        check_problem(wrong, 422, "invalid")
    check_problem(await anna.http.get(f"/reports/{nowhere}"), 404, "not-found")
    assert await evening.stored() == before


async def _decided(evening: Evening, kind: str = "warn", **more: int) -> tuple[Watcher, Member, str]:
    room, anna, bruno = await _said(evening)
    await anna.report_message(room, 1)
    maud = await evening.staff()
    statement = (await maud.decide_only_case(kind, **more))["statement"]
    await bruno.next("statement")
    return maud, bruno, statement


async def test_a_complaint_is_decided_by_somebody_else(evening: Evening) -> None:
    maud, bruno, statement = await _decided(evening, "hide")
    answer = await bruno.http.post(
        f"/statements/{statement}/complaint", json={"text": "C'était une blague entre nous."}
    )
    assert answer.status_code == 201 and answer.json()["statement"] == statement
    (row,) = await maud.cases()
    body = {"kind": "reverse", "facts": "Je change d'avis.", "version": row["version"]}
    check_problem(await maud.http.post(f"/staff/cases/{row['id']}/decisions", json=body), 403, "own-decision")
    nour = await evening.staff("Nour", "admin")
    await nour.decide_only_case("reverse", facts="Une blague, en effet.")
    shown = await bruno.next("hidden", hidden=False)
    assert shown["seq"] == 1
    told = [frame["statement"] for frame in await bruno.catch_up() if frame["type"] == "statement"][-1]
    assert (told["complaint"]["outcome"], told["complaint"]["answer"]) == ("reversed", "Une blague, en effet.")
    assert [m["text"] for m in await bruno.history(shown["conversation"])] == ["Tu es nulle, Anna"]


async def test_a_complaint_is_made_once_in_time_by_whom_it_concerns(evening: Evening) -> None:
    _, bruno, statement = await _decided(evening)
    noor, path = await evening.enter("Noor"), f"/statements/{statement}/complaint"
    check_problem(await noor.http.post(path, json={"text": "Et moi ?"}), 404, "not-found")
    for text in ("", "  ", "x" * 4_001, "\u0000"):
        check_problem(await bruno.http.post(path, json={"text": text}), 422, "invalid")
    assert (await bruno.http.post(path, json={"text": "Non."})).status_code == 201
    assert (await bruno.http.post(path, json={"text": "Encore."})).status_code == 409
    assert (await bruno.get("/statements"))[0]["complaint"]["sent"] is True


async def test_complaining_ends_after_six_months(evening: Evening) -> None:
    _, bruno, statement = await _decided(evening)
    evening.time.pass_(days=29)
    late = (await evening.knock(pseudonym="Bruno")).status_code
    assert late == 422
    answer = await bruno.http.post(f"/statements/{statement}/complaint", json={"text": "Tard mais à temps."})
    assert answer.status_code == 201


async def test_decisions_that_cannot_be_taken(evening: Evening) -> None:
    room, anna, _ = await _said(evening)
    await anna.report_message(room, 1)
    maud, iris = await evening.staff(), await evening.staff("Iris", "auditor")
    (row,) = await maud.cases()
    path, body = f"/staff/cases/{row['id']}/decisions", {"kind": "hide", "facts": "Vu.", "article": "respect"}
    version = (await maud.case(row["id"]))["version"]
    good = {**body, "version": version}
    check_problem(await iris.http.post(path, json=good), 403, "wrong-role")
    check_problem(await iris.http.put("/staff/duty", json={"on": True}), 403, "wrong-role")
    stale = check_problem(await maud.http.post(path, json={**good, "version": version + 7}), 409, "stale-case")
    assert stale["version"] == version
    for change in (
        {"article": None}, {"article": "no_such"}, {"facts": ""}, {"facts": "x" * 2_001}, {"kind": "release"},
        {"kind": "uphold"}, {"kind": "mute"}, {"kind": "mute", "minutes": 1}, {"kind": "hide", "minutes": 10},
        {"kind": "forgive"}, {"version": "one"},
    ):  # fmt: skip
        check_problem(await maud.http.post(path, json=good | change), 422, "invalid")
    check_problem(await maud.http.post("/staff/cases/nothing/decisions", json=good), 404, "not-found")
    assert (await maud.http.post(path, json=good)).status_code == 201
    assert (await maud.http.post(path, json=good)).status_code == 409


async def test_the_desk_is_for_staff_only(evening: Evening) -> None:
    room, anna, _ = await _said(evening)
    await anna.report_message(room, 1)
    maud = await evening.staff()
    (row,) = await maud.cases()
    for path in ("/staff/session", "/staff/cases", f"/staff/cases/{row['id']}"):
        check_problem(await anna.http.get(path), 401, "unauthorised")
        check_problem(await evening.http.get(path), 401, "unauthorised")
    assert (await maud.http.delete("/staff/session")).status_code == 204
    check_problem(await maud.http.get("/staff/cases"), 401, "unauthorised")
    check_problem(
        await evening.http.get("/staff/cases", headers={"cookie": f"veillee_staff={anna.token}"}), 401, "unauthorised"
    )
