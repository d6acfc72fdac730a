"""Grave decisions take two people: proposed by one, approved by another, lapsed when nobody answers."""

from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from tests.unit.oversight.place import Place
from tests.unit.oversight.test_decisions import QUEUE, binding, decide, reported
from veillee.community import conversations
from veillee.oversight.moderation.statements.store import statements
from veillee.safety.evidence import find_vaulted
from veillee.server.ledger import check_rows

pytestmark = pytest.mark.anyio


async def settle(client: httpx.AsyncClient, case: str, *, approve: bool, version: int = 3, facts: str = "") -> Any:
    body = {"version": version, "approve": approve, "facts": facts}
    return await client.post(f"{QUEUE}/{case}/approvals", json=body)


async def proposed(place: Place, **more: Any) -> tuple[str, httpx.AsyncClient, httpx.AsyncClient]:
    """Maud proposes to ban Bruno; Nour could approve."""
    case = await reported(place)
    maud, nour = await place.signed_in(), await place.signed_in("Nour")
    answer = await decide(maud, case, "ban", article="respect", **more)
    assert answer.status_code == 201, answer.text
    assert answer.json()["lapses_at"] == "2026-11-25T20:00:00Z"
    return case, maud, nour


async def is_hidden(place: Place) -> bool:
    message = await place.database.read(conversations.find_message, place.room, 1)
    assert message is not None
    return message.hidden


async def check_leaves(place: Place) -> None:
    """Every row still is what its leaf commits to, and what follows from the others."""

    def check(connection: sa.Connection) -> list[str]:
        return [str(fault) for fault in check_rows(connection)]

    assert await place.database.read(check) == []


async def test_a_ban_is_a_proposal_with_a_suspension_meanwhile(careful: Place) -> None:
    case, maud, nour = await proposed(careful)
    bound = await binding(careful, careful.bruno)
    assert bound is not None
    assert bound.kind == "suspend"
    assert await is_hidden(careful)
    (statement,) = await careful.get(careful.bruno, "/statements")
    assert (statement["decision"], statement["provisional"]) == ("suspend", True)
    assert "deuxième personne" in statement["notice"]["fr"]
    shown = (await nour.get(f"{QUEUE}/{case}")).json()
    assert shown["decisions"] == []
    assert (shown["proposal"]["decision"], shown["proposal"]["own"], shown["proposal"]["approves"]) == (
        "ban",
        False,
        True,
    )
    assert shown["proposal"]["by"]["name"] == "Maud"
    mine = (await maud.get(f"{QUEUE}/{case}")).json()["proposal"]
    assert (mine["own"], mine["approves"]) == (True, False)
    (row,) = (await nour.get(QUEUE)).json()["cases"]
    assert (row["state"], row["proposed"]) == ("open", True)
    assert (await careful.get(careful.anna, "/reports"))[0]["state"] == "received"


async def test_approved_it_is_a_ban_by_both(careful: Place) -> None:
    case, maud, nour = await proposed(careful)
    answer = await settle(nour, case, approve=True)
    assert answer.status_code == 201, answer.text
    assert answer.json()["outcome"] == "approved"
    bound = await binding(careful, careful.bruno)
    assert bound is not None
    assert (bound.kind, bound.until) == ("ban", None)
    ban, meanwhile = await careful.get(careful.bruno, "/statements")
    assert (ban["decision"], ban["provisional"], meanwhile["replaced"]) == ("ban", False, True)
    rows = {row.decision: row for row in await careful.rows(statements)}
    assert rows["ban"].staff_id != rows["ban"].approved_by
    assert (await careful.get(careful.anna, "/reports"))[0]["state"] == "decided"
    assert await careful.categories() == [
        "report.received", "statement.issued", "proposal.made", "proposal.approved", "statement.issued", "decision.ban",
    ]  # fmt: skip
    await check_leaves(careful)
    for client in (maud, nour):
        assert (await settle(client, case, approve=True, version=5)).json()["type"] == "/problems/no-proposal"


async def test_neither_of_the_two_answers_the_complaint(careful: Place) -> None:
    case, maud, nour = await proposed(careful)
    taken = (await settle(nour, case, approve=True)).json()["taken"]
    async with careful.http() as client:
        path = f"/api/v1/statements/{taken['statement']}/complaint"
        await client.post(path, json={"text": "Non."}, headers={"x-test-person": careful.bruno})
    (row,) = (await maud.get(QUEUE)).json()["cases"]
    body = {"kind": "reverse", "facts": "Oui.", "version": row["version"]}
    for client in (maud, nour):
        answer = await client.post(f"{QUEUE}/{row['id']}/decisions", json=body)
        assert answer.json()["type"] == "/problems/own-decision"
    zoe = await careful.signed_in("Zoé")
    answer = await zoe.post(f"{QUEUE}/{row['id']}/decisions", json=body)
    assert answer.json()["undone"] == {"restored": 2, "kept": 0, "gone": 0}
    assert await binding(careful, careful.bruno) is None
    assert not await is_hidden(careful)


async def test_refused_it_never_was(careful: Place) -> None:
    case, _, nour = await proposed(careful)
    assert (await settle(nour, case, approve=False)).json()["errors"] == {"facts": "empty"}
    answer = await settle(nour, case, approve=False, facts="Trop dur.")
    assert answer.json()["undone"] == {"restored": 2, "kept": 0, "gone": 0}
    assert await binding(careful, careful.bruno) is None
    assert not await is_hidden(careful)
    (statement,) = await careful.get(careful.bruno, "/statements")
    assert statement["reversal"]["cause"] == "not_confirmed"
    assert (await decide(nour, case, "hide", article="respect", version=4)).status_code == 201
    await check_leaves(careful)


async def test_unanswered_it_lapses_and_lifts_what_held(careful: Place) -> None:
    case, _, nour = await proposed(careful)
    careful.pass_time(hours=24)
    assert await binding(careful, careful.bruno) is None, "the suspension ends by itself"
    assert (await settle(nour, case, approve=True)).json()["type"] in ("/problems/lapsed", "/problems/unauthorised")
    await careful.moderation.tick()
    await careful.moderation.tick()
    assert not await is_hidden(careful)
    (statement,) = await careful.get(careful.bruno, "/statements")
    assert statement["reversal"]["cause"] == "lapsed"
    assert (await careful.categories()).count("proposal.lapsed") == 1
    again = await careful.signed_in("Nour")
    shown = (await again.get(f"{QUEUE}/{case}")).json()
    assert (shown["state"], shown["proposal"]) == ("open", None)
    assert shown["decisions"]
    await check_leaves(careful)


async def test_nobody_approves_their_own_but_may_withdraw_it(careful: Place) -> None:
    case, maud, _ = await proposed(careful)
    assert (await settle(maud, case, approve=True)).json()["type"] == "/problems/own-proposal"
    auditor = await careful.signed_in("Iris", "auditor")
    assert (await settle(auditor, case, approve=True)).json()["type"] == "/problems/wrong-role"
    assert (await settle(maud, case, approve=False, facts="Non.")).status_code == 201


async def test_a_proposal_that_has_changed_is_read_again_first(careful: Place) -> None:
    case, maud, nour = await proposed(careful)
    subject = {"kind": "message", "conversation": careful.room, "seq": 1}
    await careful.report(careful.chloe, subject, "threat")
    assert (await settle(nour, case, approve=True)).json()["type"] == "/problems/stale-case"
    for client in (maud, nour):
        assert (await decide(client, case, "hide", article="respect", version=4)).json()["type"] == "/problems/proposed"
    assert (await settle(nour, case, approve=True, version=4)).status_code == 201


async def test_who_is_alone_can_still_act(careful: Place) -> None:
    case = await reported(careful)
    maud = await careful.signed_in()
    await careful.invite("Nour")
    await careful.signed_in("Iris", "auditor")
    taken = (await decide(maud, case, "ban", article="respect")).json()
    assert taken["lapses_at"] is None
    assert (await binding(careful, careful.bruno)).kind == "ban"  # type: ignore[union-attr]


async def test_closing_a_room_takes_two_when_others_are_in_it(careful: Place) -> None:
    empty = await careful.make_room("Vide", [careful.bruno], opened_by=careful.bruno)
    full = await careful.make_room("Plein", [careful.anna, careful.bruno, careful.chloe], opened_by=careful.bruno)
    maud, nour = await careful.signed_in(), await careful.signed_in("Nour")
    for room, lapses in ((empty, False), (full, True)):
        await careful.report(careful.anna, {"kind": "room", "id": room})
        (row,) = (await maud.get(QUEUE)).json()["cases"]
        taken = (await decide(maud, row["id"], "close_room", article="respect")).json()
        assert (taken["lapses_at"] is not None) == lapses
    assert await careful.database.read(conversations.count_members, full) == 3
    assert (await settle(nour, row["id"], approve=True)).status_code == 201
    assert await careful.database.read(conversations.count_members, full) == 0


async def test_referring_takes_two_seniors_and_holds_the_copies(careful: Place) -> None:
    case = await reported(careful)
    moderator, maud = await careful.signed_in("Zoé"), await careful.signed_in("Maud", "senior")
    asked = {"authority": "Police, 17", "facts": "Une vie est menacée."}
    assert (await decide(moderator, case, "refer", **asked)).json()["type"] == "/problems/wrong-role"
    assert (await decide(maud, case, "refer")).json()["errors"] == {"authority": "empty"}
    nour = await careful.signed_in("Nour", "admin")
    assert (await decide(maud, case, "refer", **asked)).json()["lapses_at"]

    async def held() -> bool:
        vaulted = await careful.database.read(find_vaulted, case)
        assert vaulted is not None
        return vaulted.held

    assert await held()
    assert (await settle(moderator, case, approve=True)).json()["type"] == "/problems/wrong-role"
    await settle(nour, case, approve=False, facts="Pas encore.")
    assert not await held()
    await decide(maud, case, "refer", version=4, **asked)
    assert (await settle(nour, case, approve=True, version=5)).status_code == 201
    assert await held()
    shown = (await nour.get(f"{QUEUE}/{case}")).json()
    assert shown["state"] == "open", "telling an authority decides nothing about the words"
    told = [event for event in shown["events"] if event["kind"] == "referred"]
    assert [(event["note"], event["by"]["name"]) for event in told] == [("Police, 17", "Maud")]
    assert await careful.get(careful.bruno, "/statements") == []
    await check_leaves(careful)
