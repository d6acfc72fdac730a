"""The connection is lost and comes back: told once, nothing lost, nothing doubled."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.relay import open_relay
from tests.browser.seat import Seat, open_seat, sit, slow_disk
from tests.story import Evening, Member

pytestmark = pytest.mark.anyio


async def test_what_happened_meanwhile_is_there_afterwards(evening: Evening, browser: Browser) -> None:
    anna, bruno, room = await _talking(evening, browser)
    await anna.page.context.set_offline(True)
    await _hang_up(evening, anna)
    told = anna.page.get_by_role("status").filter(has_text="Connexion perdue")
    await expect(told).to_have_count(1)
    await bruno.say(room, "Tu es toujours là ?")
    await anna.say("Je suis dans un tunnel")
    await expect(anna.outgoing("sending")).to_contain_text("en attente de connexion")
    await anna.composer.fill("Et je n’ai pas fini de")
    await anna.look()
    await anna.page.context.set_offline(False)
    await anna.hear("Tu es toujours là ?")
    await anna.hear("Je suis dans un tunnel")
    await expect(told).to_have_count(0)
    await expect(anna.composer).to_have_value("Et je n’ai pas fini de")
    await bruno.next("message", text="Je suis dans un tunnel")
    assert await _texts(bruno, room) == ["Bonsoir", "Tu es toujours là ?", "Je suis dans un tunnel"]


async def test_a_line_that_falls_silent_is_noticed_by_whoever_only_reads(evening: Evening, browser: Browser) -> None:
    slug, bruno = await evening.room(), await evening.enter("Bruno")
    room = await bruno.join(slug)
    await bruno.say(room, "Bonsoir")
    async with open_relay(evening.address) as relay:
        anna = await open_seat(browser, relay.origin)
        try:
            await anna.page.clock.install()
            await anna.open(f"/salons/{slug}")
            await anna.enter()
            await anna.hear("Bonsoir")
            relay.hush()
            await bruno.say(room, "Tu es toujours là ?")
            await anna.page.clock.fast_forward("00:31")
            await anna.page.clock.fast_forward("00:11")
            await expect(anna.message("Tu es toujours là ?")).to_have_count(1)
            await expect(anna.page.get_by_role("status").filter(has_text="Connexion perdue")).to_have_count(0)
            await anna.say("Oui, un tunnel")
            await bruno.next("message", text="Oui, un tunnel")
        finally:
            await anna.page.context.close()


async def test_what_was_sent_and_never_answered_is_sent_once(evening: Evening, browser: Browser) -> None:
    anna, bruno, room = await _talking(evening, browser)
    async with slow_disk(evening):
        await anna.say("Une seule fois")
        await expect(anna.outgoing("sending")).to_have_count(1)
        await _hang_up(evening, anna)
    await bruno.next("message", text="Une seule fois")
    await expect(anna.outgoing("sending")).to_have_count(0)
    await anna.hear("Une seule fois")
    assert await _texts(bruno, room) == ["Bonsoir", "Une seule fois"]


async def test_a_draft_outlives_a_reload_and_a_visit_elsewhere(evening: Evening, browser: Browser) -> None:
    anna, _, _ = await _talking(evening, browser)
    await anna.composer.fill("À moitié écrit")
    await anna.follow("Retour")
    await anna.follow("Le comptoir")
    await expect(anna.composer).to_have_value("À moitié écrit")
    await anna.page.reload()
    await expect(anna.composer).to_have_value("À moitié écrit")


async def test_what_is_hidden_meanwhile_is_hidden_afterwards(evening: Evening, browser: Browser) -> None:
    anna, bruno, room = await _talking(evening, browser)
    said = await bruno.say(room, "À effacer")
    await anna.hear("À effacer")
    await anna.page.context.set_offline(True)
    await _hang_up(evening, anna)
    await (await anna.person(evening)).report_message(room, said["seq"])
    await (await evening.staff()).decide_only_case("hide")
    await anna.page.context.set_offline(False)
    await anna.hear("Message masqué par l’équipe.")
    await expect(anna.message("À effacer")).to_have_count(0)


async def _talking(evening: Evening, browser: Browser) -> tuple[Seat, Member, str]:
    """Anna at the page and Bruno, who has said good evening."""
    slug, bruno = await evening.room(), await evening.enter("Bruno")
    room = await bruno.join(slug)
    await bruno.say(room, "Bonsoir")
    anna = await sit(browser, evening, f"/salons/{slug}")
    await anna.hear("Bonsoir")
    return anna, bruno, room


async def _hang_up(evening: Evening, seat: Seat) -> None:
    """End this member's connection as a server does that is restarted: it closes, without a goodbye."""
    for client in evening.place.attendance.clients((await seat.person(evening)).id):
        client.close(1012, "")


async def _texts(member: Member, room: str) -> list[str]:
    return [message["text"] for message in await member.history(room)]
