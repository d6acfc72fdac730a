"""A small place with people, a room, a private talk and staff, on a real database of each engine."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.story.engines import Engine
from tests.unit.oversight.night import live_through
from tests.unit.oversight.place import Place


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    # Drawing tracebacks for a terminal takes seconds, and some tests break things on purpose.
    with capture_logs():
        yield


@pytest.fixture
async def place(tmp_path: Path, engine: Engine) -> AsyncIterator[Place]:
    built = await Place.build(tmp_path / "place.sqlite3")
    yield built
    await built.close()
    engine.forget(tmp_path / "place.sqlite3")


@pytest.fixture
async def careful(tmp_path: Path, engine: Engine) -> AsyncIterator[Place]:
    """A place where grave decisions take two."""
    built = await Place.build(tmp_path / "place.sqlite3", four_eyes=True)
    yield built
    await built.close()
    engine.forget(tmp_path / "place.sqlite3")


@pytest.fixture
async def night(careful: Place) -> Place:
    """A night in which everything happened that leaves a row."""
    return await live_through(careful)
