"""A place on two nodes, as somebody sees it who does not know of them."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.seat import sit
from tests.nodes.conftest import OpenTwo, open_two
from veillee.foundation.bus import Hub

__all__ = ["open_two"]

pytestmark = pytest.mark.anyio


async def test_a_ban_at_one_node_cuts_the_session_at_the_other(open_two: OpenTwo, browser: Browser) -> None:
    async with open_two(Hub()) as (one, other):
        slug, anna, staff = await one.room(), await one.enter("Anna"), await one.staff()
        bruno = await sit(browser, other, f"/salons/{slug}", "Bruno")
        await bruno.say("Bonsoir")
        await bruno.hear("Bonsoir")
        await anna.report({"kind": "person", "id": (await bruno.person(other)).id}, reason="threat")
        await staff.decide_only_case("ban")
        await expect(bruno.heading("Vous ne pouvez plus entrer ici")).to_be_visible()
        await expect(bruno.composer).to_have_count(0)
        await bruno.look()
