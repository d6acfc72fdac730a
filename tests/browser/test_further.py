"""Break-glass by two people: one asks with a reason, another opens it, what is read stands in the case."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.desk import sit_down
from tests.story import Evening

pytestmark = pytest.mark.anyio


async def test_one_asks_to_read_further_and_another_opens_it(evening: Evening, browser: Browser) -> None:
    anna, bruno = await evening.enter("Anna"), await evening.enter("Bruno")
    maud = await sit_down(browser, evening)
    await maud.watch()
    talk = await anna.befriend(bruno)
    for number in range(1, 19):
        await (anna if number % 2 else bruno).say(talk, f"Voici la ligne {number}")
    await anna.report_message(talk, 19, reason="spam")
    await maud.open("Publicité")
    case = maud.page.get_by_role("article").first
    await expect(case).to_contain_text("Voici la ligne 18")
    further = maud.page.get_by_role("region", name="Lire plus loin")
    await further.get_by_text("Demander à lire plus loin").click()
    await further.get_by_label("Pourquoi est-ce nécessaire ?").fill("Un rendez-vous serait fixé plus haut")
    await maud.look()
    await maud.press("Demander")
    await expect(further).to_contain_text("attend une réponse")
    await expect(further).to_contain_text("Une autre personne")
    nour = await sit_down(browser, evening, width=390, height=844)
    await nour.enrol("Nour", "senior")
    await nour.press("Prendre la garde")
    await expect(nour.page.get_by_role("link", name="Publicité")).to_be_visible()
    await expect(nour.page.get_by_text("attend votre réponse")).to_be_visible()
    await nour.keys("e")
    asked = nour.page.get_by_role("article", name="Demandée par Maud")
    await expect(asked).to_contain_text("Un rendez-vous serait fixé plus haut")
    await expect(nour.page.get_by_text("attend votre réponse")).to_have_count(0)
    await nour.look()
    await nour.press("Ouvrir la lecture")
    await expect(asked).to_contain_text("Rien n’a été lu.")
    await maud.page.reload()
    await maud.press("Lire ces lignes")
    await expect(further).to_contain_text("Voici la ligne 2")
    await expect(further).to_contain_text("C’est la fin de ce qui est ouvert.")
    await maud.look()
    await maud.keys("r")
    await maud.page.get_by_text("Ce qui s’est passé").click()
    await expect(case).to_contain_text("Lecture étendue, lignes lues : 1–19")
