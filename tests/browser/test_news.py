"""The console is told at once, and looks by itself when it is not."""

import asyncio

import pytest
from playwright.async_api import Browser, Route, expect

from tests.browser.desk import sit_down
from tests.story import Evening
from tests.story.member import PATIENCE_SECONDS

pytestmark = pytest.mark.anyio


async def report(evening: Evening, reason: str) -> None:
    slug = await evening.room()
    anna, bruno = await evening.enter(f"Anna {reason}"), await evening.enter(f"Bruno {reason}")
    room = await anna.join(slug)
    await bruno.join(slug)
    said = await bruno.say(room, "Bonsoir")
    await anna.report_message(room, said["seq"], reason=reason)


async def test_what_is_reported_is_there_without_looking(evening: Evening, browser: Browser) -> None:
    desk = await sit_down(browser, evening)
    # It never looks by itself: what it shows, it was told.
    await desk.page.add_init_script("window.setInterval = () => 0")
    await desk.watch()
    for reason, label in (("threat", "Menace"), ("hate", "Haine")):
        await report(evening, reason)
        await expect(desk.page.get_by_role("link", name=label)).to_be_visible()
    nour = await evening.staff("Nour")
    await nour.duty()
    await expect(desk.page.get_by_role("banner")).to_contain_text("2 personnes veillent")
    assert not [url for url in desk.asked if url.endswith("/staff/news")][1:]


async def test_where_nothing_is_told_the_console_looks(evening: Evening, browser: Browser) -> None:
    desk = await sit_down(browser, evening)
    refused = asyncio.Event()

    async def refuse(route: Route) -> None:
        refused.set()
        await route.fulfill(status=429, content_type="application/problem+json", body="{}")

    await desk.page.route("**/staff/news", refuse)
    await desk.watch()
    await asyncio.wait_for(refused.wait(), PATIENCE_SECONDS)
    await report(evening, "threat")
    await expect(desk.page.get_by_role("link", name="Menace")).to_be_visible()
