"""Fit for everybody: keyboards, screen readers, small and enlarged screens, still eyes, English, slow lines."""

from collections import defaultdict
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.screens import DESKTOP
from tests.browser.seat import sit, take_seat
from tests.story import Evening

pytestmark = pytest.mark.anyio

FIRST_PAGE_BYTES_MAX = 90 * 1024
FINGER_PX = 44
FOCUSED = """() => {
    const on = document.activeElement;
    const said = on.getAttribute('aria-label') || on.labels?.[0]?.innerText || on.innerText || '';
    const shown = [on, on.closest('label')].some((one) => one && getComputedStyle(one).outlineStyle !== 'none');
    return [said.trim(), shown];
}"""
MOVING = """() => [...document.querySelectorAll('*')].filter((one) => {
    const { animationDuration, transitionDuration } = getComputedStyle(one);
    return `${animationDuration}, ${transitionDuration}`.split(', ').some((seconds) => parseFloat(seconds) > 0.0001);
}).map((one) => one.outerHTML.slice(0, 80))"""
# What the page fetches for later, a moment after it is online, is not on the way, however slow the machine.
NOTHING_FOR_LATER = """const later = window.setTimeout
window.setTimeout = (work, ms, ...more) => ms === 400 ? 0 : later(work, ms, ...more)"""
# When the composer is there, and what was asked for before.
TALK_IS_POSSIBLE = """new MutationObserver(() => {
    if (!('askedBefore' in window) && document.querySelector('[data-testid=composer]'))
        window.askedBefore = [location.href, ...performance.getEntriesByType('resource').map((one) => one.name)];
}).observe(document, { childList: true, subtree: true })"""


async def test_every_screen_outside_is_fit_for_everybody(evening: Evening, browser: Browser) -> None:
    anna = await take_seat(browser, evening)
    await anna.open("/salons/nulle-part")
    await expect(anna.heading("Bonsoir.")).to_be_visible()
    await anna.look()
    await anna.press("Lire les règles")
    await expect(anna.dialog).to_contain_text("On se respecte")
    await anna.look()
    await anna.press("Fermer", anna.dialog)
    await anna.press("Entrer")
    await expect(anna.page.get_by_text("Il faut accepter les règles pour entrer.")).to_be_visible()
    await anna.look()
    await anna.enter("Anna", age="16")
    await expect(anna.heading("Merci de l’avoir dit franchement.")).to_be_visible()
    await anna.look()
    await anna.follow("Besoin d’aide ?")
    await expect(anna.page.get_by_role("link", name="Appeler le 112").first).to_have_attribute("href", "tel:112")
    await expect(anna.page.get_by_role("link", name="Appeler le 3114")).to_be_visible()
    await anna.look()


async def test_every_screen_inside_is_fit_for_everybody(evening: Evening, browser: Browser) -> None:
    slug = await evening.room()
    evening.light_the_lamp()
    anna = await sit(browser, evening, "/salons/nulle-part")
    await expect(anna.page.get_by_text("Ce salon n’existe pas ou plus.")).to_be_visible()
    await anna.look()
    for path, title in (
        ("/salons", "Les salons"),
        ("/prive", "En privé"),
        ("/moi", "Anna"),
        ("/moi/signalements", "Mes signalements"),
        ("/moi/decisions", "Décisions à mon sujet"),
        ("/moi/blocages", "Personnes bloquées"),
        ("/aide", "Besoin d’aide ?"),
        ("/ailleurs", "Cette page n’existe pas, ou pas pour vous."),
        (f"/salons/{slug}", "Le comptoir"),
    ):
        await anna.open(path)
        await expect(anna.heading(title)).to_be_visible()
        await anna.look()


async def test_every_sheet_is_fit_for_everybody(evening: Evening, browser: Browser) -> None:
    slug = await evening.room()
    evening.light_the_lamp()
    anna = await sit(browser, evening, "/salons")
    for name, title in (
        ("Ouvrir un salon", "Ouvrir un salon"),
        ("Voir les personnes présentes", "Personnes présentes"),
        ("Signaler ce salon", "Signaler"),
        ("Quitter ce salon", "Quitter ce salon"),
    ):
        await anna.page.get_by_role("button", name=name).click()
        await expect(anna.dialog.get_by_role("heading", name=title)).to_be_visible()
        await anna.look()
        if title == "Signaler":
            # A room seems no age, needs no help and insists on nothing.
            offered = await anna.dialog.get_by_role("listitem").all_text_contents()
            assert "Guet-apens, piège" in offered and "Haine" in offered
            assert not {"Semble mineur·e", "Cette personne a besoin d’aide", "Insiste pour aller ailleurs"} & {*offered}
        if name == "Ouvrir un salon":
            await anna.dialog.get_by_label("Nom du salon").fill("je déteste les gays")
            await anna.press("Ouvrir", anna.dialog)
            await expect(anna.dialog).to_contain_text("Ce nom de salon s'en prend à des personnes")
            await anna.look()
        await anna.press("Fermer", anna.dialog)
        if name == "Ouvrir un salon":
            await anna.page.locator(f"a[href='/salons/{slug}']").last.click()


async def test_from_the_door_to_talking_and_reporting_by_keyboard_alone(evening: Evening, browser: Browser) -> None:
    slug, bruno = await evening.room(), await evening.enter("Bruno")
    anna = await take_seat(browser, evening, viewport=DESKTOP)
    await anna.open()
    await expect(anna.heading("Bonsoir.")).to_be_visible()
    await tab_to(anna.page, "Aller au contenu")
    await tab_to(anna.page, "Votre pseudonyme")
    await anna.page.keyboard.type("Anna")
    await tab_to(anna.page, "Votre âge")
    await anna.page.keyboard.type("34")
    await tab_to(anna.page, "J’accepte les règles")
    await anna.page.keyboard.press("Space")
    await tab_to(anna.page, "Entrer")
    await anna.page.keyboard.press("Enter")
    await expect(anna.heading("Les salons")).to_be_focused()
    await tab_to(anna.page, "Le comptoir")
    await anna.page.keyboard.press("Enter")
    await expect(anna.heading("Le comptoir")).to_be_focused()
    await tab_to(anna.page, "Votre message")
    await anna.page.keyboard.type("Bonsoir")
    await anna.page.keyboard.press("Enter")
    await anna.hear("Bonsoir")
    await expect(anna.composer).to_be_focused()
    await bruno.say(await bruno.join(slug), "Tu es nulle")
    await anna.hear("Tu es nulle")
    await tab_to(anna.page, "Signaler le message de Bruno", "Shift+Tab")
    await anna.page.keyboard.press("Enter")
    # A sheet that has just come takes the focus; whoever presses Tab has seen it come.
    await expect(anna.page.locator("dialog:focus-within")).to_have_count(1)
    await tab_to(anna.page, "Harcèlement")
    await anna.page.keyboard.press("Enter")
    await expect(anna.dialog).to_contain_text("Merci")
    await anna.page.keyboard.press("Escape")
    await expect(anna.dialog).to_have_count(0)


async def test_a_first_visit_fails_at_nothing(evening: Evening, browser: Browser) -> None:
    for path, heading in (("/", "Bonsoir."), ("/console/", None)):
        anna = await take_seat(browser, evening)
        said = listen(anna.page)
        await anna.open(path)
        where = anna.heading(heading) if heading else anna.page.get_by_role("button", name="Entrer")
        await expect(where).to_be_visible()
        await anna.page.wait_for_load_state("networkidle")
        assert said == []


async def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab (or another key) until what begins so has the focus, and shows it."""
    for _ in range(40):
        await page.keyboard.press(key)
        said, shown = await page.evaluate(FOCUSED)
        assert shown, f"{said}: nobody sees that it has the focus"
        if said.startswith(name):
            return
    raise AssertionError(f"Tab does not lead to {name}")


async def test_a_screen_reader_finds_its_way(evening: Evening, browser: Browser) -> None:
    slug, bruno = await evening.room(), await evening.enter("Bruno")
    room = await bruno.join(slug)
    anna = await sit(browser, evening, f"/salons/{slug}")
    await bruno.say(room, "Bonsoir")
    await anna.hear("Bonsoir")
    await anna.say("Salut")
    await anna.hear("Salut")
    await expect(anna.page.get_by_role("banner")).to_match_aria_snapshot("""
      - banner:
        - button /La lampe est en veille/
        - button "Sortie rapide"
    """)
    await expect(anna.page.get_by_role("main")).to_match_aria_snapshot(r"""
      - main:
        - link "Retour"
        - heading "Le comptoir" [level=1]
        - paragraph: On parle de tout
        - button /\d · Voir les personnes présentes/
        - button "Signaler ce salon"
        - button "Quitter ce salon"
        - log "Messages de Le comptoir":
          - list:
            - listitem: Aujourd’hui
            - listitem:
              - paragraph:
                - button "Bruno"
                - time: /\d\d:\d\d/
              - paragraph: Bonsoir
              - button "Répondre à Bruno"
              - button "Signaler le message de Bruno"
            - listitem:
              - paragraph:
                - text: vous
                - time: /\d\d:\d\d/
              - paragraph: Salut
        - textbox "Votre message"
        - button "Envoyer le message" [disabled]
    """)


async def test_nothing_moves_for_whoever_wants_stillness(evening: Evening, browser: Browser) -> None:
    anna = await sit(browser, evening, f"/salons/{await evening.room()}", reduced_motion="reduce")
    await anna.press("Signaler ce salon")
    await expect(anna.dialog).to_be_visible()
    assert await anna.page.evaluate(MOVING) == []


async def test_a_finger_meets_what_it_aims_at(evening: Evening, browser: Browser) -> None:
    slug, bruno = await evening.room(), await evening.enter("Bruno")
    room = await bruno.join(slug)
    for number in range(20):
        await bruno.say(room, f"Bonsoir {number}")
    anna = await sit(browser, evening, f"/salons/{slug}", has_touch=True, is_mobile=True)
    await anna.hear("Bonsoir 19")
    for name in ("Répondre à Bruno", "Signaler le message de Bruno", "Envoyer le message", "Sortie rapide"):
        box = await anna.page.get_by_role("button", name=name).last.bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= FINGER_PX, (name, box)
    await anna.log.evaluate("log => log.scrollTo(0, 0)")
    await bruno.say(room, "Tu remontes le fil ?")
    box = await anna.page.get_by_role("button", name="1 nouveau message").bounding_box()
    assert box is not None and FINGER_PX <= box["height"] < 1.5 * FINGER_PX, box
    await anna.look()


async def test_in_english(evening: Evening, browser: Browser) -> None:
    slug = await evening.room("English corner", language="en")
    zoe = await take_seat(browser, evening, locale="en-GB")
    await zoe.open()
    await expect(zoe.page.locator("html")).to_have_attribute("lang", "en")
    await zoe.page.get_by_label("Your pseudonym").fill("Zoe")
    await zoe.page.get_by_label("Your age").fill("34")
    await zoe.page.get_by_label("I accept the rules").check()
    await zoe.press("Come in")
    await expect(zoe.heading("The rooms")).to_be_visible()
    await zoe.follow("English corner")
    composer = zoe.page.get_by_role("textbox", name="Your message")
    await composer.fill("a nutmeg")
    await composer.press("Enter")
    await expect(zoe.outgoing("held")).to_contain_text("Somebody will read it.")
    await zoe.open("/moi")
    await zoe.page.get_by_label("Français").check()
    await expect(zoe.page.get_by_role("heading", name="Réglages")).to_be_visible()
    await expect(zoe.page.locator("html")).to_have_attribute("lang", "fr")
    await zoe.open(f"/salons/{slug}")
    await expect(zoe.composer).to_be_visible()


async def test_talk_is_possible_within_ninety_kibibytes(evening: Evening, browser: Browser) -> None:
    anna = await take_seat(browser, evening)
    loaded = await weigh(anna.page)
    await anna.page.add_init_script(NOTHING_FOR_LATER)
    await anna.page.add_init_script(TALK_IS_POSSIBLE)
    await anna.open(f"/salons/{await evening.room()}")
    await anna.enter()
    await anna.say("Bonsoir")
    await anna.hear("Bonsoir")
    before = {address: loaded[address] for address in await anna.page.evaluate("askedBefore")}
    assert 40_000 < sum(before.values()) <= FIRST_PAGE_BYTES_MAX, before


def listen(page: Page) -> list[str]:
    """From now on, what the page's console says."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    return said


async def weigh(page: Page) -> dict[str, int]:
    """From now on, what Chromium really loads: bytes as they come over the line, heads included, by address."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Network.enable")
    addresses: dict[str, str] = {}
    loaded: dict[str, int] = defaultdict(int)

    def finished(said: dict[str, Any]) -> None:
        loaded[addresses[said["requestId"]]] += int(said["encodedDataLength"])

    devtools.on("Network.responseReceived", lambda said: addresses.update({said["requestId"]: said["response"]["url"]}))
    devtools.on("Network.loadingFinished", finished)
    return loaded
