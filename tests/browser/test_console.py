"""Somebody watches, in the console: by keyboard, on one screen, without reading more than they ask for."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.desk import sit_down
from tests.story import Evening, Member, words

pytestmark = pytest.mark.anyio


async def talk(evening: Evening) -> tuple[Member, Member, str]:
    """Two people in one room."""
    slug = await evening.room()
    anna, bruno = await evening.enter("Anna"), await evening.enter("Bruno")
    room = await anna.join(slug)
    await bruno.join(slug)
    return anna, bruno, room


async def test_in_by_link_and_back_by_passkey(evening: Evening, browser: Browser) -> None:
    desk = await sit_down(browser, evening)
    link = await desk.invite()
    await desk.page.goto(link)
    await desk.look()
    await desk.press("Créer ma clé")
    await expect(desk.page.get_by_role("heading", name="Bonsoir Maud")).to_be_visible()
    await desk.look()
    token = link.rpartition("/")[2]
    assert token not in desk.page.url
    assert not [url for url in desk.asked if token in url]
    await desk.press("Réglages")
    await desk.look()
    await desk.press("Sortir")
    await desk.look()
    await desk.press("Entrer avec ma clé")
    await expect(desk.page.get_by_role("heading", name="Bonsoir Maud")).to_be_visible()


async def test_an_address_leads_to_the_name(evening: Evening, browser: Browser) -> None:
    desk = await sit_down(browser, evening)
    link = await desk.invite()
    await desk.page.goto(link.replace("localhost", "127.0.0.1"))
    await expect(desk.page.get_by_role("link", name="Ouvrir localhost")).to_have_attribute("href", link)
    await desk.look()


async def test_a_spent_link_says_so(evening: Evening, browser: Browser) -> None:
    desk = await sit_down(browser, evening)
    await desk.page.goto(f"{evening.place.origin}/console/#/enrol/unknown")
    await desk.press("Créer ma clé")
    await expect(desk.page.get_by_role("alert")).to_contain_text("Ce lien est inconnu")


async def test_a_report_is_decided_by_keyboard_alone(evening: Evening, browser: Browser) -> None:
    anna, bruno, room = await talk(evening)
    said = await bruno.say(room, "Tu es nulle, Anna")
    await anna.report_message(room, said["seq"], reason="spam")
    desk = await sit_down(browser, evening)
    await desk.watch()
    await expect(desk.page.get_by_role("link", name="Publicité")).to_be_visible()
    await desk.keys("n")
    await expect(desk.heading("Publicité")).to_be_focused()
    await desk.look()
    await desk.keys("2")
    await expect(desk.page.get_by_label("Les faits")).to_be_focused()
    await desk.page.get_by_label("Article des règles").select_option("respect")
    await desk.page.get_by_label("Les faits").fill("Vous avez rabaissé une personne.")
    await desk.look()
    await desk.keys("Control+Enter")
    letter = desk.page.get_by_role("region", name="Bruno lira ceci")
    await expect(letter).to_contain_text("Vous avez rabaissé une personne.")
    await desk.look()
    await desk.keys("Enter")
    await expect(desk.page.get_by_role("heading", name="C’est décidé")).to_be_visible()
    await desk.look()
    statement = (await bruno.next("statement"))["statement"]
    assert (statement["decision"], statement["facts"]) == ("hide", "Vous avez rabaissé une personne.")
    assert (await anna.next("report"))["report"]["state"] == "decided"


async def test_words_that_hurt_are_not_there_until_asked_for(evening: Evening, browser: Browser) -> None:
    _, bruno, room = await talk(evening)
    await bruno.say(room, f"😀 Voilà {words.HELD}, ce soir")
    desk = await sit_down(browser, evening)
    await desk.watch()
    await desk.open("Menace")
    assert words.HELD not in await desk.page.content()
    await desk.look()
    await desk.keys("v")
    await expect(desk.page.locator("mark")).to_have_text("muscade")
    await desk.look()
    await desk.keys("v")
    assert words.HELD not in await desk.page.content()


async def test_a_case_that_moved_keeps_what_was_written(evening: Evening, browser: Browser) -> None:
    slug = await evening.room()
    anna, bruno, carla = [await evening.enter(name) for name in ("Anna", "Bruno", "Carla")]
    room, *_ = [await somebody.join(slug) for somebody in (anna, bruno, carla)]
    said = await bruno.say(room, "Encore moi")
    await anna.report_message(room, said["seq"], reason="spam")
    desk = await sit_down(browser, evening)
    await desk.watch()
    await desk.open("Publicité")
    await desk.keys("1")
    note = desk.page.get_by_label("Note au dossier")
    await note.fill("Une note qui reste.")
    await carla.report_message(room, said["seq"], reason="threat", note="Cela continue.")
    await desk.keys("Control+Enter", "Enter")
    alert = desk.page.get_by_role("alert")
    await expect(alert).to_contain_text("Cette affaire a changé")
    await alert.get_by_role("button").click()
    await expect(desk.page.get_by_text("Nouveau depuis votre lecture")).to_be_visible()
    await expect(note).to_have_value("Une note qui reste.")
    await desk.look()


async def test_whoever_decided_does_not_judge_the_complaint(evening: Evening, browser: Browser) -> None:
    anna, bruno, room = await talk(evening)
    said = await bruno.say(room, "Bonsoir")
    await anna.report_message(room, said["seq"], reason="spam")
    desk = await sit_down(browser, evening)
    await desk.watch()
    await desk.open("Publicité")
    await desk.decide("Avertir")
    contested = (await bruno.next("statement"))["statement"]["id"]
    complaint = await bruno.http.post(f"/statements/{contested}/complaint", json={"text": "Relisez, s'il vous plaît."})
    assert complaint.status_code == 201
    await desk.page.reload()
    await desk.open("Réclamation")
    await expect(desk.page.get_by_text("quelqu’un d’autre doit l’examiner")).to_be_visible()
    await desk.look()
    other = await sit_down(browser, evening)
    await other.watch("Nour")
    await other.open("Réclamation")
    await expect(other.page.get_by_text("Relisez, s'il vous plaît.")).to_be_visible()
    await other.look()
    await other.decide("Revenir sur la décision")
    (statement,) = await bruno.get("/statements")
    assert statement["complaint"]["outcome"] == "reversed"


async def test_a_pause_hides_the_queue_and_lowers_the_lamp(evening: Evening, browser: Browser) -> None:
    anna = await evening.enter("Anna")
    desk = await sit_down(browser, evening)
    await desk.watch()
    assert (await anna.next("watch"))["staff_on_duty"] == 1
    await desk.keys("g")
    await expect(desk.page.get_by_role("heading", name="Vous êtes en pause")).to_be_visible()
    assert (await anna.next("watch"))["state"] == "resting"
    await expect(desk.page.get_by_role("heading", name="La file")).to_have_count(0)
    await desk.look()


@pytest.mark.parametrize("width", [390, 320])
async def test_on_a_phone(evening: Evening, browser: Browser, width: int) -> None:
    _, bruno, room = await talk(evening)
    await bruno.say(room, words.HELD)
    desk = await sit_down(browser, evening, width=width, height=844)
    await desk.enrol()
    await desk.press("Prendre la garde")
    await desk.page.get_by_role("link", name="Menace").click()
    await desk.look()
    await desk.page.get_by_role("link", name="Décider").click()
    await desk.look()
    await desk.press("Laisser passer")
    await desk.look()
    await desk.press("Relire avant de décider")
    await desk.press("Confirmer")
    await expect(desk.page.get_by_role("heading", name="C’est décidé")).to_be_visible()
    assert (await bruno.next("message"))["text"] == words.HELD


async def test_the_map_of_keys_opens_and_single_keys_can_be_switched_off(evening: Evening, browser: Browser) -> None:
    desk = await sit_down(browser, evening)
    await desk.watch()
    await desk.keys("?")
    await expect(desk.page.get_by_role("dialog", name="Clavier")).to_be_visible()
    await desk.look()
    await desk.page.get_by_label("Touches simples").uncheck()
    await desk.keys("Escape", "g")
    await expect(desk.page.get_by_text("De garde", exact=True)).to_be_visible()


async def test_an_auditor_reads_and_decides_nothing(evening: Evening, browser: Browser) -> None:
    _, bruno, room = await talk(evening)
    await bruno.say(room, words.HELD)
    desk = await sit_down(browser, evening)
    await desk.enrol("Iris", "auditor")
    await desk.open("Menace")
    await expect(desk.page.get_by_text("Aucune décision ne vous est ouverte")).to_be_visible()
    assert await desk.page.get_by_role("button", name="Prendre la garde").count() == 0
    await desk.look()


async def test_who_comes_next_sees_nothing_of_who_was_there(evening: Evening, browser: Browser) -> None:
    anna, bruno, room = await talk(evening)
    said = await bruno.say(room, "Bonsoir les amis")
    await anna.report_message(room, said["seq"], reason="spam")
    desk = await sit_down(browser, evening)
    await desk.watch()
    await desk.open("Publicité")
    await desk.keys("1")
    await desk.page.get_by_label("Note au dossier").fill("Une note de Maud.")
    await desk.press("Réglages")
    await desk.press("Sortir")
    await expect(desk.page.get_by_role("button", name="Entrer avec ma clé")).to_be_visible()
    assert "Bonsoir les amis" not in await desk.page.content()
    await desk.page.goto(await desk.invite("Nour"))
    await desk.press("Créer ma clé")
    await desk.press("Regarder la file")
    await desk.open("Publicité")
    await desk.keys("1")
    await expect(desk.page.get_by_label("Note au dossier")).not_to_have_value("Une note de Maud.")
