"""Everybody may read how the watch does, without having come in."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.seat import sit, take_seat
from tests.story import Evening

pytestmark = pytest.mark.anyio


async def test_figures_are_open_to_everybody(evening: Evening, browser: Browser) -> None:
    slug = await evening.room()
    anna, bruno = await evening.enter("Anna"), await evening.enter("Bruno")
    room = await anna.join(slug)
    await bruno.join(slug)
    maud = await evening.staff()
    for number in range(6):
        said = await bruno.say(room, f"Bonsoir, numéro {number}")
        await anna.report_message(room, said["seq"], reason="hate" if number else "threat")
        evening.time.pass_(hours=1)
        await maud.duty()
        await maud.decide_only_case("hide")
    seat = await take_seat(browser, evening)
    await seat.open("/aide")
    await seat.follow("La veille en chiffres")
    await expect(seat.heading("La veille en chiffres")).to_be_focused()
    cases = seat.page.get_by_role("region", name="Affaires ouvertes")
    await expect(cases.get_by_role("row", name="En tout")).to_contain_text("5")
    await expect(cases.get_by_role("row", name="Haine")).to_contain_text("5")
    await expect(cases.get_by_role("row", name="Menace")).to_contain_text("moins de 5")
    times = seat.page.get_by_role("region", name="Temps de réponse")
    await expect(times.get_by_role("row", name="Ordinaires, décision")).to_contain_text("1 heure")
    await expect(seat.page.get_by_role("region", name="Décisions").first).to_contain_text("Message masqué")
    await seat.look()
    await seat.page.get_by_label("Période").select_option(index=11)
    await expect(seat.page.get_by_role("status")).to_contain_text("Rien pendant cette période.")
    await seat.look()


async def test_figures_can_be_read_from_within(evening: Evening, browser: Browser) -> None:
    seat = await sit(browser, evening, "/salons")
    await seat.open("/chiffres")
    await expect(seat.heading("La veille en chiffres")).to_be_visible()
    await expect(seat.page).to_have_title("La veille en chiffres · Veillée")
    await seat.look()
