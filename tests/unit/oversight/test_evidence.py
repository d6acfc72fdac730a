"""What is reported is copied at once, and outlives whoever deletes it; nobody opens the copy without a trace."""

from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from tests.unit.oversight.place import Place, make_verdict
from veillee.community import conversations
from veillee.community.conversations.store import conversations as talks
from veillee.community.conversations.store import memberships, messages
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.store import cases
from veillee.safety.evidence.store import cases as vaulted_cases
from veillee.safety.evidence.store import custody, items

pytestmark = pytest.mark.anyio
QUEUE = "/api/v1/staff/cases"
NOWHERE = "0192aaaa-0000-7000-8000-000000000000"


async def reported(place: Place, conversation: str, text: str = "méchant") -> str:
    """A case about a message of Bruno's that Anna reported."""
    seq = await place.say(place.bruno, conversation, text)
    await place.say(place.anna, conversation, "Arrête.")
    subject = {"kind": "message", "conversation": conversation, "seq": seq}
    assert (await place.report(place.anna, subject)).status_code == 201
    return str((await place.rows(cases))[0].id)


async def delete_all(place: Place) -> None:
    """Every word is gone from where it was written."""
    await place.database.write(lambda transaction: transaction.connection.execute(sa.delete(messages)))


async def acts(place: Place) -> list[str]:
    return [row.act for row in sorted(await place.rows(custody), key=lambda row: row.number)]


async def open_copies(client: httpx.AsyncClient, case: str, reason: str = "plainte") -> httpx.Response:
    return await client.post(f"{QUEUE}/{case}/evidence/readings", json={"reason": reason})


async def test_a_report_copies_the_window_once(place: Place) -> None:
    case = await reported(place, place.room)
    await place.report(place.chloe, {"kind": "message", "conversation": place.room, "seq": 1}, "threat")
    assert await acts(place) == ["sealed"]
    answer = await open_copies(await place.signed_in(), case)
    assert answer.status_code == 201, answer.text
    (item,) = answer.json()["items"]
    content = item["content"]
    assert [line["text"] for line in content["words"]["lines"]] == ["méchant", "Arrête."]
    assert content["person"] == {"id": place.bruno, "pseudonym": "Bruno", "age_band": "25-34"}
    assert content["subject"]["seq"] == 1 and content["room"] is None


async def test_the_case_is_read_from_the_copy_when_the_words_are_gone(place: Place) -> None:
    case = await reported(place, place.private)
    client = await place.signed_in()
    before = (await client.get(f"{QUEUE}/{case}")).json()
    await delete_all(place)
    after = (await client.get(f"{QUEUE}/{case}")).json()
    assert (before["words"]["sealed"], after["words"]["sealed"]) == (False, True)
    assert after["words"] == before["words"] | {"sealed": True}
    assert await acts(place) == ["sealed", "read"]
    assert (await place.categories()).count("case.read") == 2
    body = {"kind": "ban", "article": "respect", "facts": "Vu.", "version": after["version"]}
    assert (await client.post(f"{QUEUE}/{case}/decisions", json=body)).status_code == 201


async def test_a_whole_conversation_that_is_gone_is_read_from_the_copy(place: Place) -> None:
    case = await reported(place, place.private)

    def delete(transaction: Transaction) -> None:
        for table, key in ((messages, "conversation_id"), (memberships, "conversation_id"), (talks, "id")):
            transaction.connection.execute(sa.delete(table).where(table.c[key] == place.private))

    await place.database.write(delete)
    shown = (await (await place.signed_in()).get(f"{QUEUE}/{case}")).json()
    assert [line["text"] for line in shown["words"]["lines"]] == ["méchant", "Arrête."]


async def test_a_grave_decision_copies_again_and_a_light_one_does_not(place: Place) -> None:
    client = await place.signed_in()
    for kind, expected in (("hide", ["sealed"]), ("ban", ["sealed", "sealed", "sealed"])):
        case = await reported(place, place.room, kind)
        row = next(row for row in (await client.get(QUEUE)).json()["cases"] if row["state"] == "open")
        case = row["id"]
        body = {"kind": kind, "article": "respect", "facts": "Vu.", "version": row["version"]}
        assert (await client.post(f"{QUEUE}/{case}/decisions", json=body)).status_code == 201
        assert await acts(place) == expected


async def test_people_and_rooms_are_copied_as_they_were(place: Place) -> None:
    await place.report(place.anna, {"kind": "person", "id": place.bruno})
    room = await place.make_room("Un nom blessant", [place.anna], place.bruno)
    await place.report(place.anna, {"kind": "room", "id": room})
    client = await place.signed_in()
    contents: dict[str, Any] = {}
    for row in await place.rows(cases):
        (item,) = (await open_copies(client, row.id)).json()["items"]
        contents[item["content"]["subject"]["kind"]] = item["content"]
    assert contents["person"]["person"]["pseudonym"] == "Bruno" and contents["person"]["words"] is None
    assert contents["room"]["room"]["name"] == "Un nom blessant"


async def test_what_the_gate_finds_urgent_is_copied_at_once(place: Place) -> None:
    await place.say_held(place.bruno, place.room, "on t’attend ce soir", make_verdict("ambush"))
    await place.say_flagged(place.chloe, place.room, "peut-être", make_verdict("spam", "allow"))
    (urgent,) = [row for row in await place.rows(cases) if row.label == "ambush"]
    assert [(row.case_id, row.act, row.reason) for row in await place.rows(custody)] == [(urgent.id, "sealed", "alarm")]
    await delete_all(place)
    (item,) = (await open_copies(await place.signed_in(), urgent.id)).json()["items"]
    assert [line["text"] for line in item["content"]["words"]["lines"] if line["subject"]] == ["on t’attend ce soir"]


async def test_an_urgent_finding_about_what_was_reported_copies_it_once(place: Place) -> None:
    case = await reported(place, place.room)
    _, author = await place.draft(place.bruno, place.room, "méchant")
    verdict = make_verdict("threat", "allow")
    flagged = conversations.MessageFlagged(person=author, conversation=place.room, seq=1, verdict=verdict)
    await place.database.write(lambda transaction: transaction.announce(flagged))
    (row,) = await place.rows(cases)
    assert (row.id, row.label) == (case, "threat") and await acts(place) == ["sealed"]


async def test_a_closed_room_is_kept_as_it_was(place: Place) -> None:
    room = await place.make_room("Un nom blessant", [place.anna], place.bruno)
    await place.report(place.anna, {"kind": "room", "id": room})
    client = await place.signed_in()
    (row,) = await place.rows(cases)
    body = {"kind": "close_room", "article": "respect", "facts": "Vu.", "version": row.version}
    assert (await client.post(f"{QUEUE}/{row.id}/decisions", json=body)).status_code == 201
    first, again = (await open_copies(client, row.id)).json()["items"]
    assert first["content"]["room"] == again["content"]["room"] == {"id": room, "name": "Un nom blessant", "topic": ""}
    assert [entry.reason for entry in await place.rows(custody)] == ["report", "decision", "plainte"]


async def test_who_touched_it_can_be_read_without_opening_it(place: Place) -> None:
    case = await reported(place, place.private)
    client = await place.signed_in()
    await open_copies(client, case, "réquisition")
    shown = (await client.get(f"{QUEUE}/{case}/evidence")).json()
    assert [(entry["act"], entry["by"] and entry["by"]["name"], entry["reason"]) for entry in shown["custody"]] == [
        ("sealed", None, "report"),
        ("read", "Maud", "réquisition"),
    ]
    assert (shown["items"], shown["held"], shown["destroyed_at"]) == (1, False, None)
    assert len(await acts(place)) == 2
    assert (await place.categories()).count("case.read") == 1


async def test_only_an_admin_holds(place: Place) -> None:
    case = await reported(place, place.room)
    moderator, admin = await place.signed_in(), await place.signed_in("Nour", "admin")
    body = {"on": True, "reason": "plainte"}
    assert (await moderator.put(f"{QUEUE}/{case}/evidence/hold", json=body)).json()["type"].endswith("wrong-role")
    assert (await admin.put(f"{QUEUE}/{case}/evidence/hold", json=body)).json()["held"] is True
    place.pass_time(days=400)
    await place.moderation.evidence.destroy_due()
    assert len(await place.rows(items)) == 1
    admin = await place.signed_in("Nour", "admin")
    assert (await admin.put(f"{QUEUE}/{case}/evidence/hold", json=body | {"on": False})).json()["held"] is False
    await place.moderation.evidence.destroy_due()
    assert await place.rows(items) == []
    assert (await open_copies(admin, case)).json()["type"] == "/problems/destroyed"
    await delete_all(place)
    shown = (await admin.get(f"{QUEUE}/{case}")).json()
    assert shown["words"]["lines"] == [] and shown["evidence"]["destroyed_at"]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501, "\u0000"])
async def test_no_opening_without_a_reason(place: Place, reason: str) -> None:
    case = await reported(place, place.room)
    answer = await open_copies(await place.signed_in(), case, reason)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["reason"])
    assert await acts(place) == ["sealed"]


async def test_evidence_is_for_staff_and_for_cases_that_have_it(place: Place) -> None:
    case = await reported(place, place.room)
    client = await place.signed_in()
    async with place.http() as stranger:
        for path in (f"{QUEUE}/{case}/evidence", f"{QUEUE}/{NOWHERE}/evidence"):
            assert (await stranger.get(path)).status_code == 401
        assert (await open_copies(stranger, case)).status_code == 401
    for nothing in (NOWHERE, "x"):
        assert (await client.get(f"{QUEUE}/{nothing}/evidence")).status_code == 404
        assert (await open_copies(client, nothing)).status_code == 404


async def test_a_broken_copy_keeps_nobody_from_deciding(place: Place) -> None:
    case = await reported(place, place.room)
    await delete_all(place)
    await place.database.write(lambda t: t.connection.execute(sa.update(vaulted_cases).values(wrapped_key=b"other")))
    client = await place.signed_in()
    shown = (await client.get(f"{QUEUE}/{case}")).json()
    assert shown["words"]["lines"] == [] and (await open_copies(client, case)).json()["type"] == "/problems/damaged"
    body = {"kind": "ban", "article": "respect", "facts": "Vu.", "version": shown["version"]}
    assert (await client.post(f"{QUEUE}/{case}/decisions", json=body)).status_code == 201
    assert await acts(place) == ["sealed"]
