"""What is said arrives, whole and in order."""

import asyncio
import socket
import sys

import pytest

from tests.unit.foundation.gateway.place import OpenPlace, Place, Raw, encode
from veillee.foundation.gateway import Connection, Handshake, encode_frame, fan_out

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 2048, 16_384])
async def test_a_text_of_any_size_comes_back(place: Place, size: int) -> None:
    async with place.connect() as client:
        await client.send("x" * size)
        assert await client.recv() == "x" * size


async def test_texts_of_every_script_come_back(place: Place) -> None:
    async with place.connect() as client:
        for text in ("Bonsoir à tous", "čau", "こんばんは", "🕯️👋🏽", "\u0000"):
            await client.send(text)
            assert await client.recv() == text


async def test_a_fragmented_text_is_one_message_whatever_comes_between(place: Place) -> None:
    raw = await place.raw()
    raw.send(0x1, "bonsoir é".encode()[:-1], fin=False)
    raw.send(0x9, b"still there?")
    raw.send(0x0, b"", fin=False)
    raw.send(0xA, b"unasked")
    raw.send(0x0, "é".encode()[-1:])
    assert await raw.read_frame() == (0x8A, b"still there?")
    assert await raw.read_text() == "bonsoir é".encode()


async def test_a_frame_may_trickle_in(place: Place) -> None:
    raw = await place.raw()
    for byte in encode(0x1, b"slowly"):
        raw.writer.write(bytes((byte,)))
        await raw.writer.drain()
        await asyncio.sleep(0)
    assert await raw.read_text() == b"slowly"


async def test_many_frames_in_one_segment_are_answered_in_order(place: Place) -> None:
    raw = await place.raw()
    raw.writer.write(b"".join(encode(0x1, b"%d" % number) for number in range(5_000)))
    for number in range(5_000):
        assert await raw.read_text() == b"%d" % number


async def test_what_is_sent_in_one_turn_leaves_in_one_write_in_order(open_place: OpenPlace) -> None:
    class Talker:
        def __init__(self, handshake: Handshake, connection: Connection) -> None:
            self.connection = connection

        def on_text(self, payload: bytes) -> None:
            self.connection.send(b"1")
            self.connection.send_frames(encode_frame(b"2") + encode_frame(b"3"))
            fan_out([self.connection], encode_frame(b"4"))
            self.connection.send(b"5")

        def on_closed(self) -> None: ...

    raw = await (await open_place(Talker)).raw()
    before = segments_received(raw)
    raw.send(0x1, b"go")
    assert [await raw.read_text() for _ in range(5)] == [b"1", b"2", b"3", b"4", b"5"]
    assert segments_received(raw) - before <= 1


def segments_received(raw: Raw) -> int:
    """How many segments with data the kernel counts on a client's socket (tcpi_data_segs_in); 0 where it tells not."""
    if sys.platform != "linux":
        return 0
    info = raw.writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 160)
    return int.from_bytes(info[152:156], sys.byteorder)


async def test_the_opener_may_already_send_and_close(open_place: OpenPlace) -> None:
    class Greeter:
        def __init__(self, handshake: Handshake, connection: Connection) -> None:
            connection.send(b"welcome")
            connection.close(4001, "that was all")

        def on_text(self, payload: bytes) -> None: ...

        def on_closed(self) -> None: ...

    place = await open_place(Greeter)
    async with place.connect() as client:
        assert await client.recv() == "welcome"
        await client.wait_closed()
        assert (client.close_code, client.close_reason) == (4001, "that was all")


async def test_a_fan_out_reaches_all_and_passes_over_the_gone(place: Place) -> None:
    clients = [await place.connect() for _ in range(5)]
    await clients[0].close()
    await place.handlers[-5].closed.wait()
    fan_out([handler.connection for handler in place.handlers[-5:]], encode_frame(b"all"))
    for client in clients[1:]:
        assert await client.recv() == "all"
        await client.close()


async def test_the_first_frames_may_share_the_segment_of_the_request(place: Place) -> None:
    whole = b"".join(encode(0x1, b"%d" % number * 1000) for number in range(10))
    for cut in (len(whole), 1, 7, 20_000):
        raw = await place.raw(whole[:cut])
        raw.writer.write(whole[cut:])
        for number in range(10):
            assert await raw.read_text() == b"%d" % number * 1000


async def test_http_goes_on_beside_it_and_a_kept_connection_may_be_upgraded(place: Place) -> None:
    raw = await place.dial()
    for _ in range(2):
        raw.writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await raw.read_head()).startswith("HTTP/1.1 200")
        assert await raw.reader.readexactly(5) == b"hello"
    raw.writer.write(raw.request() + encode(0x1, b"upgraded"))
    assert (await raw.read_head()).startswith("HTTP/1.1 101")
    assert await raw.read_text() == b"upgraded"


async def test_an_upgrade_behind_an_unanswered_request_is_dropped(place: Place) -> None:
    raw = await place.dial()
    raw.writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" + raw.request())
    assert b" 101 " not in await raw.reader.read()


async def test_ping_is_answered_and_close_is_echoed(place: Place) -> None:
    async with place.connect() as client:
        await (await client.ping(b"are you there"))
        await client.close(4321, "bye")
    assert client.close_code == 4321
    await place.handlers[-1].closed.wait()
    assert place.handlers[-1].closed_times == 1
