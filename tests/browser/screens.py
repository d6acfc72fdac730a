"""What is asked of every screen: axe-core has nothing to say about it, and it does not spill over the edge.

Every look is kept as a picture in tests/shots, for eyes that judge what no rule does.
"""

import itertools
import os
import re
from pathlib import Path
from typing import Literal

from playwright.async_api import Page, ViewportSize

from veillee.foundation.basics import asset_dir

CLIENTS = asset_dir("console").parents[1]
AXE = CLIENTS / "node_modules" / "axe-core" / "axe.min.js"
# What moves is looked at where it comes to rest.
COMPLAINTS = """async () => {
    await Promise.allSettled(document.getAnimations().map((moving) => moving.finished));
    const { violations } = await axe.run(document, { resultTypes: ['violations'], preload: false });
    return violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}"""
SHOTS = Path(__file__).resolve().parents[1] / "shots"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
# The narrowest screen of WCAG 2.2 (1.4.10), and a desktop at 200 % (1.4.4).
NARROW: tuple[ViewportSize, ...] = ({"width": 320, "height": 568}, {"width": 720, "height": 450})
SCHEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
SPILT = """() => [...document.querySelectorAll('*')].filter((one) => {
    const scrolls = one === document.documentElement || /auto|scroll/.test(getComputedStyle(one).overflowX);
    return scrolls && one.scrollWidth > one.clientWidth;
}).map((one) => `${one.tagName}.${one.className}: ${one.scrollWidth - one.clientWidth} px too wide`)"""


async def check_every_look(page: Page) -> None:
    """On phones and desktops, dark and light, narrow and enlarged; leaves the page as it was, in the evening."""
    size = page.viewport_size
    for viewport in NARROW:
        await page.set_viewport_size(viewport)
        await check_width(page)
    for viewport in (DESKTOP, PHONE):
        await page.set_viewport_size(viewport)
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            await check_screen(page)
            await _keep(page, f"{'phone' if viewport is PHONE else 'desktop'}-{scheme}")
    await page.emulate_media(color_scheme="dark")
    await page.set_viewport_size(size or PHONE)


async def check_screen(page: Page) -> None:
    """Fails with what is wrong, by rule and place."""
    await _bring_axe(page)
    complaints = await page.evaluate(COMPLAINTS)
    assert not complaints, "\n".join([page.url, *complaints])
    await check_width(page)


async def check_width(page: Page) -> None:
    """Nothing is to be found only by scrolling sideways."""
    spilt = await page.evaluate(SPILT)
    assert not spilt, "\n".join([page.url, *spilt])


async def _bring_axe(page: Page) -> None:
    # By DevTools, because the page's own policy lets no foreign script in; once for each document. The session stays:
    # its end would take the page's authenticator away.
    if await page.evaluate("typeof axe") == "undefined":
        devtools = await page.context.new_cdp_session(page)
        await devtools.send("Runtime.evaluate", {"expression": AXE.read_text()})


async def _keep(page: Page, look: str) -> None:
    # "tests/browser/test_x.py::test_y[z] (call)": one name for each test, and a number for each time it looks.
    test = re.sub(r"\W+", "-", os.environ["PYTEST_CURRENT_TEST"].rpartition("::test_")[2].rpartition(" ")[0]).strip("-")
    SHOTS.mkdir(exist_ok=True)
    number = next(_numbers.setdefault(f"{test}-{look}", itertools.count(1)))
    await page.screenshot(path=SHOTS / f"{test}-{number}-{look}.png", animations="disabled")


_numbers: dict[str, "itertools.count[int]"] = {}
