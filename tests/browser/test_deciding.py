"""Decisions that take two people, the law or all of somebody, and those that are taken back, in the console."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.desk import Desk, sit_down
from tests.browser.seat import sit
from tests.story import Evening, Member, open_evening

pytestmark = pytest.mark.anyio


@pytest.fixture
async def careful(tmp_path: Path) -> AsyncIterator[Evening]:
    """An evening on which grave decisions take two."""
    async with open_evening(tmp_path / "careful", moderation__four_eyes=True) as evening:
        yield evening


async def reported(evening: Evening, texts: tuple[str, ...] = ("Bonsoir les amis",)) -> tuple[Member, Member, str]:
    """Anna has reported the last of what Bruno said."""
    slug, anna, bruno = await evening.room(), await evening.enter("Anna"), await evening.enter("Bruno")
    room = await bruno.join(slug)
    await anna.join(slug)
    for text in texts:
        said = await bruno.say(room, text)
    await anna.report_message(room, said["seq"], reason="spam")
    return anna, bruno, room


async def write(desk: Desk, facts: str) -> None:
    """Fill in what every decision asks for and look at it."""
    article = desk.page.get_by_label("Article des règles")
    if await article.count():
        await article.select_option("respect")
    await desk.page.locator("#facts").fill(facts)
    await desk.keys("Control+Enter")


async def test_a_ban_is_proposed_by_one_and_approved_by_another(careful: Evening, browser: Browser) -> None:
    _, bruno, _ = await reported(careful)
    maud, nour = await sit_down(browser, careful), await sit_down(browser, careful)
    await maud.watch()
    await nour.watch("Nour")
    await maud.open("Publicité")
    await expect(maud.page.get_by_role("button", name="Exclure").get_by_text("à deux")).to_be_visible()
    await maud.page.get_by_role("button", name="Exclure").click()
    await write(maud, "Des publicités toute la soirée.")
    await expect(maud.page.get_by_text("Une deuxième personne devra approuver")).to_be_visible()
    await maud.look()
    await maud.keys("Enter")
    await expect(maud.page.get_by_role("heading", name="Décision proposée")).to_be_visible()
    assert (await bruno.next("statement"))["statement"]["provisional"]
    await nour.open("Publicité")
    await expect(nour.page.get_by_text("Par Maud")).to_be_visible()
    await nour.look()
    await nour.keys("1")
    await expect(nour.page.get_by_text("Approuvé : la décision est prise")).to_be_visible()
    await nour.look()
    assert (await bruno.get("/statements"))[0]["decision"] == "ban"


async def test_a_proposal_is_refused_with_a_reason(careful: Evening, browser: Browser) -> None:
    _, bruno, _ = await reported(careful)
    maud, nour = await sit_down(browser, careful), await sit_down(browser, careful, width=390, height=844)
    await maud.watch()
    await nour.enrol("Nour")
    await maud.open("Publicité")
    await maud.page.get_by_role("button", name="Exclure").click()
    await write(maud, "Des publicités.")
    await maud.keys("Enter")
    await expect(maud.page.get_by_role("heading", name="Décision proposée")).to_be_visible()
    await nour.press("Regarder la file")
    await nour.page.get_by_role("link", name="Publicité").first.click()
    await nour.page.get_by_role("link", name="Décider").click()
    await nour.press("Refuser")
    await nour.press("Refuser")
    await expect(nour.page.get_by_text("Dites pourquoi.")).to_be_visible()
    await nour.page.locator("#facts").fill("C’est trop.")
    await nour.look()
    await nour.press("Refuser")
    await expect(nour.page.get_by_text("Refusé : l’affaire est de nouveau ouverte")).to_be_visible()
    (statement,) = await bruno.get("/statements")
    assert statement["reversal"]["cause"] == "not_confirmed"


async def test_all_of_somebody_goes_and_comes_back(evening: Evening, browser: Browser) -> None:
    anna, bruno, room = await reported(evening, tuple(f"Achetez {number}" for number in range(5)))
    desk = await sit_down(browser, evening)
    await desk.watch()
    await desk.open("Publicité")
    await desk.page.get_by_role("button", name="Masquer").click()
    await desk.page.get_by_label("Tout ce que la personne a fait récemment").check()
    await desk.page.get_by_label("La loi", exact=True).check()
    await desk.keys("Control+Enter")
    await expect(desk.page.get_by_text("Choisissez un texte de loi.")).to_be_visible()
    await desk.page.get_by_label("Texte de loi").select_option("scam")
    await desk.page.get_by_label("Pourquoi c’est illégal").fill("Vendre ce qui n’existe pas.")
    await desk.look()
    await write(desk, "Cinq publicités de suite.")
    await desk.look()
    await desk.keys("Enter")
    await expect(desk.page.get_by_text("Messages masqués : 5")).to_be_visible()
    assert [message["text"] for message in await anna.history(room)] == [""] * 5
    (statement,) = await bruno.get("/statements")
    assert statement["law"]["reference"] == "Code pénal, art. 313-1"
    await desk.keys("r")
    await desk.page.get_by_role("button", name="Rétablir").click()
    await write(desk, "Nous nous sommes trompés.")
    await desk.keys("Enter")
    await expect(desk.page.get_by_text("Rétabli : 5.")).to_be_visible()
    await desk.look()
    assert "" not in [message["text"] for message in await anna.history(room)]


async def test_who_is_affected_reads_all_of_it(evening: Evening, browser: Browser) -> None:
    slug, noor = await evening.room(), await evening.enter("Noor")
    room = await noor.join(slug)
    seat = await sit(browser, evening, f"/salons/{slug}")
    member = await seat.person(evening)
    await member.connect()
    await member.join(slug)
    await member.say(room, "Encore moi")
    await noor.report_message(room, 1)
    more = {"ground": "law", "law": "threat", "explanation": "Ces mots menacent.", "article": None}
    await (await evening.staff()).decide_only_case("mute", minutes=60, scope="author", **more)
    await seat.open("/moi/decisions")
    card = seat.page.get_by_role("article").filter(has_text="Voici pourquoi.")
    for said in (
        "Code pénal, art. 222-17 et 222-18",
        "Ces mots menacent.",
        "Partout où ce lieu est ouvert.",
        "Jusqu’au",
        "Par un signalement.",
        "Une personne a décidé.",
        "messages dans les salons, 1",
        "Contester cette décision",
    ):
        await expect(card).to_contain_text(said)
    await seat.look()
