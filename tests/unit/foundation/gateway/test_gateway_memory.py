"""What a connection keeps, and what it leaves."""

import gc
import weakref

import pytest

pytestmark = pytest.mark.anyio


def living(kind):
    gc.collect()
    return sum(type(thing) is kind for thing in gc.get_objects())


async def test_an_upgraded_connection_keeps_nothing_of_http(open_place):
    place = await open_place()
    raws = [await place.raw() for _ in range(3)]
    assert len(place.connections) == len(raws)
    assert living(place.server.config.http_protocol_class) == 0


async def test_a_closed_connection_leaves_nothing(open_place):
    place = await open_place()
    kept = []
    for end in ("close", "violate", "vanish"):
        raw = await place.raw()
        handler = place.handlers.pop()
        kept += [weakref.ref(handler), weakref.ref(handler.connection)]
        if end == "close":
            raw.send(0x8)
        elif end == "violate":
            raw.send(0x0)
        await raw.leave()
        await handler.closed.wait()
        del handler
    gc.collect()
    assert [reference() for reference in kept] == [None] * 6
    assert len(place.connections) == 0
