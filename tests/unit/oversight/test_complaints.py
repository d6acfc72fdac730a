"""Complaints: once, within six months, decided by somebody else, and really undone when they convince."""

from typing import Any

import httpx
import pytest

from tests.unit.oversight.place import Place
from veillee.community import conversations, people
from veillee.oversight.moderation.cases.store import cases

pytestmark = pytest.mark.anyio
QUEUE = "/api/v1/staff/cases"


async def decided(place: Place, client: httpx.AsyncClient, kind: str, **more: Any) -> str:
    """Bruno's message is reported and decided; returns the statement's id."""
    seq = await place.say(place.bruno, place.room, "méchant")
    await place.report(place.anna, {"kind": "message", "conversation": place.room, "seq": seq})
    body = {"kind": kind, "article": "respect", "facts": "Insulte.", "version": 2} | more
    answer = await client.post(f"{QUEUE}/{await open_case(place)}/decisions", json=body)
    assert answer.status_code == 201, answer.text
    statement: str = answer.json()["statement"]
    return statement


async def open_case(place: Place) -> str:
    (row,) = [row for row in await place.rows(cases) if row.state == "open"]
    case: str = row.id
    return case


async def complain(place: Place, statement: str, person: str | None = None, text: str = "C’était une blague.") -> Any:
    async with place.http() as client:
        headers = {"x-test-person": person or place.bruno}
        return await client.post(f"/api/v1/statements/{statement}/complaint", json={"text": text}, headers=headers)


async def answer_complaint(client: httpx.AsyncClient, case: str, kind: str) -> httpx.Response:
    return await client.post(f"{QUEUE}/{case}/decisions", json={"kind": kind, "facts": "Relu.", "version": 1})


async def test_a_complaint_waits_in_the_queue_with_all_that_it_is_about(place: Place) -> None:
    statement = await decided(place, await place.signed_in(), "hide")
    assert (await complain(place, statement)).status_code == 201
    assert (await place.get(place.bruno, "/statements"))[0]["complaint"]["sent"] is True
    other = await place.signed_in("Nour", "admin")
    case = (await other.get(f"{QUEUE}/{await open_case(place)}")).json()
    assert case["source"] == "complaint"
    assert case["complaint"]["text"] == "C’était une blague."
    assert case["complaint"]["statement"]["id"] == statement
    assert case["words"]["lines"][0]["text"] == "méchant"
    assert [offer["kind"] for offer in case["decisions"]] == ["uphold", "reverse"]
    assert "complaint.received" in await place.categories()


async def test_once_and_for_six_months_and_by_the_person_only(place: Place) -> None:
    client = await place.signed_in()
    statement = await decided(place, client, "hide")
    assert (await complain(place, statement, place.anna)).status_code == 404
    assert (await complain(place, "x")).status_code == 404
    assert (await complain(place, statement, text="   ")).status_code == 422
    assert (await complain(place, statement, text="x" * 4001)).status_code == 422
    place.pass_time(days=181)
    assert (await complain(place, statement)).status_code == 201
    assert (await complain(place, statement)).status_code == 409


async def test_too_late_is_too_late(place: Place) -> None:
    statement = await decided(place, await place.signed_in(), "hide")
    place.pass_time(days=184)
    answer = await complain(place, statement)
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/too-late"


async def test_nobody_judges_their_own_decision(place: Place) -> None:
    maud = await place.signed_in("Maud")
    await complain(place, await decided(place, maud, "hide"))
    case = await open_case(place)
    shown = (await maud.get(f"{QUEUE}/{case}")).json()
    assert shown["complaint"]["own"] is True
    assert shown["decisions"] == []
    answer = await answer_complaint(maud, case, "uphold")
    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/own-decision"


@pytest.mark.parametrize(("kind", "more"), [("ban", {}), ("suspend", {"minutes": 1440}), ("mute", {"minutes": 60})])
async def test_a_reversal_gives_back_what_was_taken(place: Place, kind: str, more: dict[str, Any]) -> None:
    statement = await decided(place, await place.signed_in(), kind, **more)
    await complain(place, statement)
    other = await place.signed_in("Nour")
    answer = await answer_complaint(other, await open_case(place), "reverse")
    assert answer.status_code == 201, answer.text
    assert (await place.caller(place.bruno)).restriction is None
    assert any(isinstance(event, people.RestrictionLifted) for event in place.announced)
    message = await place.database.read(conversations.find_message, place.room, 1)
    assert message is not None
    assert not message.hidden
    (shown,) = await place.get(place.bruno, "/statements")
    assert (shown["complaint"]["outcome"], shown["complaint"]["answer"]) == ("reversed", "Relu.")
    assert place.frames(place.bruno, "statement")[-1].statement.complaint.outcome == "reversed"


async def test_a_reversal_leaves_other_decisions_alone(place: Place) -> None:
    maud = await place.signed_in()
    first = await decided(place, maud, "ban")
    await decided(place, maud, "ban")
    await complain(place, first)
    await answer_complaint(await place.signed_in("Nour"), await open_case(place), "reverse")
    assert (await place.caller(place.bruno)).restriction is not None


async def test_words_that_another_decision_hides_stay_hidden(place: Place) -> None:
    maud, nour = await place.signed_in(), await place.signed_in("Nour")
    first = await decided(place, maud, "hide")
    await place.report(place.chloe, {"kind": "message", "conversation": place.room, "seq": 1})
    body = {"kind": "ban", "article": "respect", "facts": "Insulte.", "version": 2}
    assert (await maud.post(f"{QUEUE}/{await open_case(place)}/decisions", json=body)).status_code == 201
    await complain(place, first)
    assert (await answer_complaint(nour, await open_case(place), "reverse")).status_code == 201
    message = await place.database.read(conversations.find_message, place.room, 1)
    assert message is not None
    assert message.hidden


async def test_an_upheld_decision_stands(place: Place) -> None:
    statement = await decided(place, await place.signed_in(), "ban")
    await complain(place, statement)
    assert (await answer_complaint(await place.signed_in("Nour"), await open_case(place), "uphold")).status_code == 201
    assert (await place.caller(place.bruno)).restriction is not None
    assert (await place.get(place.bruno, "/statements"))[0]["complaint"]["outcome"] == "upheld"
