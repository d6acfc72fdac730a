"""Reporting, what comes of it, and what somebody reads about whom a decision was taken."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.seat import Seat, sit
from tests.story import Evening, Member

pytestmark = pytest.mark.anyio


async def test_a_message_is_reported_in_two_taps_and_the_outcome_comes(evening: Evening, browser: Browser) -> None:
    slug, bruno = await evening.room(), await evening.enter("Bruno")
    room = await bruno.join(slug)
    await bruno.say(room, "Tu es nulle, Anna")
    anna = await sit(browser, evening, f"/salons/{slug}")
    await anna.press("Signaler le message de Bruno")
    await anna.press("Harcèlement", anna.dialog)
    await expect(anna.dialog.get_by_role("heading", name="Signalement reçu")).to_be_visible()
    (report,) = await (await anna.person(evening)).get("/reports")
    receipt = f"n° {report['receipt']['index']} du registre, empreinte {report['receipt']['leaf_hash'][:12]}"
    await expect(anna.dialog).to_contain_text(receipt)
    await anna.look()
    await anna.press("Bloquer Bruno", anna.dialog)
    await anna.press("Bloquer", anna.dialog)
    await expect(anna.dialog).to_contain_text("Bruno est bloqué·e.")
    await anna.press("Fermer", anna.dialog)
    await (await evening.staff()).decide_only_case("hide")
    await anna.page.get_by_test_id("folded").get_by_role("button").click()
    await anna.hear("Message masqué par l’équipe.")
    news = anna.page.get_by_role("status").filter(has_text="Votre signalement a reçu une réponse.")
    await news.get_by_role("link", name="Voir").click()
    await expect(anna.heading("Mes signalements")).to_be_visible()
    card = anna.page.get_by_role("listitem").filter(has_text="Harcèlement")
    await expect(card).to_contain_text("Décidé")
    await expect(card).to_contain_text(receipt)
    await anna.look()


async def test_whoever_wrote_to_me_is_reported_in_two_taps(evening: Evening, browser: Browser) -> None:
    evening.light_the_lamp()
    bruno = await evening.enter("Bruno")
    anna = await sit(browser, evening, "/prive")
    await bruno.ask(await anna.person(evening), "Tu es où exactement ?")
    await anna.press("Signaler Bruno")
    await anna.press("Guet-apens, piège", anna.dialog)
    await expect(anna.dialog).to_contain_text("Merci de veiller.")
    (case,) = await (await evening.staff()).cases()
    assert (case["subject"]["kind"], case["subject"]["id"], case["label"]) == ("person", bruno.id, "ambush")


async def test_somebody_muted_reads_why_complains_and_talks_again(evening: Evening, browser: Browser) -> None:
    anna, _ = await _decided(evening, browser, "mute", minutes=60)
    await expect(anna.page.get_by_text("La parole vous est retirée jusqu’au")).to_be_visible()
    await expect(anna.composer).to_have_count(0)
    await anna.look()
    await anna.follow("Voir pourquoi")
    statement = anna.page.get_by_role("article").filter(has_text="Parole suspendue")
    for said in ("Pendant 1 heure", "Voici pourquoi.", "Encore moi", "On se respecte", "Par un signalement."):
        await expect(statement).to_contain_text(said)
    await anna.look()
    await statement.get_by_text("Contester cette décision", exact=True).click()
    await anna.page.get_by_label("Pourquoi cette décision est-elle injuste").fill("C’était entre nous.")
    await anna.press("Envoyer la contestation")
    await expect(statement).to_contain_text("Votre contestation est reçue.")
    await (await evening.staff("Nour")).decide_only_case("reverse", facts="Une blague, en effet.")
    await expect(statement).to_contain_text("la décision est annulée")
    await expect(statement).to_contain_text("Une blague, en effet.")
    await anna.follow("Salons")
    await anna.follow("Le comptoir")
    await anna.say("Merci d’avoir relu")
    await anna.hear("Merci d’avoir relu")


async def test_the_composer_comes_back_when_a_mute_is_over(evening: Evening, browser: Browser) -> None:
    anna, bruno = await _decided(evening, browser, "mute", minutes=10)
    await expect(anna.composer).to_have_count(0)
    evening.time.pass_(minutes=10)
    await anna.page.clock.fast_forward("10:01")
    await anna.say("Me revoilà")
    await bruno.next("message", text="Me revoilà")


@pytest.mark.parametrize(
    ("kind", "title"), [("suspend", "Votre compte est suspendu"), ("ban", "Vous ne pouvez plus entrer ici")]
)
async def test_somebody_kept_out_reads_why_and_complains(
    evening: Evening, browser: Browser, kind: str, title: str
) -> None:
    anna, bruno = await _decided(evening, browser, kind, **({"minutes": 1440} if kind == "suspend" else {}))
    await expect(anna.heading(title)).to_be_visible()
    await anna.page.reload()
    await expect(anna.heading(title)).to_be_visible()
    await expect(anna.page.get_by_role("article")).to_contain_text("Voici pourquoi.")
    await expect(anna.composer).to_have_count(0)
    await anna.look()
    await anna.page.get_by_text("Contester cette décision", exact=True).click()
    await anna.page.get_by_label("Pourquoi cette décision est-elle injuste").fill("Ce n’était pas moi.")
    await anna.press("Envoyer la contestation")
    await expect(anna.page.get_by_role("article")).to_contain_text("Votre contestation est reçue.")
    await anna.page.get_by_text("Besoin d’aide ?").first.click()
    await expect(anna.page.get_by_role("link", name="Appeler le 3114")).to_be_visible()
    assert "Encore moi" not in [frame.get("text") for frame in await bruno.catch_up()]


async def _decided(evening: Evening, browser: Browser, kind: str, **more: int) -> tuple[Seat, Member]:
    """Anna has said something in a room, Bruno has reported it, and Maud has decided."""
    slug, bruno = await evening.room(), await evening.enter("Bruno")
    room = await bruno.join(slug)
    anna = await sit(browser, evening, f"/salons/{slug}")
    await anna.page.clock.install()
    await anna.say("Encore moi")
    said = await bruno.next("message", text="Encore moi")
    await bruno.report_message(room, said["seq"])
    await (await evening.staff()).decide_only_case(kind, **more)
    return anna, bruno
