"""The rules of the gate in the console: read by everybody who reads cases, tried otherwise by a senior."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.desk import sit_down
from tests.story import Evening, words

pytestmark = pytest.mark.anyio


async def test_rules_are_read_and_one_is_tried_otherwise(evening: Evening, browser: Browser) -> None:
    zoe = await evening.enter("Zoé")
    room = await zoe.join(await evening.room())
    await zoe.say(room, words.HELD)
    await zoe.say(room, words.TRIED)
    await evening.place.tallies.write()
    desk = await sit_down(browser, evening)
    await desk.enrol("Nour", "senior")
    await desk.press("Prendre la garde")
    await expect(desk.page.get_by_text("De garde", exact=True)).to_be_visible()
    await desk.keys("o")
    page = desk.page.get_by_role("main")
    await expect(page.get_by_role("heading", name="Règles du filtre")).to_be_visible()
    await expect(
        page.get_by_role("heading", name="Guet-apens").or_(page.get_by_role("heading", name="Haine")).first
    ).to_be_visible()
    await desk.look()
    await page.get_by_label("Chercher une règle").fill("story.hold")
    await expect(page.get_by_text("a parlé 1 fois en 7 jours, 1 fois en 30")).to_be_visible()
    await page.get_by_text("story.hold").click()
    await expect(page).to_contain_text("Une personne va lire.")
    await expect(page).to_contain_text("Somebody will read it.")
    await page.get_by_text("Essayer autrement").click()
    await page.get_by_label("Effet").select_option("refuse")
    await page.get_by_role("button", name="Essayer", exact=True).click()
    await expect(page.get_by_role("status")).to_contain_text("1 texte : « Retenir » devient « Refuser »")
    await desk.look()
    await page.get_by_label("Condition").fill("names_nothing")
    await page.get_by_role("button", name="Essayer", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("names_nothing")
    await desk.look()
    await page.get_by_label("Chercher une règle").fill("")
    await page.get_by_label("Seulement celles à l’essai").check()
    await page.get_by_text("story.try").click()
    await expect(page).to_contain_text("aurait parlé 1 fois en 7 jours, 1 fois en 30")
    await expect(page).to_contain_text("elle aurait été seule à parler 1 fois en 7 jours et 1 fois en 30.")
    await expect(page.get_by_text("story.hold")).to_be_hidden()
    await desk.look()
