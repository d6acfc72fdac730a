"""Somebody reports again and again what is nothing: warned, then not heard for a time, but for danger."""

import asyncio
import json
from typing import Any

import pytest

from tests.story import Evening, Member, Watcher, check_problem

pytestmark = pytest.mark.anyio


async def _report_for_nothing(evening: Evening, maud: Watcher, anna: Member, about: Member) -> str:
    filed = await anna.report({"kind": "person", "id": about.id}, "spam")
    assert filed.status_code == 201, filed.text
    (row,) = await maud.cases()
    await maud.decide(row["id"], "no_violation")
    evening.time.pass_(seconds=60)
    return str(filed.json()["id"])


async def test_from_the_third_report_for_nothing_to_the_reversal(evening: Evening) -> None:
    anna, bruno = await evening.enter("Anna"), await evening.enter("Bruno")
    maud, nour = await evening.staff(), await evening.staff("Nour", "senior")
    items = [await _report_for_nothing(evening, maud, anna, bruno) for _ in range(3)]
    seen = (await maud.http.get(f"/staff/submissions/{items[0]}/sender")).json()
    assert (seen["factors"]["manifest"], seen["factors"]["share_percent"], seen["acts"]) == (3, 100, ["warn"])
    assert anna.id not in json.dumps(seen)
    body: dict[str, Any] = {"act": "suspend", "items": items, "facts": "Trois fois rien.", "days": 10}
    path = f"/staff/submissions/{items[0]}/misuse"
    check_problem(await nour.http.post(path, json=body), 409, "no-warning")
    warning = await maud.http.post(path, json={**body, "act": "warn", "days": None})
    assert warning.status_code == 201, warning.text
    evening.time.pass_(seconds=60)
    items.append(await _report_for_nothing(evening, maud, anna, bruno))
    check_problem(await maud.http.post(path, json={**body, "items": items}), 403, "wrong-role")
    taken = await nour.http.post(path, json={**body, "items": items})
    assert taken.status_code == 201, taken.text
    (statement, _) = await anna.get("/statements")
    assert (statement["decision"], statement["article"]["id"]) == ("misuse_suspend", "fair_reports")
    person = {"kind": "person", "id": bruno.id}
    problem = check_problem(await anna.report(person, "spam"), 403, "misuse-suspended")
    assert problem["what"] == "reports" and "minor" in problem["urgent_reasons"]
    until = taken.json()["until"][:16].replace("T", " ")
    for words in (("jusqu’au", "contester", "enfant"), ("until", "contest", "child")):
        said = problem["said"]["fr" if words[0] == "jusqu’au" else "en"]
        assert f"{words[0]} {until} (UTC)" in said and all(word in said for word in words)
    assert (await anna.report(person, "minor_sought")).status_code == 201
    lifting = f"/staff/misuse/{taken.json()['id']}/lifting"
    assert (await nour.http.post(lifting, json={"facts": "Erreur de notre part."})).status_code == 204
    assert (await anna.get("/statements"))[0]["reversal"]["text"] == "Erreur de notre part."
    assert (await anna.report(person, "spam")).status_code == 201


async def test_two_who_warn_or_suspend_at_once_do_it_once(evening: Evening) -> None:
    anna, bruno = await evening.enter("Anna"), await evening.enter("Bruno")
    maud, nour, noe = await evening.staff(), await evening.staff("Nour", "senior"), await evening.staff("Noé", "senior")
    items = [await _report_for_nothing(evening, maud, anna, bruno) for _ in range(3)]
    body: dict[str, Any] = {"act": "warn", "items": items, "facts": "Trois fois rien."}
    await _only_one(nour, noe, items, body, "already-warned")
    evening.time.pass_(seconds=60)
    items.append(await _report_for_nothing(evening, maud, anna, bruno))
    await _only_one(nour, noe, items, {**body, "act": "suspend", "items": items, "days": 10}, "already-suspended")
    decisions = [statement["decision"] for statement in await anna.get("/statements")]
    assert decisions == ["misuse_suspend", "misuse_warn"]
    sender = (await maud.http.get(f"/staff/submissions/{items[0]}/sender")).json()
    assert [one["act"] for one in sender["decisions"]] == ["suspend", "warn"]


async def _only_one(one: Watcher, other: Watcher, items: list[str], body: dict[str, Any], slug: str) -> None:
    """Each by a report of their own: it is the person who is warned, whatever led to them."""
    paths = [f"/staff/submissions/{item}/misuse" for item in items]
    answers = await asyncio.gather(one.http.post(paths[0], json=body), other.http.post(paths[1], json=body))
    (done,) = [answer for answer in answers if answer.status_code == 201]
    (late,) = [answer for answer in answers if answer is not done]
    check_problem(late, 409, slug)
