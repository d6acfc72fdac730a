"""Nothing on the port lasts for ever, and nobody has all of it: HTTP that is slow, half done or too much."""

import asyncio
from typing import cast

import pytest

from tests.unit.foundation.gateway.place import OpenPlace, Place
from veillee.foundation.gateway import GatewayLimits
from veillee.foundation.gateway.port import SharedPort

pytestmark = pytest.mark.anyio
GET = b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"


async def until_there_are(place: Place, sockets: int) -> None:
    """Wait until the server has so many connections."""
    async with asyncio.timeout(20):
        while len(place.server.server_state.connections) != sockets:  # noqa: ASYNC110 - uvicorn tells nobody
            await asyncio.sleep(0)


async def test_a_body_that_does_not_end_is_not_waited_for(open_place: OpenPlace) -> None:
    place = await open_place(exchange_seconds=0.1)
    raw = await place.dial()
    raw.writer.write(POST % b"/read" + b"half of it")
    assert await raw.reader.read() == b""


async def test_a_body_that_nobody_waits_for_does_not_keep_the_connection(open_place: OpenPlace) -> None:
    place = await open_place(exchange_seconds=0.1)
    raw = await place.dial()
    raw.writer.write(POST % b"/" + b"half of it")
    assert (await raw.read_head()).startswith("HTTP/1.1 200")
    raw.writer.write(b"a little more")
    assert await raw.reader.read() == b"hello"


@pytest.mark.parametrize(
    ("path", "limits", "config"),
    [(b"/parts", {"exchange_seconds": 0.1}, {}), (b"/large", {}, {"timeout_keep_alive": 0.1})],
)
async def test_an_answer_that_nobody_reads_is_dropped(
    open_place: OpenPlace, path: bytes, limits: dict[str, float], config: dict[str, float]
) -> None:
    place = await open_place(config=config, close_seconds=0.1, **limits)
    raw = await place.dial()
    cast(asyncio.Transport, raw.writer.transport).pause_reading()
    raw.writer.write(GET % path)
    await until_there_are(place, 1)
    await until_there_are(place, 0)


async def test_blank_lines_do_not_keep_a_connection(open_place: OpenPlace) -> None:
    place = await open_place(head_seconds=0.1)
    raw = await place.dial()
    raw.writer.write(GET % b"/")
    await raw.read_head()
    raw.writer.write(b"\r\n")
    assert await raw.reader.read() == b"hello"


async def test_between_requests_no_deadline_of_the_last_one_runs(open_place: OpenPlace) -> None:
    place = await open_place()
    raw = await place.dial()
    for _ in range(2):
        raw.writer.write(GET % b"/" + GET % b"/")
        for _ in range(2):
            assert (await raw.read_head()).startswith("HTTP/1.1 200")
            assert await raw.reader.readexactly(5) == b"hello"
        (protocol,) = place.server.server_state.connections
        assert isinstance(protocol, SharedPort)
        assert protocol._deadline is None and protocol.timeout_keep_alive_task is not None


async def test_one_address_has_its_share_of_sockets_and_a_proxy_has_many(open_place: OpenPlace) -> None:
    place = await open_place(connections_per_address=3)
    for _ in range(5):
        await place.dial()
    one, *_ = [await place.dial("127.0.0.2") for _ in range(3)]
    assert (await (await place.dial("127.0.0.2")).read_problem())[0] == 429
    await one.leave()
    await until_there_are(place, 7)
    last = await place.dial("127.0.0.2")
    last.writer.write(GET % b"/")
    assert (await last.read_head()).startswith("HTTP/1.1 200")


async def test_an_upgraded_connection_leaves_its_place_to_the_next(open_place: OpenPlace) -> None:
    place = await open_place(connections_per_address=1)
    raw = await place.dial("127.0.0.2")
    raw.writer.write(raw.request())
    assert (await raw.read_head()).startswith("HTTP/1.1 101 ")
    other = await place.dial("127.0.0.2")
    other.writer.write(GET % b"/")
    assert (await other.read_head()).startswith("HTTP/1.1 200")


async def test_there_is_an_end_to_sockets_in_all(open_place: OpenPlace) -> None:
    place = await open_place(sockets_max=3)
    raws = [await place.raw(), await place.dial(), await place.dial()]
    assert (await (await place.dial()).read_problem())[0] == 503
    await raws[0].leave()
    await place.handlers[0].closed.wait()
    await until_there_are(place, 2)
    await place.raw()


def test_a_half_open_connection_is_found_within_a_minute() -> None:
    assert 2 * GatewayLimits().ping_seconds <= 60
