"""A small place with people, a room, a private talk and staff, on a real database."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

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
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    built = await Place.build(tmp_path / "place.sqlite3")
    yield built
    await built.close()
