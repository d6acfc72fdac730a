"""Away in an instant, without a trace in the tab; and leaving for good."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.seat import Seat, sit
from tests.story import Evening

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("by", ["button", "key"])
async def test_quick_exit_leaves_no_page_behind(evening: Evening, browser: Browser, by: str) -> None:
    slug = await evening.room()
    anna = await sit(browser, evening, "/")
    await anna.follow("Le comptoir")
    await anna.say("Bonsoir")
    await anna.hear("Bonsoir")
    await anna.composer.fill("Un brouillon")
    if by == "button":
        await anna.press("Sortie rapide")
    else:
        await anna.composer.press("Escape")
        await anna.composer.press("Escape")
    # No name outside resolves in tests, so the neutral page itself cannot be shown.
    await expect(anna.page).to_have_url("chrome-error://chromewebdata/")
    assert await _history(anna) == ["about:blank", "https://fr.wikipedia.org/"]
    await anna.open(f"/salons/{slug}")
    await expect(anna.composer).to_have_value("")


async def test_one_escape_closes_a_sheet_and_stays(evening: Evening, browser: Browser) -> None:
    anna = await sit(browser, evening, "/")
    await anna.page.get_by_test_id("lamp").click()
    await expect(anna.dialog).to_be_visible()
    await anna.page.keyboard.press("Escape")
    await expect(anna.dialog).to_have_count(0)
    await expect(anna.heading("Les salons")).to_be_visible()


async def test_a_discreet_tab_says_nothing(evening: Evening, browser: Browser) -> None:
    anna = await sit(browser, evening, "/moi")
    await expect(anna.page).to_have_title("Moi · Veillée")
    await anna.page.get_by_label("Mode discret").check()
    await expect(anna.page).to_have_title("Notes")
    await expect(anna.page.get_by_role("banner")).not_to_contain_text("Veillée")
    await anna.look()
    await anna.page.reload()
    await expect(anna.page).to_have_title("Notes")


async def test_leaving_the_place_frees_the_pseudonym_and_forgets(evening: Evening, browser: Browser) -> None:
    anna = await sit(browser, evening, "/moi")
    await anna.press("Quitter le lieu")
    await expect(anna.page.get_by_text("Votre pseudonyme sera libéré")).to_be_visible()
    await anna.look()
    await anna.press("Oui, quitter")
    await expect(anna.heading("Bonsoir.")).to_be_visible()
    assert await anna.page.evaluate("sessionStorage.length") == 0
    assert (await evening.knock(pseudonym="Anna")).status_code == 201


async def _history(seat: Seat) -> list[str]:
    """The addresses that the tab can go back or forward to, and where it is."""
    devtools = await seat.page.context.new_cdp_session(seat.page)
    entries = (await devtools.send("Page.getNavigationHistory"))["entries"]
    return [entry["url"] for entry in entries]
