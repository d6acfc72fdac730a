"""Watched or quiet, on two nodes: the lamp is one."""

import asyncio

import pytest

from tests.nodes.conftest import Two
from tests.story import make_watch

pytestmark = pytest.mark.anyio


async def test_the_lamp_is_one(two: Two) -> None:
    one, other = two
    zoe, ali = await one.enter("Zoé"), await other.enter("Ali")
    maud, nils = await one.staff("Maud"), await other.staff("Nils")
    await asyncio.gather(maud.duty(), nils.duty())
    for member in (zoe, ali):
        await member.next("watch", staff_on_duty=2)
    await asyncio.gather(maud.duty(False), nils.duty(False))
    for member in (zoe, ali):
        await member.next("watch", state="resting")
    # What a node counted by itself may be a moment older than what it had read.
    for evening in two:
        await evening.settle()
    for member in (zoe, ali):
        assert (await member.http.get("/site")).json()["watch"] == make_watch(0, why="nobody")


async def test_what_waits_too_long_rests_on_both_nodes(two: Two) -> None:
    one, other = two
    zoe, ali, maud = await one.enter("Zoé"), await other.enter("Ali"), await one.staff()
    await maud.duty()
    await ali.next("watch", staff_on_duty=1)
    await zoe.report({"kind": "person", "id": ali.id}, reason="threat")
    for _ in range(4):
        one.time.pass_(minutes=8)
        await maud.duty()
    for member in (zoe, ali):
        watch = await member.next("watch", state="resting")
        assert watch["areas"]["first_words"]["why"] == "urgent"
    await maud.decide_only_case("no_violation")
    for member in (zoe, ali):
        await member.next("watch", state="open")
    for evening in two:
        await evening.settle()
    assert (await ali.http.get("/site")).json()["watch"] == make_watch(1)
