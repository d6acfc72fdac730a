"""What a visitor of `veillee demo` does within the first minutes, in a process of its own."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.async_api import Browser, FilePayload, expect

from tests.browser.desk import Desk, open_page
from tests.browser.seat import open_seat
from tests.story.pictures import make_picture

pytestmark = pytest.mark.anyio

BEGIN_SECONDS = 30
# Sample people read and write at a human pace.
ANSWER_MS_MAX = 60_000


class Demo(NamedTuple):
    """Where it is, and the one-time link to its console."""

    origin: str
    console: str


@contextlib.asynccontextmanager
async def run_demo(data: Path) -> AsyncIterator[Demo]:
    """`veillee demo` until the story is over; it ends as it should."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "veillee", "demo", "--port", "0", "--data", str(data),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    try:
        async with asyncio.timeout(BEGIN_SECONDS):
            while not (line := (await process.stderr.readline()).decode()).startswith("console: "):
                assert line, "the demo did not begin"
            ready = (await process.stdout.readline()).decode().split()[-1]
        drained = asyncio.ensure_future(process.stderr.read())
        yield Demo(ready.replace("127.0.0.1", "localhost"), line.removeprefix("console: ").strip())
    finally:
        process.terminate()
        ended = await process.wait()
    await drained
    assert ended == 0


async def test_in_answered_reported_decided(tmp_path: Path, browser: Browser) -> None:
    async with run_demo(tmp_path) as demo, contextlib.AsyncExitStack() as going_home:
        camille = await open_seat(browser, demo.origin)
        going_home.push_async_callback(camille.page.context.close)
        await camille.open("/salons/le-comptoir")
        await camille.enter("Camille")
        await expect(camille.page.get_by_test_id("lamp")).to_contain_text("1 personne veille")
        await camille.say("Vous êtes des robots ?")
        # In the meantime whoever started the demo goes on duty.
        page = await open_page(browser)
        going_home.push_async_callback(page.context.close)
        await page.goto(demo.console)
        desk = Desk(None, page)
        await desk.press("Créer ma clé")
        await desk.press("Prendre la garde")
        answer = camille.message("programme").last
        await expect(answer).to_be_visible(timeout=ANSWER_MS_MAX)
        await answer.get_by_role("button", name="Signaler").click()
        await camille.press("Publicité, spam", camille.dialog)
        await expect(camille.dialog).to_contain_text("Signalement reçu")
        await camille.dialog.get_by_role("link", name="Voir mes signalements").click()
        await expect(camille.page.get_by_role("main")).to_contain_text("Reçu, en attente")
        await desk.page.reload()
        await desk.open("Publicité")
        await desk.decide("Rien à reprocher")
        await expect(camille.page.get_by_role("main")).to_contain_text("Décidé")
        assert camille.broken == [] and desk.broken == []


async def test_pictures_are_seen_and_sent_within_the_first_minute(tmp_path: Path, browser: Browser) -> None:
    async with run_demo(tmp_path) as demo, contextlib.AsyncExitStack() as going_home:
        camille = await open_seat(browser, demo.origin)
        going_home.push_async_callback(camille.page.context.close)
        await camille.open("/salons/la-nuit")
        await camille.enter("Camille")
        shown = camille.log.get_by_test_id("picture").first
        await expect(shown).to_have_attribute("data-state", "covered")
        await camille.page.get_by_role("button", name="Image floutée de Bernard").press("Enter")
        await expect(shown).to_have_attribute("data-state", "seen")
        await camille.look()
        file: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": make_picture()}
        await camille.page.get_by_test_id("picture-file").set_input_files([file])
        await expect(camille.page.get_by_test_id("chosen").locator("[data-state=ready]")).to_have_count(1)
        await camille.say("Mes tomates")
        await expect(camille.message("Mes tomates").get_by_test_id("picture")).to_have_attribute("data-state", "seen")
        await camille.open("/moi")
        await expect(camille.page.get_by_role("main")).to_contain_text("démonstration")
        await camille.look()
        assert camille.broken == []
