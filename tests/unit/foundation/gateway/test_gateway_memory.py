"""What a connection keeps, and what it leaves."""

import asyncio
import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.foundation.gateway.place import OpenPlace, encode

pytestmark = pytest.mark.anyio


def living(kind: type[object]) -> int:
    gc.collect()
    return sum(type(thing) is kind for thing in gc.get_objects())


async def test_an_upgraded_connection_keeps_nothing_of_http(open_place: OpenPlace) -> None:
    place = await open_place()
    raws = [await place.raw() for _ in range(3)]
    assert len(place.connections) == len(raws)
    assert living(place.server.config.http_protocol_class) == 0


@pytest.fixture
def without_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


async def test_a_closed_connection_leaves_nothing_for_the_collector(
    open_place: OpenPlace, without_collector: None
) -> None:
    place = await open_place()
    kept: list[weakref.ref[Any]] = []
    for end in ("close", "violate", "vanish"):
        raw = await place.raw()
        handler = place.handlers.pop()
        raw.writer.write(encode(0x1, b"in two ", fin=False) + encode(0x0, b"parts"))
        assert await raw.read_text() == b"in two parts"
        kept += [weakref.ref(handler), weakref.ref(handler.connection)]
        if end == "close":
            raw.send(0x8)
        elif end == "violate":
            raw.send(0x0)
        await raw.leave()
        await handler.closed.wait()
        await asyncio.sleep(0)
        del handler
    assert [reference() for reference in kept] == [None] * 6
    assert len(place.connections) == 0
