"""What is decided on one node holds on the other within two seconds."""

import asyncio
import time

import pytest

from tests.nodes.conftest import OpenTwo, Two
from tests.nodes.test_two_nodes import meet, settle
from tests.story import Member
from veillee.foundation.bus import Hub

pytestmark = pytest.mark.anyio
SECONDS_MAX = 2.0


async def raid(zoe: Member, ali: Member, room: str) -> None:
    """Ali floods the room from the other node, and Zoé reports the last of it."""
    for number in range(20):
        assert (await ali.say(room, f"Achetez {number}"))["type"] == "accepted"
    await zoe.next("message", seq=20)
    await zoe.report_message(room, 20, reason="spam")


async def test_all_of_somebody_is_gone_everywhere_at_once(two: Two) -> None:
    zoe, ali, room = await meet(two)
    await raid(zoe, ali, room)
    watcher = await two[0].staff()
    await watcher.decide_only_case("suspend", minutes=60, scope="author", hours=1)
    began = time.monotonic()
    async with asyncio.TaskGroup() as waiting:
        waiting.create_task(ali.closed())
        waiting.create_task(hear_hidden(zoe, room))
    assert time.monotonic() - began < SECONDS_MAX
    assert (await ali.http.get("/conversations")).status_code == 403
    assert [message["text"] for message in await zoe.history(room)] == [""] * 20


async def hear_hidden(member: Member, room: str) -> None:
    """Until the first and the last message of twenty were hidden."""
    for seq in (1, 20):
        await member.next("hidden", conversation=room, seq=seq)


async def test_a_proposal_on_one_node_is_approved_on_the_other(open_two: OpenTwo) -> None:
    async with open_two(Hub(), moderation__four_eyes=True) as two:
        zoe, ali, room = await meet(two)
        await raid(zoe, ali, room)
        maud, nour = await two[0].staff(), await two[1].staff("Nour")
        (row,) = await maud.cases()
        assert (await maud.decide(row["id"], "ban"))["lapses_at"]
        began = time.monotonic()
        assert await ali.closed() == 1008
        assert time.monotonic() - began < SECONDS_MAX
        case = await nour.case(row["id"])
        approval = {"version": case["version"], "approve": True}
        answers = await asyncio.gather(
            *(nour.http.post(f"/staff/cases/{row['id']}/approvals", json=approval) for _ in range(2)),
        )
        assert sorted(answer.status_code for answer in answers) == [201, 409]
        await settle(two)
        decisions = [statement["decision"] for statement in await ali.get("/statements")]
        assert decisions == ["ban", "suspend"]
