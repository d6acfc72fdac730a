"""From the report to the reversal, through the pages of everybody concerned, with a case that is taken and noted on."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.desk import Desk, sit_down
from tests.browser.seat import sit
from tests.story import Evening

pytestmark = pytest.mark.anyio


async def take(desk: Desk, label: str) -> None:
    """Open the case and take it, by keyboard."""
    await desk.open(label)
    await desk.keys("a")
    await expect(desk.page.get_by_text("Vous avez cette affaire.")).to_be_visible()


async def test_report_decision_statement_complaint_reversal(evening: Evening, browser: Browser) -> None:
    slug, anna = await evening.room(), await evening.enter("Anna")
    room = await anna.join(slug)
    bruno = await sit(browser, evening, f"/salons/{slug}", "Bruno")
    await bruno.say("Tu es nulle, Anna")
    await bruno.hear("Tu es nulle, Anna")
    await anna.report_message(room, 1, "harassment")
    maud, nour = await sit_down(browser, evening), await sit_down(browser, evening)
    await maud.watch()
    await take(maud, "Harcèlement")
    await maud.page.get_by_label("Ajouter une note").fill("Déjà vu hier, même ton.")
    await maud.press("Noter")
    await expect(maud.page.locator("p.note")).to_contain_text("Déjà vu hier")
    await maud.look()
    await maud.press("Masquer le message")
    await maud.page.get_by_label("Partir d’un texte préparé").select_option("insult")
    await maud.page.get_by_label("Article des règles").select_option("respect")
    await maud.keys("Control+Enter", "Enter")
    await expect(maud.page.get_by_role("heading", name="C’est décidé")).to_be_visible()
    await bruno.open("/moi/decisions")
    await expect(bruno.page.get_by_text("Nous avons masqué votre message.")).to_be_visible()
    await bruno.page.get_by_text("Contester cette décision", exact=True).click()
    await bruno.page.get_by_role("textbox").fill("C’était une blague entre nous.")
    await bruno.press("Envoyer la contestation")
    await nour.watch("Nour")
    await take(nour, "Réclamation")
    await nour.look()
    await nour.decide("Revenir sur la décision")
    await expect(bruno.page.get_by_text("Après relecture, la décision est annulée.").first).to_be_visible()
    await bruno.open(f"/salons/{slug}")
    await bruno.hear("Tu es nulle, Anna")
