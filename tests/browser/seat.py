"""A member in front of the pages, in a browser profile of their own."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.browser.screens import PHONE, check_every_look
from tests.story import Evening, Member
from tests.story.member import PATIENCE_SECONDS
from veillee.community.entry import SESSION_COOKIE


class Seat:
    """One page of the member client. A phone in French, in the evening, unless it was taken otherwise."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.broken: list[str] = []
        page.on("pageerror", lambda error: self.broken.append(str(error)))
        page.on("console", self._listen)

    async def open(self, path: str = "/") -> None:
        """Go to an address of the place."""
        await self.page.goto(self.origin + path)

    async def enter(self, pseudonym: str = "Anna", age: str = "34") -> None:
        """Fill in the form at the door, and come in to what the address says."""
        await self.page.get_by_label("Votre pseudonyme").fill(pseudonym)
        await self.page.get_by_label("Votre âge").fill(age)
        await self.page.get_by_label("J’accepte les règles").check()
        await self.press("Entrer")

    async def press(self, name: str, within: Locator | None = None) -> None:
        """Press the button of this name, or the last of several."""
        await (within or self.page).get_by_role("button", name=name, exact=True).last.click()

    async def agree(self) -> None:
        """Say yes to being screened, which is asked before the first private word."""
        await self.press("J’accepte le filtre en privé")

    async def follow(self, name: str) -> None:
        """Follow the first link whose name holds this."""
        await self.page.get_by_role("link", name=name).first.click()

    async def say(self, text: str) -> None:
        """Write it and press Enter."""
        await self.composer.fill(text)
        await self.composer.press("Enter")

    async def hear(self, text: str) -> None:
        """Until these words stand in the log, once."""
        await expect(self.message(text)).to_have_count(1)

    def _listen(self, said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            self.broken.append(said.text)

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("textbox", name="Votre message")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def message(self, text: str) -> Locator:
        """Messages of the log with these words."""
        return self.log.get_by_test_id("message").filter(has_text=text)

    def outgoing(self, state: str) -> Locator:
        """My messages that are not in the log yet, in this state."""
        return self.log.locator(f"[data-testid=outgoing][data-state={state}]")

    def heading(self, name: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("heading", name=name, exact=True)

    async def person(self, evening: Evening) -> Member:
        """Whoever sits here, through the API."""
        (cookie,) = [one for one in await self.page.context.cookies() if one["name"] == SESSION_COOKIE]
        return await evening.returning(cookie["value"])

    async def look(self) -> None:
        """Nothing broke, and the screen is fit for everybody, in every look."""
        assert self.broken == [], self.broken
        await check_every_look(self.page)


async def take_seat(browser: Browser, evening: Evening, **options: Any) -> Seat:
    """Somebody outside the door, in a fresh browser profile; `options` are those of Playwright's new_context."""
    seat = await open_seat(browser, evening.place.origin, **options)
    evening.going_home.push_async_callback(seat.page.context.close)
    return seat


async def open_seat(browser: Browser, origin: str, **options: Any) -> Seat:
    """The same for any place; whoever calls closes the context."""
    given: dict[str, Any] = {"viewport": PHONE, "locale": "fr-FR", "color_scheme": "dark", **options}
    context = await browser.new_context(**given)
    context.set_default_timeout(1000 * PATIENCE_SECONDS)
    return Seat(await context.new_page(), origin)


async def sit(browser: Browser, evening: Evening, path: str, pseudonym: str = "Anna", **options: Any) -> Seat:
    """Somebody who has come in through the door and is where `path` leads."""
    seat = await take_seat(browser, evening, **options)
    await seat.open(path)
    await seat.enter(pseudonym)
    await expect(seat.page.get_by_label("Votre pseudonyme")).to_have_count(0)
    return seat


@contextlib.asynccontextmanager
async def slow_disk(evening: Evening) -> AsyncIterator[None]:
    """Meanwhile nothing is stored, and so nothing is accepted."""
    go_on = threading.Event()
    waiting = asyncio.ensure_future(evening.place.database.write(lambda _: go_on.wait(20)))
    try:
        yield
    finally:
        go_on.set()
        await waiting
