"""People and rooms in the console: from a case to the person, by a search, and closing a room and opening it again."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.desk import sit_down
from tests.browser.seat import sit
from tests.story import Evening
from veillee.foundation.basics import new_id

pytestmark = pytest.mark.anyio


async def test_from_a_case_to_the_person_and_back_to_what_is_decided(evening: Evening, browser: Browser) -> None:
    slug = await evening.room()
    anna, bruno, carla = [await evening.enter(name) for name in ("Anna", "Bruno", "Carla")]
    room, *_ = [await somebody.join(slug) for somebody in (anna, bruno, carla)]
    said = await bruno.say(room, "Tu es nulle, Anna")
    await anna.report_message(room, said["seq"], reason="harassment")
    desk = await sit_down(browser, evening)
    await desk.watch()
    await desk.open("Harcèlement")
    await desk.press("Faire taire un temps")
    await desk.page.get_by_label("Article des règles").select_option("respect")
    await desk.page.locator("#facts").fill("Voici pourquoi.")
    await desk.keys("Control+Enter", "Enter")
    await expect(desk.page.get_by_role("heading", name="C’est décidé")).to_be_visible()
    await anna.http.post("/reports", json={"subject": {"kind": "person", "id": bruno.id}, "reason": "threat"})
    await carla.http.post("/reports", json={"subject": {"kind": "person", "id": bruno.id}, "reason": "threat"})
    await desk.open("Menace")
    await desk.page.get_by_role("link", name="Voir tout ce qui la concerne").click()
    page = desk.page.get_by_role("main")
    await expect(page.get_by_role("heading", name="Bruno")).to_be_visible()
    await expect(page.get_by_role("region", name="Restrictions en cours")).to_contain_text("Silence")
    await expect(page.get_by_role("region", name="Affaires")).to_contain_text("Signalements : Menace ×2")
    await expect(page).not_to_contain_text("Tu es nulle")
    await desk.look()
    await page.get_by_role("region", name="Décisions passées").get_by_role("link").click()
    await expect(desk.heading("Harcèlement")).to_be_visible()
    await desk.keys("p")
    await expect(page).to_contain_text("On arrive ici depuis une affaire")
    await desk.look()


async def test_a_senior_searches_and_begins_a_case(evening: Evening, browser: Browser) -> None:
    await evening.enter("Bruno")
    await evening.enter("Brune")
    desk = await sit_down(browser, evening)
    await desk.enrol("Nour", "senior")
    await desk.press("Prendre la garde")
    await expect(desk.page.get_by_text("De garde", exact=True)).to_be_visible()
    await desk.keys("p")
    page = desk.page.get_by_role("main")
    await page.get_by_label("Pseudonyme ou identifiant").fill("brun")
    await desk.keys("Enter")
    await expect(page.get_by_role("listitem")).to_have_count(2)
    await desk.look()
    await page.get_by_role("link", name="Bruno").click()
    await page.get_by_text("Ouvrir une affaire").click()
    await page.get_by_label("Pourquoi").fill("Trois récits qui concordent.")
    await desk.look()
    await page.get_by_role("button", name="Ouvrir l’affaire").click()
    await expect(desk.heading("Sans étiquette")).to_be_visible()
    await expect(desk.page.get_by_role("article")).to_contain_text("Trois récits qui concordent.")
    await expect(desk.page.get_by_role("article")).to_contain_text("Ouverte par l’équipe")
    await desk.look()
    await desk.page.goto(f"{evening.place.origin}/console/#/people/{new_id()}")
    await expect(page.get_by_role("alert")).to_contain_text("Cette personne n’existe pas")
    await desk.look()


async def test_a_room_is_closed_and_opened_again(evening: Evening, browser: Browser) -> None:
    slug = await evening.room()
    await evening.room("La nuit", "Gardes, insomnies, musique basse.")
    seat = await sit(browser, evening, f"/salons/{slug}")
    await expect(seat.page.get_by_role("heading", name="Le comptoir").first).to_be_visible()
    desk = await sit_down(browser, evening)
    await desk.watch()
    await desk.keys("s")
    page = desk.page.get_by_role("main")
    line = page.get_by_role("listitem").filter(has_text="Le comptoir")
    await expect(line).to_contain_text("1 personne ici")
    await line.get_by_text("Ouvrir une affaire").click()
    await line.get_by_label("Pourquoi").fill("On y recrute.")
    await desk.look()
    await line.get_by_role("button", name="Ouvrir l’affaire").click()
    await desk.decide("Fermer le salon")
    await expect(seat.page.get_by_role("heading", name="Le comptoir")).to_have_count(0)
    await desk.keys("s")
    await expect(page.get_by_role("region", name="Fermés (1)")).to_contain_text("Le comptoir")
    await desk.look()
    await page.get_by_role("link", name="Rouvrir").click()
    await desk.press("Relire l’affaire")
    await desk.decide("Rétablir")
    await desk.keys("s")
    await expect(page.get_by_role("region", name="Fermés (0)")).to_be_visible()
