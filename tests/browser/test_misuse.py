"""Whoever reported, in numbers beside the report: the third report for nothing is warned about, by hand."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.desk import sit_down
from tests.story import Evening

pytestmark = pytest.mark.anyio


async def test_a_moderator_sees_the_numbers_and_warns(evening: Evening, browser: Browser) -> None:
    anna, bruno = await evening.enter("Anna"), await evening.enter("Bruno")
    nour = await evening.staff("Nour")
    for _ in range(3):
        assert (await anna.report({"kind": "person", "id": bruno.id}, "spam")).status_code == 201
        await nour.decide_only_case("no_violation")
        evening.time.pass_(seconds=60)
    assert (await anna.report({"kind": "person", "id": bruno.id}, "harassment")).status_code == 201
    maud = await sit_down(browser, evening)
    await maud.watch()
    await maud.open("Harcèlement")
    await maud.page.get_by_text("Qui l’a envoyé, en chiffres").click()
    await expect(maud.page.get_by_text("3 examinés, dont 3 sans rien trouver")).to_be_visible()
    await expect(maud.page.get_by_text("Anna")).to_have_count(0)
    boxes = maud.page.get_by_role("checkbox", name="Publicité")
    for number in range(3):
        await boxes.nth(number).check()
    await maud.page.get_by_label("Ce que la personne lira").fill("Trois fois rien.")
    await maud.look()
    await maud.press("Avertir")
    await expect(maud.page.get_by_text("Averti", exact=True)).to_be_visible()
    await maud.page.get_by_text("Sur quoi cela repose (art. 23)").click()
    await expect(maud.page.get_by_text("3 manifestement infondés, 100 % de ce qui a été examiné")).to_be_visible()
    await maud.look()
    (statement,) = await anna.get("/statements")
    assert (statement["decision"], statement["facts"]) == ("misuse_warn", "Trois fois rien.")
