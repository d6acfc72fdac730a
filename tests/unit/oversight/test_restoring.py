"""Taking a decision back without a complaint: exactly what it did, and plainly what could not be."""

from typing import Any

import pytest

from tests.unit.oversight.place import Place
from tests.unit.oversight.test_decisions import QUEUE, binding, decide, reported
from tests.unit.oversight.test_four_eyes import check_leaves, is_hidden
from veillee.community import people, private_talk, rooms
from veillee.community.conversations.store import messages, sent_refs
from veillee.community.private_talk.store import private_requests
from veillee.foundation.basics import new_id
from veillee.foundation.storage import Transaction

pytestmark = pytest.mark.anyio


async def test_what_was_taken_comes_back_and_is_on_record(place: Place) -> None:
    case, maud = await reported(place), await place.signed_in()
    await decide(maud, case, "mute", article="respect", minutes=60)
    (offer,) = (await maud.get(f"{QUEUE}/{case}")).json()["decisions"]
    assert offer["kind"] == "restore"
    answer = await decide(maud, case, "restore", facts="Une erreur de ma part.", version=3)
    assert answer.json()["undone"] == {"restored": 2, "kept": 0, "gone": 0}
    assert await binding(place, place.bruno) is None
    assert not await is_hidden(place)
    (statement,) = await place.get(place.bruno, "/statements")
    assert statement["reversal"] == {
        "at": "2026-11-24T20:00:00Z",
        "cause": "restored",
        "text": "Une erreur de ma part.",
    }
    assert place.frames(place.bruno, "statement")[-1].statement.reversal.cause == "restored"
    assert (await place.categories())[-1] == "decision.restore"
    await check_leaves(place)
    assert (await decide(maud, case, "restore", version=4)).json()["type"] == "/problems/already-reversed"


async def test_what_is_gone_is_said_to_be_gone(place: Place) -> None:
    case, maud = await reported(place), await place.signed_in()
    await decide(maud, case, "mute", article="respect", minutes=60)

    def erase(transaction: Transaction) -> None:
        transaction.connection.execute(messages.delete())

    await place.database.write(erase)
    place.pass_time(hours=2)
    answer = await decide(maud, case, "restore", version=3)
    assert answer.json()["undone"] == {"restored": 0, "kept": 0, "gone": 2}


async def test_who_decided_or_a_senior_takes_it_back(place: Place) -> None:
    case, maud = await reported(place), await place.signed_in()
    nour, zoe = await place.signed_in("Nour"), await place.signed_in("Zoé", "senior")
    assert (await decide(maud, case, "restore")).json()["type"] == "/problems/open-case"
    await decide(maud, case, "hide", article="respect")
    assert (await nour.get(f"{QUEUE}/{case}")).json()["decisions"] == []
    assert (await decide(nour, case, "restore", version=3)).json()["type"] == "/problems/wrong-role"
    assert (await decide(zoe, case, "restore", version=2)).json()["type"] == "/problems/stale-case"
    assert (await decide(zoe, case, "restore", version=3)).status_code == 201


async def test_an_open_complaint_is_answered_instead(place: Place) -> None:
    case, maud = await reported(place), await place.signed_in()
    statement = (await decide(maud, case, "hide", article="respect")).json()["statement"]
    async with place.http() as client:
        address, bruno = f"/api/v1/statements/{statement}/complaint", {"x-test-person": place.bruno}
        assert (await client.post(address, json={"text": "Non."}, headers=bruno)).status_code == 201
    assert (await decide(maud, case, "restore", version=3)).json()["type"] == "/problems/contested"
    assert await is_hidden(place)


async def test_nothing_to_restore_is_said(place: Place) -> None:
    case, maud = await reported(place), await place.signed_in()
    await decide(maud, case, "no_violation")
    assert (await decide(maud, case, "restore", version=3)).json()["type"] == "/problems/nothing-to-restore"


async def ask(place: Place, sender: str, receiver: str) -> str:
    request_id = new_id()

    def job(transaction: Transaction) -> None:
        values = {"id": request_id, "from_id": sender, "to_id": receiver, "text": "Salut", "state": "pending"}
        transaction.connection.execute(private_requests.insert(), values | {"created_at": place.now})

    await place.database.write(job)
    return request_id


async def hidden(place: Place, conversation: str) -> list[int]:
    rows = await place.rows(messages)
    return sorted(row.seq for row in rows if row.conversation_id == conversation and row.hidden_at is not None)


async def raid(place: Place) -> tuple[str, str, str]:
    """Bruno says the same twenty times, in two rooms, asks strangers and opens a room. The case, first word, room."""
    other = await place.make_room("Autre", [place.anna, place.bruno])
    await place.say(place.bruno, place.room, "d’hier")
    place.pass_time(hours=30)
    for _ in range(10):
        await place.say(place.bruno, place.room, "méchant")
        await place.say(place.bruno, other, "méchant")
        await place.say(place.anna, place.room, "Bonsoir")
    await place.say(place.bruno, place.private, "en privé")
    opened = await place.make_room("À lui", [place.bruno], opened_by=place.bruno)
    asked = await ask(place, place.bruno, place.chloe)
    await place.report(place.anna, {"kind": "message", "conversation": place.room, "seq": 2})
    (row,) = (await (await place.signed_in()).get(QUEUE)).json()["cases"]
    return row["id"], asked, opened


async def state_of(place: Place, request: str) -> str:
    found = await place.database.read(private_talk.find_request, request)
    assert found is not None
    return found.state


async def test_all_of_an_author_goes_and_comes_back_exactly(place: Place) -> None:
    case, asked, opened = await raid(place)
    maud = await place.signed_in()
    answer = await decide(maud, case, "suspend", article="respect", minutes=60, scope="author", hours=24)
    assert answer.status_code == 201, answer.text
    assert answer.json()["scope"] == {"hours": 24, "messages": 20, "first_words": 1, "rooms": 1}
    assert len(await hidden(place, place.room)) == 10
    assert 1 not in await hidden(place, place.room), "of yesterday"
    assert await hidden(place, place.private) == [], "private talk stays with those who have it"
    assert await state_of(place, asked) == "refused"
    assert await place.database.read(rooms.find_room, opened) is None
    (statement,) = await place.get(place.bruno, "/statements")
    assert statement["scope"]["messages"] == 20
    await check_leaves(place)
    undone = (await decide(maud, case, "restore", version=3)).json()["undone"]
    assert undone == {"restored": 23, "kept": 0, "gone": 0}
    assert await hidden(place, place.room) == []
    assert await state_of(place, asked) == "pending"
    assert await place.database.read(rooms.find_room, opened) is not None


async def test_what_another_decision_hid_stays_hidden(place: Place) -> None:
    case, _, _ = await raid(place)
    maud = await place.signed_in()
    await place.report(place.anna, {"kind": "message", "conversation": place.room, "seq": 4})
    alone = next(row for row in (await maud.get(QUEUE)).json()["cases"] if row["id"] != case)
    await decide(maud, alone["id"], "hide", article="respect")
    await decide(maud, case, "suspend", article="respect", minutes=60, scope="author")
    undone = (await decide(maud, alone["id"], "restore", version=3)).json()["undone"]
    assert undone == {"restored": 0, "kept": 1, "gone": 0}
    assert 4 in await hidden(place, place.room)
    await decide(maud, case, "restore", version=3)
    assert await hidden(place, place.room) == []


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"kind": "warn", "scope": "author"}, "scope"),
        ({"kind": "hide", "hours": 3}, "hours"),
        ({"kind": "hide", "ground": "law"}, "law"),
        ({"kind": "hide", "ground": "law", "law": "nothing"}, "law"),
        ({"kind": "hide", "ground": "law", "law": "hate"}, "explanation"),
        ({"kind": "hide", "law": "hate"}, "law"),
        ({"kind": "hide", "authority": "Police"}, "authority"),
        ({"kind": "no_violation", "ground": "law", "law": "hate"}, "ground"),
    ],
)
async def test_a_decision_that_makes_no_sense_is_refused_by_field(place: Place, more: Any, wrong: str) -> None:
    case, maud = await reported(place), await place.signed_in()
    answer = await decide(maud, case, more["kind"], article="respect", **{k: v for k, v in more.items() if k != "kind"})
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [wrong]
    assert len(await place.rows(sent_refs)) == 1


async def test_reach_is_about_strangers_and_rooms_only(place: Place) -> None:
    case, maud = await reported(place), await place.signed_in()
    await decide(maud, case, "restrict_reach", article="respect", minutes=60)
    caller = await place.caller(place.bruno)
    assert caller.restriction is not None
    assert (caller.restriction.kind, caller.restriction.shuts_out) == ("reach", False)
    people.check_may_speak(caller, place.now)
    with pytest.raises(Exception, match="reach-restricted"):
        people.check_may_reach(caller, place.now)
    place.pass_time(hours=2)
    people.check_may_reach(await place.caller(place.bruno), place.now)
    assert not await is_hidden(place)
