"""Finding one's way in the console: one line of pages, by pointer and by keyboard, on a desk and in a hand."""

import itertools

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.desk import Desk, sit_down
from tests.story import Evening

pytestmark = pytest.mark.anyio
LINE_PX_MAX = 64


def pages(desk: Desk) -> Locator:
    return desk.page.get_by_role("banner").get_by_role("navigation", name="Pages")


async def test_the_pages_are_one_line_and_the_rest_is_behind_one_word(evening: Evening, browser: Browser) -> None:
    desk = await sit_down(browser, evening)
    await desk.watch()
    await (await evening.staff("Nour")).duty()
    await expect(desk.page.get_by_role("banner")).to_contain_text("2 personnes veillent")
    for page, width in itertools.product(("", "flaggers"), (1440, 1320, 1280, 1100, 1000)):
        await desk.page.evaluate("(page) => (location.hash = `#/${page}`)", page)
        await desk.page.set_viewport_size({"width": width, "height": 900})
        box = await desk.page.get_by_role("banner").bounding_box()
        assert box is not None and box["height"] <= LINE_PX_MAX, (width, box)
        spilt = await desk.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert spilt <= 0, (page, width, spilt)
    await desk.page.evaluate("location.hash = '#/'")
    await desk.page.set_viewport_size({"width": 1440, "height": 900})
    more = pages(desk).get_by_role("button", name="Plus")
    await expect(pages(desk).get_by_role("link", name="Registre")).to_be_hidden()
    await more.focus()
    await desk.keys("Enter")
    await expect(more).to_have_attribute("aria-expanded", "true")
    await desk.look()
    await desk.keys("Tab")
    await expect(pages(desk).get_by_role("link", name="Raids")).to_be_focused()
    await desk.keys("Escape")
    await expect(more).to_be_focused()
    await expect(pages(desk).get_by_role("link", name="Registre")).to_be_hidden()
    await more.click()
    await pages(desk).get_by_role("link", name="Registre").click()
    await expect(desk.page.get_by_role("heading", name="Registre")).to_be_visible()
    await expect(pages(desk).get_by_role("button", name="Registre")).to_have_attribute("aria-expanded", "false")
    await desk.keys("l")
    await expect(pages(desk).get_by_role("link", name="File")).to_have_attribute("aria-current", "page")


async def test_every_page_of_the_map_of_keys_is_there_on_a_phone(evening: Evening, browser: Browser) -> None:
    desk = await sit_down(browser, evening, width=390, height=844)
    await desk.enrol()
    await desk.press("Prendre la garde")
    await expect(desk.page.get_by_role("heading", name="La file")).to_be_visible()
    await desk.keys("?")
    section = desk.page.get_by_role("dialog").locator("section").filter(has_text="Ouvrir, ou revenir à la file")
    named = await section.get_by_role("definition").all_inner_texts()
    await desk.keys("Escape")
    await desk.page.get_by_role("button", name="Plus").click()
    listed = await desk.page.get_by_role("dialog").get_by_role("link").all_inner_texts()
    assert [text.split("\n")[0].strip() for text in listed] == ["File", *named]
    await desk.look()
    await desk.page.get_by_role("dialog").get_by_role("link", name=named[0]).click()
    await expect(desk.page.get_by_role("main").get_by_role("heading").first).to_be_visible()
    await expect(desk.page.get_by_role("dialog")).to_have_count(0)
