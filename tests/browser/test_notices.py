"""From outside, without coming in: somebody in danger, a notice, what came of it."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.desk import sit_down
from tests.browser.screens import DESKTOP
from tests.browser.seat import Seat, take_seat
from tests.story import Evening

pytestmark = pytest.mark.anyio


async def _write(seat: Seat, **fields: str) -> None:
    for label, text in fields.items():
        await seat.page.get_by_label(label.replace("_", " ")).first.fill(text)


async def test_a_notice_from_the_door_to_its_outcome(evening: Evening, browser: Browser) -> None:
    bruno = await evening.enter("Bruno")
    seat = await take_seat(browser, evening)
    await seat.open()
    await seat.follow("Signaler sans entrer")
    await expect(seat.heading("Signaler depuis l’extérieur")).to_be_visible()
    await seat.look()
    await seat.page.get_by_label("De quoi s’agit-il ?").select_option("Haine")
    await _write(seat, Où_exactement="Bruno", Pourquoi_est="Des mots de haine.", Votre_nom="Claude Martin")
    await seat.press("Envoyer")
    await expect(seat.page.get_by_text("Il manque quelque chose ici.")).to_have_count(2)
    await seat.look()
    await _write(seat, Votre_adresse="claude@example.org")
    await seat.page.get_by_label("Je crois de bonne foi").check()
    await seat.press("Ajouter un élément")
    await seat.page.get_by_label("Où exactement").last.fill("/salons/ailleurs")
    await seat.press("Envoyer")
    await expect(seat.heading("Notification reçue")).to_be_visible()
    link = await seat.page.get_by_label("Votre lien de suivi").input_value()
    await seat.look()
    maud = await evening.staff()
    rows = {row["subject"]["kind"]: row for row in await maud.cases()}
    assert rows["person"]["subject"]["id"] == bruno.id
    await maud.decide(rows["person"]["id"], "warn")
    later = await take_seat(browser, evening, viewport=DESKTOP)
    await later.page.goto(link)
    await expect(later.heading("Votre notification")).to_be_visible()
    await expect(later.page.get_by_role("listitem").filter(has_text="Bruno")).to_contain_text(
        "nous avons pris une mesure"
    )
    await expect(later.page.get_by_role("listitem").filter(has_text="/salons/ailleurs")).to_contain_text("en attente")
    await later.look()


async def test_danger_shows_the_numbers_first_and_goes_first(evening: Evening, browser: Browser) -> None:
    seat = await take_seat(browser, evening, viewport=DESKTOP)
    await seat.open("/aide")
    await seat.follow("Signaler sans entrer")
    main = seat.page.get_by_role("main")
    first = main.get_by_role("link").filter(has_text="Appeler").first
    await expect(first).to_have_attribute("href", "tel:17")
    await seat.press("Prévenir aussi l’équipe du lieu")
    await expect(seat.page.get_by_text("La lampe est en veille : l’équipe")).to_be_visible()
    await expect(seat.page.get_by_label("Votre nom")).to_have_count(0)
    await _write(seat, Qui_est_en_danger="Quelqu’un l’attend dehors.", Où_exactement="Le comptoir")
    await seat.look()
    await seat.press("Envoyer")
    await expect(seat.page.get_by_text("en tête de la file")).to_be_visible()
    await expect(seat.page.get_by_text("La lampe est en veille : l’équipe")).to_be_visible()
    await expect(main.get_by_role("link").filter(has_text="Appeler").first).to_have_attribute("href", "tel:17")
    await seat.look()
    (row,) = await (await evening.staff()).cases()
    assert (row["label"], row["urgent"]) == ("danger", True)
    desk = await sit_down(browser, evening)
    await desk.watch("Nour")
    await desk.open("Quelqu’un est en danger")
    await expect(desk.page.get_by_text("appelez d’abord le 17 ou le 112, puis notez sur l’affaire")).to_be_visible()
    await desk.look()
    senior = await sit_down(browser, evening, width=390, height=844)
    await senior.enrol("Zora", "senior")
    await senior.press("Prendre la garde")
    await senior.open("Quelqu’un est en danger")
    await senior.page.get_by_role("link", name="Décider").click()
    await expect(senior.page.get_by_text("puis notez ici qui a été prévenu")).to_be_visible()
    await expect(senior.page.locator("ol button").first).to_contain_text("Prévenir une autorité")
    await senior.look()
    await senior.keys("1")
    await expect(senior.page.get_by_label("Autorité prévenue")).to_be_visible()


async def test_a_link_that_leads_nowhere_says_so(evening: Evening, browser: Browser) -> None:
    seat = await take_seat(browser, evening)
    await seat.open(f"/signaler#{'x' * 43}")
    await expect(seat.page.get_by_role("alert")).to_contain_text("Ce lien ne mène à aucune notification.")
    await seat.look()
