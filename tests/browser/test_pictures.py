"""Pictures on both sides of the page, from the phone's choice to the decision of staff."""

import pytest
from playwright.async_api import Browser, FilePayload, expect

from tests.browser.desk import sit_down
from tests.browser.seat import Seat, sit
from tests.story import Evening
from tests.story.pictures import at_home, make_picture, upload

pytestmark = pytest.mark.anyio


def photo(name: str, raw: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": raw}


async def settle_in(evening: Evening, seat: Seat) -> None:
    """Whoever sits there has been here long enough, and well enough, to send pictures."""
    evening.light_the_lamp()
    member, friend = await seat.person(evening), await evening.enter("Quelqu’un")
    await member.befriend(friend)
    evening.time.pass_(hours=25)
    evening.light_the_lamp()
    await seat.page.reload()


async def test_a_newcomer_is_told_what_is_missing(evening: Evening, browser: Browser) -> None:
    evening.light_the_lamp()
    anna = await sit(browser, evening, f"/salons/{await evening.room()}")
    button = anna.page.get_by_role("button", name="Ajouter une image\u00a0: pas encore possible")
    await button.press("Enter")
    why = anna.page.get_by_test_id("why-no-pictures")
    await expect(why).to_contain_text("24 heures ici et un premier mot de vous accepté")
    await anna.look()
    evening.light_the_lamp(0)
    await expect(why).to_contain_text("La lampe est en veille")


async def test_pictures_are_chosen_looked_at_removed_and_sent(evening: Evening, browser: Browser) -> None:
    slug, bruno = await evening.room(), await evening.enter("Bruno")
    await bruno.join(slug)
    anna = await sit(browser, evening, f"/salons/{slug}")
    await settle_in(evening, anna)
    chosen, file = anna.page.get_by_test_id("chosen"), anna.page.get_by_test_id("picture-file")
    await expect(anna.page.get_by_role("button", name="Ajouter une image", exact=True)).to_be_visible()
    await file.set_input_files([photo("a.jpg", make_picture()), photo("b.jpg", b"no picture at all")])
    await expect(chosen.locator("[data-state=ready]")).to_have_count(1)
    await expect(chosen.locator("[data-state=failed]")).to_contain_text("pas une image que nous savons lire")
    await anna.look()
    await anna.composer.press("Enter")
    await expect(anna.page.get_by_text("L’image n’est pas encore prête.")).to_be_visible()
    await anna.press("Retirer l’image 2")
    await anna.say("Mes tomates")
    await anna.hear("Mes tomates")
    told = await bruno.next("message", text="Mes tomates")
    assert len(told["pictures"]) == 1 and await anna.page.get_by_test_id("chosen").count() == 0
    await expect(anna.message("Mes tomates").get_by_test_id("picture")).to_have_attribute("data-state", "seen")
    await file.set_input_files([photo("c.jpg", make_picture("plum", (3000, 2000)))])
    await expect(chosen.locator("[data-state=ready]")).to_have_count(1)
    await anna.press("Envoyer le message")
    alone = await bruno.next("message", text="")
    assert (alone["pictures"][0]["width"], alone["pictures"][0]["height"]) == (2048, 1365)
    await expect(anna.log.get_by_test_id("picture")).to_have_count(2)
    await anna.look()


async def test_a_picture_is_covered_seen_reported_and_taken_away(evening: Evening, browser: Browser) -> None:
    (bruno,) = await at_home(evening, "Bruno")
    slug = await evening.room()
    room = await bruno.join(slug)
    anna = await sit(browser, evening, f"/salons/{slug}")
    await bruno.say(room, "", pictures=[await upload(bruno, make_picture("plum", (900, 1200)))])
    picture = anna.log.get_by_test_id("picture")
    await expect(picture).to_have_attribute("data-state", "covered")
    await anna.look()
    await anna.page.get_by_role("button", name="Image floutée de Bruno").press("Enter")
    await expect(picture).to_have_attribute("data-state", "seen")
    await anna.press("Image de Bruno. Agrandir")
    await expect(anna.dialog.get_by_role("img", name="Image de Bruno")).to_be_visible()
    await anna.look()
    await anna.press("Fermer", anna.dialog)
    await anna.press("Signaler l’image de Bruno")
    await expect(anna.dialog).to_contain_text("l’image de Bruno")
    await expect(anna.dialog).to_contain_text("Montre quelqu’un qui semble mineur")
    await expect(anna.dialog).not_to_contain_text("dit avoir moins de 18 ans")
    await anna.look()
    await anna.press("Harcèlement", anna.dialog)
    await expect(anna.dialog).to_contain_text("Merci de veiller.")
    await anna.press("Fermer", anna.dialog)
    maud = await sit_down(browser, evening)
    await maud.watch()
    await maud.open("Harcèlement")
    shown = maud.page.get_by_test_id("case-picture")
    await expect(shown).to_have_attribute("data-state", "covered")
    await maud.look()
    await maud.press("Regarder l’image 1 de Bruno")
    await expect(shown).to_have_attribute("data-state", "shown")
    grey = "(image) => getComputedStyle(image).filter"
    assert await shown.get_by_role("img").evaluate(grey) == "blur(14px) grayscale(1)"
    await maud.press("Nette")
    assert await shown.get_by_role("img").evaluate(grey) == "grayscale(1)"
    await maud.look()
    await maud.press("Recouvrir")
    await expect(shown).to_have_attribute("data-state", "covered")
    await maud.decide("Retirer les images")
    await expect(picture).to_contain_text("Image retirée par l’équipe.")
    await anna.look()


async def test_what_a_contact_shows_in_private_is_not_covered(evening: Evening, browser: Browser) -> None:
    (bruno,) = await at_home(evening, "Bruno")
    anna = await sit(browser, evening, "/prive")
    me = await anna.person(evening)
    talk = await bruno.befriend(me)
    await bruno.say(talk, "Regarde", pictures=[await upload(bruno)])
    await anna.page.get_by_role("link", name="Bruno").click()
    picture = anna.log.get_by_test_id("picture")
    await expect(picture).to_have_attribute("data-state", "covered")
    for one, other in ((bruno, me), (me, bruno)):
        assert (await one.http.put(f"/people/{other.id}/contact")).status_code == 200
    await expect(picture).to_have_attribute("data-state", "seen")
    await anna.look()
