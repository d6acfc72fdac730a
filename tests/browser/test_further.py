"""Break-glass by two people: one asks with a reason, another opens it, what is read stands in the case."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.desk import sit_down
from tests.story import Evening
from tests.story.pictures import at_home, make_picture, upload

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


async def test_pictures_of_the_lines_are_opened_one_by_one(evening: Evening, browser: Browser) -> None:
    anna, bruno = await at_home(evening, "Anna", "Bruno")
    talk = await anna.befriend(bruno)
    await bruno.say(talk, "Regarde où", pictures=[await upload(bruno, make_picture("plum", (600, 900)))])
    for number in range(1, 19):
        await bruno.say(talk, f"Voici la ligne {number}")
    await anna.report_message(talk, 20, reason="spam")
    maud = await sit_down(browser, evening, width=390, height=844)
    await maud.enrol()
    await maud.press("Prendre la garde")
    await maud.open("Publicité")
    nour = await evening.staff("Nour", "senior")
    further = maud.page.get_by_role("region", name="Lire plus loin")
    await further.get_by_text("Demander à lire plus loin").click()
    await further.get_by_label("Pourquoi est-ce nécessaire ?").fill("Un rendez-vous serait fixé plus haut")
    await maud.press("Demander")
    await expect(further).to_contain_text("attend une réponse")
    (asked,) = (await nour.http.get("/staff/further")).json()["waiting"]
    assert (await nour.http.post(f"/staff/further/{asked['id']}/answers", json={"open": True})).status_code == 201
    await maud.page.reload()
    await maud.press("Lire ces lignes")
    picture = further.get_by_test_id("case-picture")
    await expect(picture).to_have_attribute("data-state", "covered")
    await maud.look()
    await maud.press("Regarder l’image 1 de Bruno")
    await expect(picture).to_have_attribute("data-state", "shown")
    grey = "(image) => getComputedStyle(image).filter"
    assert await picture.get_by_role("img").evaluate(grey) == "blur(14px) grayscale(1)"
    await maud.look()
    await maud.press("Recouvrir")
    evening.time.pass_(hours=2)
    await maud.press("Regarder l’image 1 de Bruno")
    await expect(picture).to_contain_text("Cette lecture n’est pas ouverte, ou ne l’est plus.")
    await maud.keys("r")
    await maud.page.get_by_text("Ce qui s’est passé").click()
    await expect(maud.page.get_by_role("article").first).to_contain_text("Lecture étendue, image regardée, ligne : 2")
