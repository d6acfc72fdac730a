"""An evening for every journey."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.story import Evening, open_evening


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture
async def evening(tmp_path: Path) -> AsyncIterator[Evening]:
    """A place as it is out of the box, without anybody on duty."""
    async with open_evening(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
async def doorstep(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Evening]:
    """A place shared by the tests of one module that leave nothing behind."""
    async with open_evening(tmp_path_factory.mktemp("doorstep")) as opened:
        yield opened
