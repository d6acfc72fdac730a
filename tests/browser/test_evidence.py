"""The console when the words of a case are gone: what was sealed is shown, and says that it is the copy."""

import pytest
import sqlalchemy as sa
from playwright.async_api import Browser, expect

from tests.browser.desk import sit_down
from tests.story import Evening
from veillee.community.conversations.store import messages

pytestmark = pytest.mark.anyio


async def test_words_that_were_deleted_are_read_from_the_sealed_copy(evening: Evening, browser: Browser) -> None:
    slug, anna, bruno = await evening.room(), await evening.enter("Anna"), await evening.enter("Bruno")
    room = await anna.join(slug)
    await bruno.join(slug)
    await bruno.say(room, "Tu es nulle, Anna")
    await anna.report_message(room, 1, reason="spam")
    await evening.place.database.write(lambda transaction: transaction.connection.execute(sa.delete(messages)))
    desk = await sit_down(browser, evening)
    await desk.watch()
    await desk.open("Publicité")
    case = desk.page.get_by_role("article")
    await expect(case).to_contain_text("Voici la copie scellée lors du signalement")
    await expect(case).to_contain_text("Tu es nulle, Anna")
    await expect(case).to_contain_text("gardée jusqu’au")
    await desk.look()


async def test_an_admin_reads_who_touched_the_copy_and_holds_it(evening: Evening, browser: Browser) -> None:
    slug, anna, bruno = await evening.room(), await evening.enter("Anna"), await evening.enter("Bruno")
    room = await anna.join(slug)
    await bruno.join(slug)
    await bruno.say(room, "Tu es nulle, Anna")
    await anna.report_message(room, 1, reason="spam")
    desk = await sit_down(browser, evening)
    await desk.enrol("Nour", "admin")
    await desk.press("Prendre la garde")
    await desk.open("Publicité")
    copy = desk.page.get_by_role("region", name="Copie scellée")
    await copy.get_by_text("Qui y a touché").click()
    await expect(copy.get_by_role("listitem")).to_contain_text("Scellée, au signalement")
    await copy.get_by_label("Pourquoi la retenir ?").fill("Plainte déposée")
    await desk.look()
    await desk.press("Retenir la copie")
    await expect(copy).to_contain_text("retenue : elle ne sera pas détruite")
    await expect(copy.get_by_role("listitem").last).to_contain_text("Retenue, Plainte déposée")
    await expect(copy.get_by_role("listitem").last).to_contain_text("Nour")
    await copy.get_by_label("Pourquoi ne plus la retenir ?").fill("Classée")
    await desk.press("Rendre à l’échéance")
    await expect(copy).to_contain_text("gardée jusqu’au")
    await desk.look()
