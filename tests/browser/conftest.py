"""Chromium for every story; each person in it has a profile of their own."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, async_playwright, expect

from tests.outside import need
from tests.story import Evening, open_evening
from tests.story.member import PATIENCE_SECONDS

# For machines that have much else to do; what is as it should be is not waited for.
expect.set_options(timeout=1000 * PATIENCE_SECONDS)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing of a test leaves the machine: other names than ours do not resolve.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="package")
async def browser() -> AsyncIterator[Browser]:
    """A browser without a window."""
    program = need("chromium")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        await opened.close()


@pytest.fixture
async def evening(tmp_path: Path) -> AsyncIterator[Evening]:
    """A place as it is out of the box, without anybody on duty."""
    async with open_evening(tmp_path) as opened:
        yield opened
