"""Closing a room by a decision, and what is done, and never done, about somebody who is not well."""

from typing import Any

import pytest

from tests.unit.oversight.place import Place
from veillee.community import conversations, rooms
from veillee.community.conversations import ConversationEnded
from veillee.foundation.basics import Problem
from veillee.oversight import moderation
from veillee.oversight.moderation.cases.store import cases

pytestmark = pytest.mark.anyio
QUEUE = "/api/v1/staff/cases"


async def offered(place: Place, client: Any) -> tuple[dict[str, Any], list[str]]:
    """The only open case and the decisions it offers."""
    (row,) = [row for row in await place.rows(cases) if row.state == "open"]
    case = (await client.get(f"{QUEUE}/{row.id}")).json()
    return case, [offer["kind"] for offer in case["decisions"]]


async def decide(client: Any, case: dict[str, Any], kind: str, **more: Any) -> dict[str, Any]:
    body = {"kind": kind, "facts": "Voici pourquoi.", "version": case["version"], "article": "respect"} | more
    answer = await client.post(f"{QUEUE}/{case['id']}/decisions", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def is_member(place: Place, person: str, room: str) -> bool:
    def find(connection: Any) -> bool:
        mine = conversations.list_memberships(connection, person, lambda _c, _ids: {}, place.now)
        return room in {membership.conversation for membership in mine}

    return await place.database.read(find)


async def test_a_room_closes_for_everybody_and_its_opener_reads_why(place: Place) -> None:
    place.listeners.after(ConversationEnded, place.announced.append)
    room = await place.make_room("Le coin sombre", [place.anna, place.bruno], opened_by=place.bruno)
    await place.report(place.anna, {"kind": "room", "id": room}, "hate")
    maud = await place.signed_in()
    case, kinds = await offered(place, maud)
    assert "close_room" in kinds and "hide" not in kinds
    taken = await decide(maud, case, "close_room")
    assert await place.database.read(rooms.find_room, room) is None
    assert not await is_member(place, place.anna, room)
    assert ConversationEnded(conversation=room) in place.announced
    (statement,) = await place.get(place.bruno, "/statements")
    assert (statement["id"], statement["decision"]) == (taken["statement"], "close_room")
    async with place.http() as http:
        path = f"/api/v1/statements/{statement['id']}/complaint"
        await http.post(path, json={"text": "C’était un jeu."}, headers={"x-test-person": place.bruno})
    nour = await place.signed_in("Nour")
    complaint, _ = await offered(place, nour)
    await decide(nour, complaint, "reverse")
    assert await place.database.read(rooms.find_room, room) is not None


async def test_a_room_of_the_place_itself_closes_without_a_statement(place: Place) -> None:
    await place.report(place.anna, {"kind": "room", "id": place.room})
    maud = await place.signed_in()
    case, kinds = await offered(place, maud)
    assert kinds == ["no_violation", "close_room"]
    assert (await decide(maud, case, "close_room"))["statement"] is None
    assert await place.database.read(rooms.find_room, place.room) is None


async def test_nobody_is_punished_for_being_unwell(place: Place) -> None:
    seq = await place.say(place.bruno, place.room, "je n'en peux plus")
    subject = {"kind": "message", "conversation": place.room, "seq": seq}
    await place.report(place.anna, subject, "self_harm")
    maud = await place.signed_in()
    case, kinds = await offered(place, maud)
    assert kinds == ["care", "no_violation", "hide"]
    refused = {"kind": "ban", "facts": "Non.", "version": case["version"], "article": "respect"}
    assert (await maud.post(f"{QUEUE}/{case['id']}/decisions", json=refused)).status_code == 422
    await decide(maud, case, "care", article=None)
    (statement,) = await place.get(place.bruno, "/statements")
    assert (statement["decision"], statement["article"]) == ("care", None)
    assert "3114" in statement["notice"]["fr"] and "3114" in statement["notice"]["en"]
    (report,) = await place.get(place.anna, "/reports")
    assert report["outcome"]["code"] == "care"


async def test_being_unwell_hides_no_other_reason(place: Place) -> None:
    seq = await place.say(place.bruno, place.room, "méchant")
    subject = {"kind": "message", "conversation": place.room, "seq": seq}
    await place.report(place.anna, subject, "self_harm")
    await place.report(place.chloe, subject, "harassment")
    _, kinds = await offered(place, await place.signed_in())
    assert "mute" in kinds and "care" not in kinds


async def test_a_taken_name_is_said_in_one_clear_line(place: Place) -> None:
    await place.invite("Maud", "moderator")
    with pytest.raises(Problem) as found:
        await place.database.write(moderation.add_staff, "maud", "admin", now=place.now, hours=24)
    said = "take another, or --role moderator for a further link"
    assert found.value.detail == f"the name maud is taken by Maud, moderator: {said}"
    assert await place.invite("Maud", "moderator")
