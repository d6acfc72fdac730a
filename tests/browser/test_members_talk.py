"""In, into a room, and talking: what a member sees of others, of themselves, and of the gate."""

import re
from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
from playwright.async_api import Browser, expect

from tests.browser.seat import Seat, sit, slow_disk, take_seat
from tests.story import Evening, Member, open_evening, words

pytestmark = pytest.mark.anyio


class Table(NamedTuple):
    """Anna at the page and Bruno, in one room."""

    evening: Evening
    anna: Seat
    bruno: Member
    room: str


@pytest.fixture(scope="module")
async def table(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> AsyncIterator[Table]:
    """Shared by stories that say different words."""
    async with open_evening(tmp_path_factory.mktemp("table")) as evening:
        slug, bruno = await evening.room(), await evening.enter("Bruno")
        room = await bruno.join(slug)
        yield Table(evening, await sit(browser, evening, f"/salons/{slug}"), bruno, room)


async def test_a_newcomer_comes_in_and_talks(evening: Evening, browser: Browser) -> None:
    slug, bruno = await evening.room("La cuisine", "Recettes et restes"), await evening.enter("Bruno")
    room = await bruno.join(slug)
    anna = await take_seat(browser, evening)
    await anna.open()
    await expect(anna.heading("Bonsoir.")).to_be_visible()
    await anna.enter("Anna")
    card = anna.page.get_by_role("link", name="La cuisine")
    await expect(card).to_contain_text("Recettes et restes")
    await expect(card).to_contain_text("1 personne")
    await card.click()
    await expect(anna.heading("La cuisine")).to_be_focused()
    await anna.say("Bonsoir à tous")
    said = await bruno.next("message", text="Bonsoir à tous")
    assert said["author"]["pseudonym"] == "Anna"
    await bruno.say(room, "Bonsoir Anna, assieds-toi", reply_to=said["seq"])
    await anna.hear("Bonsoir Anna, assieds-toi")
    await anna.page.get_by_role("button", name="Voir les personnes présentes").click()
    await expect(anna.dialog.get_by_role("button", name="Bruno")).to_contain_text("25-34 ans")
    assert anna.broken == []


async def test_who_may_not_come_in_reads_why(evening: Evening, browser: Browser) -> None:
    await evening.enter("Bruno", connect=False)
    anna = await take_seat(browser, evening)
    await anna.open()
    await anna.press("Entrer")
    pseudonym = anna.page.get_by_label("Votre pseudonyme")
    await expect(pseudonym).to_be_focused()
    await expect(pseudonym).to_have_accessible_description(
        "De 2 à 24 caractères. Évitez votre vrai nom. Entre 2 et 24 caractères, s’il vous plaît."
    )
    await anna.enter("Bruno")
    await expect(anna.page.get_by_text("Ce pseudonyme est déjà pris.")).to_be_visible()
    await anna.enter("Anna", age="16")
    await expect(anna.heading("Merci de l’avoir dit franchement.")).to_be_focused()
    await expect(anna.page.get_by_role("link", name="Appeler le 3018")).to_have_attribute("href", "tel:3018")


async def test_a_room_is_opened_by_a_member(evening: Evening, browser: Browser) -> None:
    evening.light_the_lamp()
    anna = await sit(browser, evening, "/salons")
    await anna.press("Ouvrir un salon")
    name, topic = anna.dialog.get_by_label("Nom du salon"), anna.dialog.get_by_label("De quoi y parle-t-on ?")
    await name.fill("Les lève-tôt")
    await topic.fill(words.REFUSED)
    await anna.press("Ouvrir", anna.dialog)
    await expect(topic).to_have_accessible_description(re.compile(r"Cela ne passe pas\. \(Règle du lieu"))
    await topic.fill("Avant six heures")
    await anna.press("Ouvrir", anna.dialog)
    await expect(anna.heading("Les lève-tôt")).to_be_visible()
    await anna.say("Bonjour")
    await anna.hear("Bonjour")
    assert [room["topic"] for room in (await evening.http.get("/rooms")).json()] == ["Avant six heures"]


async def test_a_message_on_its_way_says_so(table: Table) -> None:
    _, anna, bruno, _ = table
    await expect(anna.log).to_have_attribute("aria-busy", "false")
    async with slow_disk(table.evening):
        await anna.say("Il pleut chez vous aussi ?")
        await expect(anna.outgoing("sending")).to_contain_text("envoi…")
        await expect(anna.composer).to_have_value("")
        await expect(anna.message("Il pleut chez vous aussi ?")).to_have_count(0)
    await anna.hear("Il pleut chez vous aussi ?")
    await expect(anna.outgoing("sending")).to_have_count(0)
    await bruno.next("message", text="Il pleut chez vous aussi ?")


async def test_an_answer_quotes_what_it_answers(table: Table) -> None:
    _, anna, bruno, room = table
    await bruno.say(room, "Qui reprend de la soupe ?")
    await anna.hear("Qui reprend de la soupe ?")
    await anna.press("Répondre à Bruno")
    await expect(anna.composer).to_be_focused()
    await anna.say("Moi, volontiers")
    await expect(anna.message("Moi, volontiers")).to_contain_text("Qui reprend de la soupe ?")
    answer = await bruno.next("message", text="Moi, volontiers")
    assert answer["reply_to"] == answer["seq"] - 1


async def test_advice_comes_before_sending_and_one_tap_sends(table: Table) -> None:
    _, anna, bruno, _ = table
    await anna.say(words.NUDGED)
    nudged = anna.outgoing("nudged")
    await expect(nudged).to_contain_text("Un instant avant d’envoyer")
    await expect(nudged).to_contain_text("Réfléchissez encore.")
    await anna.look()
    await anna.press("Envoyer quand même", nudged)
    await anna.hear(words.NUDGED)
    await expect(nudged).to_have_count(0)
    await bruno.next("message", text=words.NUDGED)


async def test_held_words_wait_and_appear_once_somebody_has_read_them(table: Table) -> None:
    evening, anna, bruno, room = table
    await anna.say(words.HELD)
    held = anna.outgoing("held")
    await expect(held).to_contain_text("En relecture")
    await expect(held).to_contain_text("Personne ne le voit encore.")
    await anna.look()
    assert words.HELD not in [frame.get("text") for frame in await bruno.catch_up()]
    await bruno.say(room, "En attendant, on continue")
    await anna.hear("En attendant, on continue")
    assert (await anna.log.inner_text()).index(words.HELD) < (await anna.log.inner_text()).index("En attendant")
    await (await evening.staff()).decide_only_case("release")
    await anna.hear(words.HELD)
    await expect(held).to_have_count(0)
    await bruno.next("message", text=words.HELD)


async def test_refused_words_are_not_lost(table: Table) -> None:
    _, anna, bruno, _ = table
    await anna.say(words.REFUSED)
    refused = anna.outgoing("refused")
    await expect(refused).to_contain_text("Message non envoyé")
    await expect(refused).to_contain_text("Cela ne passe pas.")
    await anna.look()
    await anna.page.reload()
    await expect(refused).to_contain_text("Cela ne passe pas.")
    await anna.press("Modifier", refused)
    await expect(anna.composer).to_be_focused()
    await expect(anna.composer).to_have_value(words.REFUSED)
    await expect(refused).to_have_count(0)
    await anna.say("Autrement dit")
    await bruno.next("message", text="Autrement dit")
    assert words.REFUSED not in [frame.get("text") for frame in bruno.seen]


async def test_words_of_despair_pass_and_bring_help(table: Table) -> None:
    _, anna, bruno, _ = table
    await anna.say(words.PASSED_WITH_CASE)
    await bruno.next("message", text=words.PASSED_WITH_CASE)
    help_now = anna.page.get_by_role("complementary", name="Besoin d’aide ?")
    await expect(help_now).to_contain_text("Vous n’êtes pas seul·e.")
    await expect(help_now.get_by_role("link", name="Appeler le 3114")).to_have_attribute("href", "tel:3114")
    await expect(anna.message(words.PASSED_WITH_CASE)).to_be_in_viewport()
    await anna.look()
    await anna.press("Fermer ce conseil")
    await expect(anna.page.get_by_role("link", name="Appeler le 3114")).to_have_count(0)
    await expect(anna.composer).to_be_focused()


async def test_the_end_stays_in_sight_when_help_takes_room(evening: Evening, browser: Browser) -> None:
    slug, bruno = await evening.room(), await evening.enter("Bruno")
    room = await bruno.join(slug)
    for number in range(30):
        await bruno.say(room, f"Phrase {number}.")
    anna = await sit(browser, evening, f"/salons/{slug}")
    await expect(anna.message("Phrase 29.")).to_be_in_viewport(ratio=1)
    await anna.say(words.PASSED_WITH_CASE)
    await expect(anna.page.get_by_role("complementary", name="Besoin d’aide ?")).to_be_visible()
    await bruno.say(room, "Je suis là")
    await expect(anna.message("Je suis là")).to_be_in_viewport(ratio=1)
