"""The team and the figures in the console: somebody goes, numbers are told, and it is fit to be read in every look."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.desk import sit_down
from tests.story import Evening, open_evening

pytestmark = pytest.mark.anyio


async def test_an_admin_changes_a_role_and_takes_somebody_off(evening: Evening, browser: Browser) -> None:
    maud, ada = await sit_down(browser, evening), await sit_down(browser, evening)
    await maud.watch()
    await ada.enrol("Ada", "admin")
    await expect(ada.page.get_by_role("button", name="Plus").first).to_be_visible()
    await ada.keys("t")
    row = ada.page.get_by_role("listitem").filter(has_text="Maud").filter(has_text="Changer")
    await row.get_by_text("Changer").click()
    await row.get_by_label("Nouveau rôle").select_option("removed")
    await row.get_by_label("Pourquoi").fill("Convenu ensemble.")
    await ada.look()
    await row.get_by_role("button", name="Retirer de l’équipe").click()
    await expect(row).to_have_count(0)
    await ada.keys("c")
    await expect(ada.page.get_by_role("heading", name="Affaires ouvertes")).to_be_visible()
    await ada.look()
    await maud.page.reload()
    await expect(maud.page.get_by_role("button", name="Entrer")).to_be_visible()


async def test_somebody_is_called_by_letter_and_no_more(tmp_path: Path, browser: Browser) -> None:
    async with open_evening(
        tmp_path, mail__host="127.0.0.1", mail__port=9, mail__sender="veillee@example.org"
    ) as evening:
        desk = await sit_down(browser, evening)
        await desk.watch()
        await desk.keys("t")
        page = desk.page.get_by_role("main")
        await page.get_by_label("Votre adresse électronique").fill("maud@example.org")
        await desk.look()
        await page.get_by_role("button", name="M’appeler").click()
        await expect(page).to_contain_text("une lettre part à maud@example.org")
        await desk.look()
        await page.get_by_role("button", name="Ne plus m’appeler").click()
        await expect(page.get_by_label("Votre adresse électronique")).to_be_visible()
