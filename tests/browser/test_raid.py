"""A raid of two hundred messages, cleaned and undone in the console, while somebody sits in the room."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.desk import sit_down
from tests.browser.seat import sit
from tests.story import Evening
from veillee.community.conversations import Author, Draft, Origin, append_all
from veillee.foundation.basics import new_id

pytestmark = pytest.mark.anyio
RAIDERS, EACH = 10, 20
FLOOD = "Le salon est à nous"


async def flood(evening: Evening, room: str) -> None:
    """Ten accounts, twenty messages each."""
    raiders = [await evening.enter(f"Raid {number}", connect=False) for number in range(RAIDERS)]
    drafts = [
        Draft(
            conversation=room,
            author=Author(id=raider.id, pseudonym=raider.pseudonym),
            ref=new_id(),
            text=f"{FLOOD} {turn}",
            sent_at=evening.place.clock(),
            reply_to=None,
            origin=Origin("192.0.2.1", 1234),
        )
        for turn in range(EACH)
        for raider in raiders
    ]
    await evening.place.database.write(append_all, drafts)


async def test_two_hundred_messages_are_cleaned_and_undone(evening: Evening, browser: Browser) -> None:
    # Browsers have the time of the machine: what was before lies before that.
    evening.time.pass_(hours=-2)
    slug, anna = await evening.room(), await evening.enter("Anna")
    room = await anna.join(slug)
    evening.time.pass_(hours=2)
    await anna.say(room, "Bonsoir à tous")
    await flood(evening, room)
    await anna.report_message(room, 150, "spam")
    guest = await sit(browser, evening, f"/salons/{slug}", "Gaël")
    await expect(guest.page.get_by_text(FLOOD).first).to_be_visible()
    desk = await sit_down(browser, evening)
    await desk.watch()
    await desk.open("Publicité, répétition")
    await desk.press("Nettoyer un raid à partir d’ici")
    await desk.page.get_by_label("Qui disent à peu près ceci").fill("")
    await desk.press("Voir qui et quoi")
    await expect(desk.page.get_by_text("10 personnes, 200 messages masqués, 1 affaire ouverte décidée")).to_be_visible()
    await expect(desk.page.get_by_text("1 personne épargnée")).to_be_visible()
    await desk.look()
    await desk.page.get_by_label("Article des règles").select_option("respect")
    await desk.page.get_by_label("Les faits, que chaque personne lira").fill("Inondation du salon.")
    await desk.press("Décider pour 10 personnes")
    await expect(desk.page.get_by_role("status").filter(has_text="fait")).to_be_visible()
    await expect(guest.page.get_by_text(FLOOD)).to_have_count(0)
    await desk.look()
    await desk.page.get_by_text("Reprendre cette décision").click()
    await desk.page.get_by_label("Pourquoi").fill("C’était une fête.")
    await desk.press("Tout annuler")
    await expect(desk.page.get_by_text("Rétabli : 210.")).to_be_visible()
    await expect(guest.page.get_by_text(FLOOD).first).to_be_visible()
    await desk.look()
