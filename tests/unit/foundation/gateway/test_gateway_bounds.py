"""Slow, silent, greedy and broken ones are closed by themselves."""

import asyncio

import pytest

from tests.unit.foundation.gateway.place import OpenPlace, Place, encode
from veillee.foundation.gateway import Connection, GatewayLimits, Handshake, encode_frame
from veillee.foundation.gateway.pace import pace_of

pytestmark = pytest.mark.anyio


async def test_a_reader_too_slow_is_closed_with_1013(open_place: OpenPlace, place: Place) -> None:
    slow_place = await open_place(unsent_bytes_max=100_000, close_seconds=5)
    raw = await slow_place.raw()
    connection = slow_place.handlers[-1].connection
    frames = encode_frame(b"x" * 1000) * 50
    while not connection.closing:
        connection.send_frames(frames)
        await asyncio.sleep(0)
    assert connection.unsent_bytes > 100_000
    while True:
        first, payload = await raw.read_frame()
        if first == 0x88:
            break
    assert payload[:2] == (1013).to_bytes(2, "big")


async def test_a_reader_that_never_reads_again_is_dropped(open_place: OpenPlace) -> None:
    place = await open_place(unsent_bytes_max=100_000, close_seconds=0.1)
    await place.raw()
    handler = place.handlers[-1]
    while not handler.connection.closing:
        handler.connection.send_frames(bytes(50_000))
        await asyncio.sleep(0)
    await handler.closed.wait()
    assert len(place.connections) == 0


async def test_who_does_not_answer_a_ping_is_dropped_and_who_does_stays(open_place: OpenPlace) -> None:
    place = await open_place(ping_seconds=0.1)
    async with place.connect() as client:
        raw = await place.raw()
        silent = place.handlers[-1]
        assert await raw.read_frame() == (0x89, b"")
        assert await raw.reader.read() == b""
        await silent.closed.wait()
        await client.send("still here")
        assert await client.recv() == "still here"


async def test_who_does_not_answer_a_close_is_dropped(open_place: OpenPlace) -> None:
    place = await open_place(close_seconds=0.05)
    raw = await place.raw()
    place.handlers[-1].connection.close(4000, "enough")
    assert await raw.read_close() == 4000
    await place.handlers[-1].closed.wait()


async def test_texts_that_cross_our_close_are_not_delivered(place: Place) -> None:
    raw = await place.raw()
    handler = place.handlers[-1]
    handler.connection.close(4000)
    handler.connection.close(4001)
    handler.connection.send(b"too late")
    raw.writer.write(encode(0x1, b"crossing") + encode(0x8, (4000).to_bytes(2, "big")))
    assert await raw.read_close() == 4000
    await handler.closed.wait()
    assert handler.texts == []


async def test_one_address_has_its_share_of_connections(open_place: OpenPlace) -> None:
    place = await open_place(connections_per_address=3)
    raws = [await place.raw() for _ in range(3)]
    assert await (await place.dial()).ask() == (429, {"type": "/problems/too-many-connections", "status": 429})
    await raws[0].leave()
    await place.handlers[0].closed.wait()
    await place.raw()
    assert len(place.connections) == 3


async def test_a_head_that_does_not_end_is_not_waited_for(open_place: OpenPlace) -> None:
    place = await open_place(head_seconds=0.05)
    for beginning in (b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "):
        raw = await place.dial()
        raw.writer.write(beginning)
        assert await raw.reader.read() == b""


async def test_a_kept_connection_has_no_more_time_for_its_next_head(open_place: OpenPlace) -> None:
    place = await open_place(head_seconds=0.05)
    raw = await place.dial()
    raw.writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    await raw.read_head()
    raw.writer.write(b"GET / HTTP/1.1\r\n")
    assert await raw.reader.read() == b"hello"


async def test_a_head_without_end_is_refused(place: Place) -> None:
    raw = await place.dial()
    raw.writer.write(b"GET / HTTP/1.1\r\n" + b"X-More: of the same\r\n" * 100_000)
    assert (await raw.read_problem())[0] == 431


async def test_a_handler_that_breaks_costs_its_own_connection_only(
    open_place: OpenPlace, capsys: pytest.CaptureFixture[str]
) -> None:
    class Fragile:
        def __init__(self, handshake: Handshake, connection: Connection) -> None: ...

        def on_text(self, payload: bytes) -> None:
            raise ValueError(payload.decode())

        def on_closed(self) -> None:
            raise KeyError("private words")

    place = await open_place(Fragile)
    bystander = await place.raw()
    raw = await place.raw()
    raw.send(0x1, b"private words")
    assert await raw.read_close() == 1011
    raw = await place.raw()
    raw.send(0x8)
    assert await raw.read_close() is None
    bystander.send(0x9, b"?")
    assert await bystander.read_frame() == (0x8A, b"?")
    logged = capsys.readouterr()
    assert "ValueError" in logged.out + logged.err
    assert "private words" not in logged.out + logged.err


async def test_a_client_that_vanishes_is_noticed_at_once(place: Place) -> None:
    raw = await place.raw()
    handler = place.handlers[-1]
    raw.writer.transport.abort()
    await handler.closed.wait()
    assert handler.closed_times == 1
    handler.connection.send(b"into the void")
    handler.connection.close(1000)


async def test_a_flood_is_paced_and_nothing_of_it_lost(open_place: OpenPlace) -> None:
    place = await open_place(flood_frames_max=50, flood_seconds=0.05, flood_pauses_max=1000)
    raw = await place.raw()
    started = asyncio.get_running_loop().time()
    raw.writer.write(b"".join(encode(0x1, b"%d" % number * 100) for number in range(500)))
    for number in range(500):
        assert await raw.read_text() == b"%d" % number * 100
    assert asyncio.get_running_loop().time() - started > 0.1


async def test_a_flood_that_goes_on_is_closed_with_1008(open_place: OpenPlace) -> None:
    place = await open_place(flood_frames_max=50, flood_seconds=0.02, flood_pauses_max=2)
    raw = await place.raw()
    raw.writer.write(encode(0xA, b"x" * 125) * 5_000)
    assert await raw.read_close() == 1008


async def test_a_calm_talker_is_never_paced() -> None:
    limits = GatewayLimits(flood_frames_max=2, flood_seconds=0.0, flood_pauses_max=0)
    pace = pace_of(limits)
    assert pace is not None
    assert [pace.count() for _ in range(100)] == [0.0] * 100


async def test_a_large_body_before_the_next_head_is_no_large_head(open_place: OpenPlace) -> None:
    place = await open_place(head_bytes_max=1000)
    raw = await place.dial()
    raw.writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n" + b"x" * 5000 + b"GET / HT")
    assert (await raw.read_head()).startswith("HTTP/1.1 200")
    raw.writer.write(b"TP/1.1\r\nHost: x\r\n\r\n")
    assert await raw.reader.readexactly(5) == b"hello"
    assert (await raw.read_head()).startswith("HTTP/1.1 200")
