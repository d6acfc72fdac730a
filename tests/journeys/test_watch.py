"""Somebody reports, somebody watches, somebody decides; everybody concerned learns what they should and no more."""

from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets

from tests.authenticator import Authenticator
from tests.story import Evening, Frame, Member, make_http, open_evening
from veillee.foundation.basics import utc_now
from veillee.oversight import moderation

pytestmark = pytest.mark.anyio
THREAT = "je vais te tuer"


class Console:
    """A member of staff at the console, signed in by a passkey."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    @classmethod
    async def open(cls, evening: Evening, name: str = "Maud", role: str = "moderator") -> "Console":
        place = evening.place
        invite = await place.database.write(moderation.add_staff, name, role, now=utc_now(), hours=24)
        http = make_http(evening.url)
        options = await http.post("/staff/passkeys/options", json={"invite": invite})
        credential = Authenticator(place.origin).create(options.json()["public_key"])
        answer = await http.post("/staff/passkeys", json={"invite": invite, "credential": credential})
        assert answer.status_code == 201, answer.text
        return cls(http)

    async def queue(self) -> list[Frame]:
        return list((await self.http.get("/staff/cases")).json()["cases"])

    async def only_case(self) -> Frame:
        (row,) = await self.queue()
        case: Frame = (await self.http.get(f"/staff/cases/{row['id']}")).json()
        return case

    async def decide(self, kind: str, **more: Any) -> Frame:
        case = await self.only_case()
        assert kind in [offer["kind"] for offer in case["decisions"]]
        body = {"kind": kind, "facts": "Relu avec soin.", "version": case["version"], **more}
        answer = await self.http.post(f"/staff/cases/{case['id']}/decisions", json=body)
        assert answer.status_code == 201, answer.text
        taken: Frame = answer.json()
        return taken


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
        console = await Console.open(evening)
        taken = await console.decide("hide", article="respect")
        hidden = await anna.next("hidden")
        assert (hidden["conversation"], hidden["seq"]) == (room, accepted["seq"])
        outcome = (await anna.next("report"))["report"]
        assert (outcome["id"], outcome["state"], outcome["outcome"]["code"]) == (filed["id"], "decided", "hidden")
        statement = (await bruno.next("statement"))["statement"]
        assert statement["id"] == taken["statement"]
        assert statement["message"]["text"] == "Tu es nulle, Anna"
        assert [m["text"] for m in await anna.history(room)] == [""]
        await console.http.aclose()


async def test_held_words_go_out_or_do_not(tmp_path: Path) -> None:
    async with open_evening(tmp_path) as evening:
        slug = await evening.room()
        anna, bruno = await evening.enter("Anna"), await evening.enter("Bruno")
        room = await anna.join(slug)
        await bruno.join(slug)
        console = await Console.open(evening)
        assert (await bruno.say(room, THREAT, ref="one"))["type"] == "held"
        await console.decide("release")
        assert (await bruno.next("accepted", ref="one"))["seq"] == 1
        assert (await anna.next("message"))["text"] == THREAT
        assert (await bruno.say(room, THREAT, ref="two"))["type"] == "held"
        await console.decide("refuse", article="no_threats")
        assert (await bruno.next("refused", ref="two"))["reason"]["text"]
        assert (await bruno.next("statement"))["statement"]["detected"] is True
        assert len(await anna.history(room)) == 1
        await console.http.aclose()


async def test_a_suspension_cuts_in_and_leaves_the_way_to_complain(tmp_path: Path) -> None:
    async with open_evening(tmp_path) as evening:
        slug = await evening.room()
        bruno = await evening.enter("Bruno")
        room = await bruno.join(slug)
        assert (await bruno.say(room, THREAT))["type"] == "held"
        console = await Console.open(evening)
        taken = await console.decide("suspend", article="no_threats", minutes=1440)
        assert (await bruno.next("statement"))["statement"]["id"] == taken["statement"]
        with pytest.raises(websockets.ConnectionClosed):
            await bruno.next("never")
        shut = await bruno.http.get("/conversations")
        assert shut.status_code == 403
        assert shut.json()["statement"] == taken["statement"]
        assert [s["id"] for s in (await bruno.http.get("/statements")).json()] == [taken["statement"]]
        complaint = await bruno.http.post(f"/statements/{taken['statement']}/complaint", json={"text": "Une blague."})
        assert complaint.status_code == 201
        other = await Console.open(evening, "Nour", "admin")
        await other.decide("reverse")
        assert (await bruno.http.get("/conversations")).status_code == 200
        for each in (console, other):
            await each.http.aclose()


async def test_the_lamp_follows_the_watch(tmp_path: Path) -> None:
    async with open_evening(tmp_path) as evening:
        anna = await evening.enter("Anna")
        console = await Console.open(evening)
        await console.http.put("/staff/duty", json={"on": True})
        assert (await anna.next("watch"))["staff_on_duty"] == 1
        assert (await evening.http.get("/site")).json()["watch"]["state"] == "open"
        await console.http.delete("/staff/session")
        assert (await anna.next("watch"))["state"] == "resting"
        await console.http.aclose()
