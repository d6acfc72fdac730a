"""A trusted flagger gives notice, reads what came of it and nothing else; an admin suspends and restores them."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.desk import sit_down
from tests.story import Evening

pytestmark = pytest.mark.anyio


async def test_a_flagger_brings_something_and_is_suspended_and_restored(evening: Evening, browser: Browser) -> None:
    await evening.enter("Bruno")
    asso = await sit_down(browser, evening)
    await asso.enrol("Asso Écoute", "flagger")
    page = asso.page.get_by_role("main")
    await expect(page.get_by_role("heading", name="Vos notifications")).to_be_visible()
    await page.get_by_role("button", name="Envoyer").click()
    await expect(page.get_by_label("De quoi s’agit-il ?")).to_be_focused()
    await asso.look()
    await page.get_by_label("De quoi s’agit-il ?").select_option("hate")
    await page.get_by_label("Qu’est-ce que c’est ?").select_option("person")
    await page.get_by_role("button", name="Envoyer").click()
    await expect(page.get_by_label("Où exactement ?")).to_be_focused()
    await asso.look()
    await page.get_by_label("Où exactement ?").fill("Bruno")
    await page.get_by_label("Pourquoi est-ce illégal").fill("Des propos répétés contre un groupe.")
    await page.get_by_label("Je crois de bonne foi").check()
    await page.get_by_role("button", name="Envoyer").click()
    await expect(page.get_by_role("status").filter(has_text="Votre notification est reçue")).to_be_visible()
    sent = page.get_by_role("region", name="Ce que vous avez notifié")
    await expect(sent).to_contain_text("Reçue, en attente")
    desk = await sit_down(browser, evening)
    await desk.watch()
    await desk.open("Haine")
    await desk.decide("Avertir")
    await asso.page.reload()
    await expect(sent).to_contain_text("Décidée")
    await expect(page).to_contain_text("1 notification, 1 élément. 1 décidé, dont 1 avec une suite.")
    await asso.look()
    assert not [url for url in asso.asked if "/staff/cases" in url]
    ada = await sit_down(browser, evening)
    await ada.enrol("Ada", "admin")
    await expect(ada.page.get_by_role("button", name="Plus").first).to_be_visible()
    await ada.keys("h")
    row = ada.page.get_by_role("main").get_by_role("listitem").filter(has_text="Asso Écoute")
    await row.get_by_text("Suspendre").first.click()
    await row.get_by_label("Pourquoi").fill("Dix notifications sans fondement.")
    await ada.look()
    await row.get_by_role("button", name="Suspendre ce statut").click()
    await expect(row).to_contain_text("suspendu depuis")
    await asso.page.reload()
    await expect(page.get_by_role("status").filter(has_text="Votre statut est suspendu.")).to_contain_text(
        "Dix notifications"
    )
    await expect(page.get_by_role("button", name="Envoyer")).to_have_count(0)
    await asso.look()
    await row.get_by_text("Rétablir").first.click()
    await row.get_by_label("Pourquoi").fill("Vérifié ensemble.")
    await row.get_by_role("button", name="Rétablir ce statut").click()
    await expect(row.get_by_text("suspendu depuis")).to_have_count(0)
