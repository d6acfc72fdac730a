"""An evening for every journey, on each engine."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.story import Evening, open_evening
from tests.story.engines import Engine


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="module", autouse=True)
def on_each_engine(engine: Engine) -> None:
    """Also those that open an evening themselves."""


@pytest.fixture
async def evening(tmp_path: Path, engine: Engine) -> AsyncIterator[Evening]:
    """A place as it is out of the box, without anybody on duty."""
    async with open_evening(tmp_path) as opened:
        yield opened
    engine.forget(opened.place.folder.database)


@pytest.fixture(scope="module")
async def doorstep(tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> AsyncIterator[Evening]:
    """A place shared by the tests of one module that leave nothing behind."""
    async with open_evening(tmp_path_factory.mktemp("doorstep")) as opened:
        yield opened
