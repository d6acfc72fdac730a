"""Checking the ledger with one's own browser: a member their receipts, staff the whole of it."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.async_api import Browser, expect

from tests.browser.desk import sit_down
from tests.browser.seat import Seat, sit
from tests.story import Evening
from veillee.foundation.storage import Transaction
from veillee.safety.ledger.store import leaves
from veillee.server.cli import main

pytestmark = pytest.mark.anyio


async def reported(evening: Evening, browser: Browser) -> tuple[Seat, dict[str, Any]]:
    """Anna has reported what Bruno said, and reads her reports."""
    slug, bruno = await evening.room(), await evening.enter("Bruno")
    room = await bruno.join(slug)
    await bruno.say(room, "Tu es nulle, Anna")
    anna = await sit(browser, evening, f"/salons/{slug}")
    member = await anna.person(evening)
    await member.connect()
    await member.join(slug)
    filed = await member.report_message(room, 1)
    await anna.open("/moi/signalements")
    return anna, filed


async def tamper(evening: Evening, index: int, **values: Any) -> None:
    """Somebody writes into the table of leaves."""

    def job(transaction: Transaction) -> None:
        transaction.connection.execute(sa.update(leaves).where(leaves.c.index == index).values(**values))

    await evening.place.database.write(job)


async def test_a_reporter_checks_and_keeps_the_receipt(evening: Evening, browser: Browser, tmp_path: Path) -> None:
    anna, filed = await reported(evening, browser)
    await anna.press("Vérifier le reçu")
    card = anna.page.get_by_role("listitem").filter(has_text="Harcèlement")
    index = filed["receipt"]["index"]
    for said in (
        "Tout concorde.",
        f"La feuille n° {index} du registre est celle de votre reçu.",
        "Elle a été inscrite pour ce signalement.",
        "Elle fait partie du registre",
        "Le registre est signé avec la clé que le lieu publie.",
    ):
        await expect(card).to_contain_text(said)
    await anna.look()
    async with anna.page.expect_download() as download:
        await anna.press("Garder le reçu dans un fichier")
    kept = tmp_path / "kept.json"
    await (await download.value).save_as(kept)
    assert json.loads(kept.read_text())["leaf_hash"] == filed["receipt"]["leaf_hash"]
    assert main(["ledger", "verify", "--data", str(evening.place.folder.path), "--receipt", str(kept)]) == 0


async def test_a_leaf_that_was_changed_shows_to_its_reporter(evening: Evening, browser: Browser) -> None:
    anna, filed = await reported(evening, browser)
    forged = b'{"category":"report.received","commitment":"00","time":"2026-11-24T20:00:00.000Z"}'
    await tamper(evening, filed["receipt"]["index"], leaf=forged)
    await anna.press("Vérifier le reçu")
    card = anna.page.get_by_role("listitem").filter(has_text="Harcèlement")
    await expect(card).to_contain_text("Quelque chose ne concorde pas.")
    await expect(card).to_contain_text("n’est pas celle de votre reçu")
    await expect(card).to_contain_text("Elle ne fait pas partie du registre")
    await anna.look()


async def test_whomever_a_decision_affects_checks_it_too(evening: Evening, browser: Browser) -> None:
    slug, noor = await evening.room(), await evening.enter("Noor")
    room = await noor.join(slug)
    anna = await sit(browser, evening, f"/salons/{slug}")
    member = await anna.person(evening)
    await member.connect()
    await member.join(slug)
    await member.say(room, "Encore moi")
    await noor.report_message(room, 1)
    await (await evening.staff()).decide_only_case("warn")
    await anna.open("/moi/decisions")
    await anna.press("Vérifier le reçu")
    card = anna.page.get_by_role("article").filter(has_text="Voici pourquoi.")
    await expect(card).to_contain_text("Tout concorde.")
    await expect(card).to_contain_text("Elle a été inscrite pour cette décision.")
    await anna.look()


async def test_staff_verify_the_whole_ledger_and_see_it_grow(evening: Evening, browser: Browser) -> None:
    desk = await sit_down(browser, evening)
    await desk.watch()
    await desk.keys("l")
    await expect(desk.page.get_by_role("heading", name="Registre", exact=True)).to_be_visible()
    row = desk.page.get_by_role("row").nth(1)
    await expect(row).to_contain_text("Garde prise")
    await desk.look()
    await desk.press("Vérifier dans ce navigateur")
    found = desk.page.get_by_role("region", name="Vérifier dans ce navigateur")
    await expect(found).to_contain_text("donnent la racine du point de contrôle.")
    await expect(found).to_contain_text("signé avec la clé publique ci-dessus.")
    await expect(found).to_contain_text("première vérification")
    await desk.look()
    await evening.staff("Iris", "auditor")
    await desk.press("Relire")
    await desk.press("Vérifier dans ce navigateur")
    await expect(found).to_contain_text("feuilles que ce navigateur avait déjà vérifiées.")
    await expect(found).to_contain_text("Le registre commence par les")
    await desk.keys("l")
    await expect(desk.page.get_by_role("heading", name="La file")).to_be_visible()


async def test_staff_see_that_a_leaf_was_changed(evening: Evening, browser: Browser) -> None:
    desk = await sit_down(browser, evening, width=390, height=844)
    await desk.enrol()
    await desk.press("Regarder la file")
    await desk.press("Plus")
    await desk.page.get_by_role("dialog").get_by_role("link", name="Registre").click()
    await tamper(evening, 1, leaf=b'{"category":"staff.added"}')
    await desk.press("Relire")
    await expect(desk.page.get_by_role("row").filter(has_text="Feuille illisible")).to_be_visible()
    await desk.press("Vérifier dans ce navigateur")
    found = desk.page.get_by_role("region", name="Vérifier dans ce navigateur")
    await expect(found).to_contain_text("Les feuilles ne donnent pas la racine du point de contrôle.")
    await desk.look()
