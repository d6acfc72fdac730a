"""What every story of the gateway may ask for."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, Literal

import msgspec
import pytest

from tests.outside import need
from tests.unit.foundation.gateway.place import Echo, OpenPlace, Place
from veillee.foundation.gateway import GatewayLimits, Opener, Spread, choose_spread


@pytest.fixture(scope="module")
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="module", params=["python", "native"])
def spread(request: pytest.FixtureRequest) -> Spread:
    """Every story of the gateway is told with both ways of fan-out."""
    way: Literal["python", "native"] = request.param
    if way == "native":
        need("cc")
    return choose_spread(way)


@pytest.fixture(scope="module")
async def open_place(spread: Spread) -> AsyncIterator[OpenPlace]:
    """Makes places: open_place(opener, **limits)."""
    places: list[Place] = []
    usual = GatewayLimits(close_seconds=0.2, goodbye_seconds=0.0)

    async def make(
        opener: Opener = Echo, /, *, config: Mapping[str, Any] | None = None, **limits: float | None
    ) -> Place:
        places.append(Place(opener, msgspec.structs.replace(usual, **limits), spread, config or {}))
        await places[-1].start()
        return places[-1]

    yield make
    async with asyncio.TaskGroup() as leaving:
        for place in places:
            leaving.create_task(place.stop())


@pytest.fixture(scope="module")
async def place(open_place: OpenPlace) -> Place:
    """An echo with the default bounds."""
    return await open_place()
