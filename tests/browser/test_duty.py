"""Duty in the console, and what members see of it: the roster, its gaps, handing over, and what rests meanwhile."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.desk import sit_down
from tests.browser.screens import DESKTOP, PHONE, check_every_look
from tests.browser.seat import sit
from tests.story import Evening

pytestmark = pytest.mark.anyio
SHOTS = os.environ.get("VEILLEE_SHOTS", "")


async def shoot(page: Page, name: str) -> None:
    """Pictures to look at, when somebody asks for them."""
    if not SHOTS:
        return
    size = page.viewport_size
    for label, viewport in (("phone", PHONE), ("desktop", DESKTOP)):
        await page.set_viewport_size(viewport)
        for scheme in ("dark", "light"):
            await page.emulate_media(color_scheme=scheme)
            await page.screenshot(path=Path(SHOTS) / f"{name}-{label}-{scheme}.png")
    await page.emulate_media(color_scheme="dark")
    await page.set_viewport_size(size or PHONE)


async def test_a_gap_in_the_roster_closes_stranger_requests_and_opens_them_again(
    evening: Evening, browser: Browser
) -> None:
    slug, bruno = await evening.room(), await evening.enter("Bruno")
    await bruno.join(slug)
    desk = await sit_down(browser, evening)
    await desk.enrol("Ada", role="senior")
    await desk.press("Prendre la garde")
    await desk.keys("d")
    await expect(desk.page.get_by_role("heading", name="Tour de garde")).to_be_visible()
    local = evening.place.clock().astimezone(evening.place.moderation.settings.opening.zone)
    form = desk.page.get_by_role("form", name="Prévoir quelqu’un")
    await form.get_by_label("Qui").select_option(label="Ada")
    await form.get_by_label("Jour", exact=True).fill(local.date().isoformat())
    await form.get_by_label("De", exact=True).fill("00:00")
    await form.get_by_label("À", exact=True).fill("12:00")
    await form.get_by_role("button", name="Prévoir").click()
    lines = desk.page.get_by_role("region", name="Toutes les lignes")
    await expect(lines).to_contain_text("Ada, chaque")
    await expect(desk.page.get_by_role("status").filter(has_text="Personne n’est prévu")).to_be_visible()
    await desk.look()
    await shoot(desk.page, "roster")
    await form.get_by_role("button", name="Prévoir").click()
    await expect(form.get_by_role("alert")).to_contain_text("déjà prévue")
    anna = await sit(browser, evening, f"/salons/{slug}")
    lamp = anna.page.get_by_test_id("lamp")
    await expect(lamp).to_contain_text("1 personne veille")
    await desk.keys("Escape")
    await desk.page.locator("h2").first.click()
    await desk.keys("g", "d")
    await expect(desk.page.get_by_role("heading", name="Vous êtes en pause")).to_be_visible()
    await expect(lamp).to_contain_text("La lampe est en veille")
    await lamp.click()
    await expect(anna.dialog).to_contain_text("Personne de l’équipe n’est présent")
    await shoot(anna.page, "lamp-nobody")
    await anna.press("Fermer", anna.dialog)
    assert (await bruno.ask(await anna.person(evening), "Bonsoir")).json()["why"] == "nobody"
    await desk.keys("g")
    await expect(lamp).to_contain_text("1 personne veille")
    assert (await bruno.ask(await anna.person(evening), "Bonsoir")).status_code == 201


async def test_what_waits_too_long_closes_first_words_until_it_is_decided(evening: Evening, browser: Browser) -> None:
    slug, bruno = await evening.room(), await evening.enter("Bruno")
    await bruno.join(slug)
    anna = await sit(browser, evening, f"/salons/{slug}")
    desk = await sit_down(browser, evening)
    await desk.watch()
    await bruno.report({"kind": "person", "id": (await anna.person(evening)).id}, reason="threat")
    for _ in range(4):
        evening.time.pass_(minutes=8)
        await desk.page.evaluate("fetch('/api/v1/staff/duty', {method: 'PUT', body: '{\"on\": true}'})")
    lamp = anna.page.get_by_test_id("lamp")
    await expect(lamp).to_contain_text("La lampe est en veille")
    await lamp.click()
    await expect(anna.dialog).to_contain_text("quelque chose d’urgent attend depuis trop longtemps")
    await expect(anna.dialog).to_contain_text("1 personne veille")
    await anna.look()
    await shoot(anna.page, "lamp-urgent")
    await anna.press("Fermer", anna.dialog)
    await desk.page.reload()
    await expect(desk.page.get_by_text("Quelque chose d’urgent attend depuis trop longtemps")).to_be_visible()
    await desk.open("Menace")
    await desk.decide("Rien à reprocher")
    await expect(lamp).to_contain_text("1 personne veille")


async def test_words_are_left_after_going_and_taken_up_by_whoever_comes(evening: Evening, browser: Browser) -> None:
    desk = await sit_down(browser, evening)
    await desk.watch("Maud")
    await desk.keys("g")
    await desk.page.get_by_label("Un mot pour la relève").fill("Le salon du jardin est agité.")
    await desk.look()
    await desk.press("Laisser ce mot")
    await expect(desk.page.get_by_text("Votre mot attend la relève.")).to_be_visible()
    other = await sit_down(browser, evening)
    await other.watch("Nour")
    await expect(other.page.get_by_text("Maud vous a laissé un mot :")).to_be_visible()
    await other.look()
    await shoot(other.page, "handover")
    await other.press("Je reprends")
    await expect(other.page.get_by_text("Maud vous a laissé un mot :")).to_have_count(0)
    await other.keys("d")
    await expect(other.page.get_by_text("repris par Nour")).to_be_visible()
    await check_every_look(other.page)
