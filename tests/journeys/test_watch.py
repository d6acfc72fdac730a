"""Somebody reports, somebody watches, somebody decides; everybody concerned learns what they should and no more."""

from pathlib import Path

import pytest
import websockets

from tests.story import Frame, Member, open_evening

pytestmark = pytest.mark.anyio
THREAT = "je vais te tuer"


async def report(member: Member, conversation: str, seq: int) -> Frame:
    subject = {"kind": "message", "conversation": conversation, "seq": seq}
    answer = await member.http.post("/reports", json={"subject": subject, "reason": "harassment"})
    assert answer.status_code == 201, answer.text
    filed: Frame = answer.json()
    return filed


async def test_from_the_report_to_the_statement(tmp_path: Path) -> None:
    async with open_evening(tmp_path) as evening:
        slug = await evening.room()
        anna, bruno = await evening.enter("Anna"), await evening.enter("Bruno")
        room = await anna.join(slug)
        await bruno.join(slug)
        accepted = await bruno.say(room, "Tu es nulle, Anna")
        filed = await report(anna, room, accepted["seq"])
        console = await evening.staff()
        taken = await console.decide_only_case("hide", article="respect")
        hidden = await anna.next("hidden")
        assert (hidden["conversation"], hidden["seq"]) == (room, accepted["seq"])
        outcome = (await anna.next("report"))["report"]
        assert (outcome["id"], outcome["state"], outcome["outcome"]["code"]) == (filed["id"], "decided", "hidden")
        statement = (await bruno.next("statement"))["statement"]
        assert statement["id"] == taken["statement"]
        assert statement["message"]["text"] == "Tu es nulle, Anna"
        assert [m["text"] for m in await anna.history(room)] == [""]


async def test_held_words_go_out_or_do_not(tmp_path: Path) -> None:
    async with open_evening(tmp_path) as evening:
        slug = await evening.room()
        anna, bruno = await evening.enter("Anna"), await evening.enter("Bruno")
        room = await anna.join(slug)
        await bruno.join(slug)
        console = await evening.staff()
        assert (await bruno.say(room, THREAT, ref="one"))["type"] == "held"
        await console.decide_only_case("release")
        assert (await bruno.next("accepted", ref="one"))["seq"] == 1
        assert (await anna.next("message"))["text"] == THREAT
        assert (await bruno.say(room, THREAT, ref="two"))["type"] == "held"
        await console.decide_only_case("refuse", article="no_threats")
        assert (await bruno.next("refused", ref="two"))["reason"]["text"]
        assert (await bruno.next("statement"))["statement"]["detected"] is True
        assert len(await anna.history(room)) == 1


async def test_a_suspension_cuts_in_and_leaves_the_way_to_complain(tmp_path: Path) -> None:
    async with open_evening(tmp_path) as evening:
        slug = await evening.room()
        bruno = await evening.enter("Bruno")
        room = await bruno.join(slug)
        assert (await bruno.say(room, THREAT))["type"] == "held"
        console = await evening.staff()
        taken = await console.decide_only_case("suspend", article="no_threats", minutes=1440)
        assert (await bruno.next("statement"))["statement"]["id"] == taken["statement"]
        with pytest.raises(websockets.ConnectionClosed):
            await bruno.next("never")
        shut = await bruno.http.get("/conversations")
        assert shut.status_code == 403
        assert shut.json()["statement"] == taken["statement"]
        assert [s["id"] for s in (await bruno.http.get("/statements")).json()] == [taken["statement"]]
        complaint = await bruno.http.post(f"/statements/{taken['statement']}/complaint", json={"text": "Une blague."})
        assert complaint.status_code == 201
        other = await evening.staff("Nour", "admin")
        await other.decide_only_case("reverse")
        assert (await bruno.http.get("/conversations")).status_code == 200


async def test_the_lamp_follows_the_watch(tmp_path: Path) -> None:
    async with open_evening(tmp_path) as evening:
        anna = await evening.enter("Anna")
        console = await evening.staff()
        await console.duty()
        assert (await anna.next("watch"))["staff_on_duty"] == 1
        assert (await evening.http.get("/site")).json()["watch"]["state"] == "open"
        await console.http.delete("/staff/session")
        assert (await anna.next("watch"))["state"] == "resting"
