"""Strangers, first words, contacts, blocks: what one sees of the other, and what the lamp has to do with it."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.seat import Seat, sit
from tests.story import Evening, Member, open_evening, words
from veillee.community.people import find_person_named, name_key

pytestmark = pytest.mark.anyio


async def _meet(evening: Evening, browser: Browser) -> tuple[Seat, Member]:
    """Anna at the page and Bruno, in one room; Anna has his card open."""
    evening.light_the_lamp()
    slug, bruno = await evening.room(), await evening.enter("Bruno")
    await bruno.say(await bruno.join(slug), "Qui a vu le film ?")
    anna = await sit(browser, evening, f"/salons/{slug}")
    await anna.message("Qui a vu le film ?").get_by_role("button", name="Bruno", exact=True).click()
    await expect(anna.dialog.get_by_role("heading", name="Bruno")).to_be_visible()
    return anna, bruno


async def test_a_first_word_is_sent_accepted_and_both_talk(evening: Evening, browser: Browser) -> None:
    anna, bruno = await _meet(evening, browser)
    await anna.dialog.get_by_label("Votre premier mot à Bruno").fill("Moi, hier. On en parle ?")
    await anna.look()
    await anna.press("Dire un premier mot", anna.dialog)
    await anna.agree()
    await expect(anna.dialog).to_contain_text("Votre premier mot est parti.")
    await anna.press("Fermer", anna.dialog)
    await anna.message("Qui a vu le film ?").get_by_role("button", name="Bruno", exact=True).click()
    await expect(anna.dialog).to_contain_text(
        "Votre premier mot à cette personne : Moi, hier. On en parle ? attend une réponse"
    )
    await anna.press("Fermer", anna.dialog)
    asked = (await bruno.next("request"))["request"]
    assert asked["text"] == "Moi, hier. On en parle ?" and asked["from"]["pseudonym"] == "Anna"
    await anna.open("/prive")
    await expect(anna.page.get_by_text("attend une réponse")).to_be_visible()
    await anna.look()
    talk = (await bruno.http.post(f"/private-requests/{asked['id']}/accept")).json()["conversation"]["id"]
    card = anna.page.get_by_role("link", name="Bruno")
    await expect(card).to_be_visible()
    await expect(card).not_to_contain_text("nouveau")
    await bruno.say(talk, "Avec plaisir")
    await expect(card).to_contain_text("1 nouveau")
    await anna.look()
    await card.click()
    await anna.hear("Avec plaisir")
    await anna.say("La fin m’a surprise")
    await bruno.next("message", text="La fin m’a surprise")
    await anna.hear("La fin m’a surprise")
    await anna.look()
    await anna.open("/prive")
    await expect(card).to_be_visible()
    await expect(card).not_to_contain_text("nouveau")


async def test_a_first_word_is_nudged_and_refused_like_any_other(evening: Evening, browser: Browser) -> None:
    anna, bruno = await _meet(evening, browser)
    first = anna.dialog.get_by_label("Votre premier mot à Bruno")
    await first.fill(words.REFUSED)
    await anna.press("Dire un premier mot", anna.dialog)
    await anna.agree()
    await expect(first).to_have_accessible_description(
        "Un seul message, sans lien ni image. La personne choisit de répondre ou non. Cela ne passe pas. "
        "(Règle du lieu : « Pas de publicité ».)"
    )
    await expect(first).to_have_value(words.REFUSED)
    await first.fill(words.NUDGED)
    await anna.press("Dire un premier mot", anna.dialog)
    await expect(anna.dialog).to_contain_text("Réfléchissez encore.")
    await anna.look()
    await anna.press("Envoyer quand même", anna.dialog)
    assert (await bruno.next("request"))["request"]["text"] == words.NUDGED
    await anna.open("/moi/decisions")
    await expect(anna.page.get_by_text("Le filtre du lieu n’a pas transmis vos mots.")).to_be_visible()
    await expect(anna.page.get_by_role("blockquote")).to_have_text(words.REFUSED)
    await anna.look()


async def test_too_many_first_words_wait_for_another_day(tmp_path: Path, browser: Browser) -> None:
    async with open_evening(tmp_path, limits__first_words_per_day_per_person=1) as evening:
        anna, _ = await _meet(evening, browser)
        await (await anna.person(evening)).ask(await evening.enter("Carla"), "Coucou")
        await anna.dialog.get_by_label("Votre premier mot à Bruno").fill("Bonsoir")
        await anna.press("Dire un premier mot", anna.dialog)
        await anna.agree()
        await expect(anna.dialog).to_contain_text("Réessayez dans 24 heures.")
        await expect(anna.dialog.get_by_label("Votre premier mot à Bruno")).to_have_value("Bonsoir")


async def test_a_first_word_is_read_and_accepted(evening: Evening, browser: Browser) -> None:
    anna, bruno = await _asked(evening, browser, "On s’est croisés au comptoir ?")
    await anna.look()
    await anna.press("Accepter Bruno")
    await anna.agree()
    await expect(anna.heading("Bruno")).to_be_focused()
    await anna.hear("On s’est croisés au comptoir ?")
    await anna.say("Oui, c’est moi")
    talk = (await bruno.next("message", text="Oui, c’est moi"))["conversation"]
    await bruno.tell({"type": "typing", "conversation": talk})
    await expect(anna.page.get_by_text("Bruno écrit…")).to_be_visible()


async def test_a_first_word_is_declined_and_whoever_insists_is_blocked(evening: Evening, browser: Browser) -> None:
    anna, bruno = await _asked(evening, browser, "Coucou")
    await anna.press("Refuser Bruno")
    await expect(anna.page.get_by_text("Coucou")).to_have_count(0)
    await expect(anna.page.get_by_text("La personne ne pourra pas insister.")).to_be_visible()
    assert (await bruno.get("/private-requests"))["outgoing"][0]["state"] == "declined"
    carla = await evening.enter("Carla")
    await carla.ask(await anna.person(evening), "Et moi ?")
    await anna.press("Bloquer Carla")
    await expect(anna.dialog).to_contain_text("Plus rien ne passera entre vous.")
    await anna.look()
    await anna.press("Bloquer", anna.dialog)
    await expect(anna.dialog).to_contain_text("Carla est bloqué·e.")
    await anna.press("Fermer", anna.dialog)
    await expect(anna.page.get_by_text("Et moi ?")).to_have_count(0)
    await anna.open("/moi/blocages")
    await anna.look()
    await anna.press("Débloquer Carla")
    await expect(anna.page.get_by_text("Vous n’avez bloqué personne.")).to_be_visible()


async def test_a_contact_is_blocked_in_two_taps(evening: Evening, browser: Browser) -> None:
    anna, bruno = await _asked(evening, browser, "On parle ?")
    await anna.press("Accepter Bruno")
    await anna.agree()
    await anna.hear("On parle ?")
    talk = (await bruno.next("conversation"))["conversation"]["id"]
    await anna.press("Bloquer Bruno")
    await anna.press("Bloquer", anna.dialog)
    await expect(anna.dialog).to_contain_text("Bruno est bloqué·e.")
    assert (await bruno.say(talk, "Allô ?"))["code"] == "closed"


async def test_in_a_room_a_blocked_person_is_folded_until_one_looks(evening: Evening, browser: Browser) -> None:
    anna, bruno = await _meet(evening, browser)
    room = await bruno.join("le-comptoir")
    await bruno.say(room, "Je t’ai vue")
    await anna.hear("Je t’ai vue")
    await anna.press("Bloquer", anna.dialog)
    await anna.press("Bloquer", anna.dialog)
    await expect(anna.dialog).to_contain_text("Bruno est bloqué·e.")
    await anna.press("Fermer", anna.dialog)
    folded = anna.log.get_by_role("button", name="3 messages de personnes bloquées")
    await bruno.say(room, "Réponds-moi")
    await expect(folded).to_be_visible()
    await expect(anna.log).not_to_contain_text("Je t’ai vue")
    await anna.look()
    await anna.follow("Retour")
    await bruno.say(room, "Réponds !")
    carla = await evening.enter("Carla")
    await carla.say(await carla.join("le-comptoir"), "Bonsoir Anna")
    card = anna.page.get_by_role("main").get_by_role("link", name="Le comptoir")
    await expect(card).to_contain_text("1 nouveau")
    await anna.page.reload()
    await expect(card).to_contain_text("1 nouveau")
    await card.click()
    await anna.hear("Bonsoir Anna")
    await expect(anna.log).not_to_contain_text("Réponds")
    await anna.log.get_by_role("button", name="4 messages de personnes bloquées").click()
    await anna.hear("Réponds !")
    await anna.look()
    await anna.press("Bruno")
    await anna.press("Débloquer", anna.dialog)
    await anna.press("Fermer", anna.dialog)
    await anna.hear("Je t’ai vue")
    await expect(anna.log.get_by_test_id("folded")).to_have_count(0)


async def test_the_lamp_says_what_rests(evening: Evening, browser: Browser) -> None:
    anna, _ = await _meet(evening, browser)
    lamp = anna.page.get_by_test_id("lamp")
    await expect(lamp).to_contain_text("1 personne veille")
    await anna.press("Fermer", anna.dialog)
    await lamp.click()
    await expect(anna.dialog.get_by_role("heading", name="La lampe est allumée")).to_be_visible()
    await anna.look()
    evening.light_the_lamp(0)
    await expect(anna.dialog.get_by_role("heading", name="La lampe est en veille")).to_be_visible()
    await expect(anna.dialog).to_contain_text("les premiers mots à une personne inconnue")
    await expect(anna.dialog).to_contain_text("l’ouverture de nouveaux salons")
    await anna.look()
    await anna.press("Fermer", anna.dialog)
    await expect(lamp).to_contain_text("La lampe est en veille")
    await anna.say("On continue")
    await anna.hear("On continue")
    await anna.message("Qui a vu le film ?").get_by_role("button", name="Bruno", exact=True).click()
    await expect(anna.dialog).to_contain_text("cela se repose jusqu’au retour de l’équipe")
    await expect(anna.dialog.get_by_label("Votre premier mot à Bruno")).to_have_count(0)
    await anna.look()
    await anna.open("/salons")
    await expect(anna.page.get_by_role("button", name="Ouvrir un salon")).to_be_disabled()
    await anna.look()


async def _asked(evening: Evening, browser: Browser, text: str) -> tuple[Seat, Member]:
    """Bruno has said a first word to Anna, who sees it."""
    evening.light_the_lamp()
    bruno, anna = await evening.enter("Bruno"), await sit(browser, evening, "/salons")
    assert (await bruno.ask(await anna.person(evening), text)).status_code == 201
    badge = anna.page.get_by_role("navigation").get_by_role("link", name="Privé")
    await expect(badge).to_have_accessible_name(re.compile("1 nouveau"))
    await badge.click()
    await expect(anna.page.get_by_role("article")).to_contain_text(text)
    return anna, bruno


async def test_two_who_talk_become_contacts_when_both_say_so(evening: Evening, browser: Browser) -> None:
    evening.light_the_lamp()
    anna, bruno = await sit(browser, evening, "/salons"), await evening.enter("Bruno")
    person = await evening.place.database.read(find_person_named, name_key("Anna"))
    assert person is not None
    asked = (await bruno.http.post("/private-requests", json={"to": person.id, "text": "On parle ?"})).json()
    await anna.open("/prive")
    await anna.press("Accepter Bruno")
    await anna.agree()
    await expect(anna.page.get_by_role("heading", name="Bruno")).to_be_visible()
    assert asked["state"] == "pending"
    await bruno.http.put(f"/people/{person.id}/contact")
    await expect(anna.page.get_by_text("Bruno propose de garder le contact.").first).to_be_visible()
    await anna.look()
    await anna.page.get_by_role("button", name="Garder le contact").first.click()
    await bruno.next("contact", contact="mutual")
    await anna.page.get_by_role("button", name="Voir Bruno").click()
    await expect(anna.dialog).to_contain_text("Vous et Bruno êtes contacts.")
    await anna.look()
    await anna.press("Ne plus être contacts", anna.dialog)
    await bruno.next("contact", contact="none")
    await expect(anna.dialog).to_contain_text("Bruno n’est pas un contact.")


async def test_screening_is_agreed_to_switched_off_by_two_and_withdrawn(evening: Evening, browser: Browser) -> None:
    anna, bruno = await _asked(evening, browser, "On parle ?")
    await anna.press("Accepter Bruno")
    await expect(anna.page.get_by_role("heading", name="Avant de parler en privé")).to_be_focused()
    await anna.look()
    await anna.press("Non merci")
    await expect(anna.page.get_by_text("C’est noté : rien n’est parti.")).to_be_visible()
    await anna.press("Accepter Bruno")
    await anna.agree()
    await anna.hear("On parle ?")
    talk, bar = (await bruno.next("conversation"))["conversation"]["id"], anna.page.get_by_role("main")
    person = await anna.person(evening)
    for one, other in ((bruno, person), (person, bruno)):
        await one.http.put(f"/people/{other.id}/contact")
    await bruno.http.put(f"/people/{person.id}/screening-off")
    await expect(anna.page.get_by_text("Bruno propose de couper le filtre entre vous.").first).to_be_visible()
    await anna.look()
    await anna.page.get_by_role("button", name="Couper le filtre entre nous").first.click()
    await expect(bar).to_contain_text("Filtre coupé à deux")
    await bruno.next("screening", screening="off")
    assert (await bruno.say(talk, words.REFUSED))["type"] == "accepted"
    await anna.look()
    await anna.press("Voir Bruno")
    await anna.press("Remettre le filtre", anna.dialog)
    await bruno.next("screening", screening="on")
    await anna.press("Fermer", anna.dialog)
    await anna.open("/moi")
    await expect(anna.page.get_by_text("Ensuite : « À l’aise ici »")).to_be_visible()
    await anna.look()
    await anna.press("Retirer mon accord")
    await anna.press("Oui, retirer")
    await expect(anna.page.get_by_text("Rien ne passe dans vos conversations privées")).to_be_visible()
    await anna.open(f"/prive/{talk}")
    await expect(bar).to_contain_text("Votre accord pour le filtre est retiré : rien ne passe ici.")
    await anna.look()
    await anna.press("Redonner mon accord")
    await anna.agree()
    await anna.say("Me revoilà")
    await bruno.next("message", text="Me revoilà")
