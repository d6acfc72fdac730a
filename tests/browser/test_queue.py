"""A queue of a great many cases: the console shows the first of them and stays light."""

import pytest
from playwright.async_api import Browser, expect

from bench.desk import fill
from tests.browser.desk import sit_down
from tests.story import Evening
from veillee.oversight.moderation.model import QUEUE_PAGE_MAX

pytestmark = pytest.mark.anyio
MANY = 3_000
NODES_MAX = 1_000


async def test_a_great_many_cases_are_a_short_page(evening: Evening, browser: Browser) -> None:
    other = await evening.staff("Autre")
    staff = (await other.http.get("/staff/session")).json()["staff"]["id"]
    await evening.place.database.write(fill, MANY, staff, evening.place.clock())
    desk = await sit_down(browser, evening)
    await desk.watch()
    rows = desk.page.locator("[data-case]")
    await expect(rows).to_have_count(QUEUE_PAGE_MAX)
    await expect(desk.page.get_by_text("3 000 en attente, dont")).to_be_visible()
    assert await desk.page.evaluate("document.querySelectorAll('*').length") < NODES_MAX
    await expect(rows.first).to_contain_text("Urgent, en retard")
    await desk.press("Afficher la suite")
    await expect(rows).to_have_count(2 * QUEUE_PAGE_MAX)
    await desk.keys("j", "j")
    await expect(rows.nth(1).get_by_role("link")).to_be_focused()
    await desk.look()
