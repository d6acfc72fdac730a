"""A member of staff in front of the console, with a passkey that Chromium keeps for them."""

from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.screens import check_every_look
from tests.story import Evening
from veillee.oversight import moderation

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Desk:
    """One page of the console. French unless `locale` says otherwise."""

    def __init__(self, evening: Evening | None, page: Page) -> None:
        self.evening = evening
        self.page = page
        self.asked: list[str] = []
        self.broken: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.broken.append(str(error)))

    async def invite(self, name: str = "Maud", role: str = "moderator") -> str:
        """The one-time link that the operator would hand over."""
        assert self.evening is not None
        place = self.evening.place
        token = await place.database.write(moderation.add_staff, name, role, now=place.clock(), hours=24)
        return f"{place.origin}/console/#/enrol/{token}"

    async def enrol(self, name: str = "Maud", role: str = "moderator") -> None:
        """Follow the link and make a passkey."""
        await self.page.goto(await self.invite(name, role))
        await self.press("Créer ma clé")

    async def watch(self, name: str = "Maud") -> None:
        """Enrol and go on duty."""
        await self.enrol(name)
        await self.press("Prendre la garde")
        await expect(self.page.get_by_text("De garde", exact=True)).to_be_visible()

    async def press(self, name: str) -> None:
        """Press the first button whose name begins so."""
        await self.page.get_by_role("button", name=name).first.click()

    async def keys(self, *keys: str) -> None:
        """Press keys one after the other, each after what the one before did."""
        for key in keys:
            await self.page.keyboard.press(key)
            await self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    async def decide(self, title: str) -> None:
        """Decide the open case, with whatever it asks for."""
        await self.press(title)
        article = self.page.get_by_label("Article des règles")
        if await article.count():
            await article.select_option("respect")
        await self.page.locator("#facts").fill("Voici pourquoi.")
        await self.keys("Control+Enter", "Enter")
        await expect(self.page.get_by_role("heading", name="C’est décidé")).to_be_visible()

    async def open(self, label: str) -> None:
        """Open the first case of the queue with this label."""
        await self.page.get_by_role("link", name=label).first.click()
        await expect(self.heading(label)).to_be_focused()

    def heading(self, label: str) -> Locator:
        return self.page.get_by_role("article").get_by_role("heading", name=label)

    async def look(self) -> None:
        """Nothing broke, and the screen is fit for everybody, in every look."""
        assert self.broken == [], self.broken
        await check_every_look(self.page)


async def sit_down(browser: Browser, evening: Evening, *, width: int = 1440, height: int = 900) -> Desk:
    """A fresh browser profile with its own authenticator."""
    page = await open_page(browser, width=width, height=height)
    evening.going_home.push_async_callback(page.context.close)
    return Desk(evening, page)


async def open_page(browser: Browser, *, width: int = 1440, height: int = 900) -> Page:
    """A page that can make and use a passkey; whoever calls closes its context."""
    context = await browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
    page = await context.new_page()
    devtools = await context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page
