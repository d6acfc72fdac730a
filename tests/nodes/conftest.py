"""Two nodes of one place."""

import contextlib
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.story import Evening, Time, open_evening
from tests.story.engines import OnPostgres
from tests.story.nats import shared_nats
from veillee.foundation.bus import Hub, MemoryBus

Two = tuple[Evening, Evening]
OpenTwo = Callable[..., AbstractAsyncContextManager[Two]]


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture
def open_two(tmp_path: Path) -> OpenTwo:
    """Opens a place on two nodes: on a hub of this process, or through a NATS server."""

    @contextlib.asynccontextmanager
    async def open_two(hub: Hub | None = None, server: str = "", **settings: Any) -> AsyncIterator[Two]:
        engine, time = OnPostgres(), Time()
        more = {"database": engine.address(tmp_path), "time": time, **settings}
        first, second = tmp_path / "first", tmp_path / "second"
        async with open_evening(first, **_bus(hub, server), **more) as one:
            second.mkdir()
            for key in first.glob("*.key"):
                shutil.copy(key, second)
            async with open_evening(second, **_bus(hub, server), **more) as other:
                yield one, other
        engine.forget()

    return open_two


@pytest.fixture(params=["memory", "nats"])
async def two(open_two: OpenTwo, request: pytest.FixtureRequest) -> AsyncIterator[Two]:
    """A place as it is out of the box, on two nodes."""
    async with open_two(Hub() if request.param == "memory" else None) as opened:
        yield opened


def _bus(hub: Hub | None, server: str) -> dict[str, Any]:
    return {"bus": server or shared_nats().url} if hub is None else {"bus": MemoryBus(hub)}
