"""Many get the same bytes, by C or by Python: whole, in order, past nobody, and to nobody else."""

import asyncio
import os
import random
import runpy
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.outside import need
from tests.unit.foundation.gateway.place import Echo, OpenPlace, Place, Raw
from veillee.foundation.gateway import Circle, Connection, Spread, SpreadMissing, choose_spread, encode_frame, fan_out
from veillee.foundation.gateway.outbox import Outbox
from veillee.foundation.gateway.recipients import SOCKET, Recipients, make_seat
from veillee.foundation.gateway.spread import NativeSpread, PythonSpread
from veillee.foundation.gateway.stream import Wire

pytestmark = pytest.mark.anyio
NATIVE = Path(__file__).parents[4] / "bin" / "lib" / "native.py"
CROWD = 8
CLOSE_4000 = b"\x88\x02\x0f\xa0"


async def open_narrow(place: Place, count: int) -> tuple[list[Raw], list[Connection]]:
    """Connections whose sockets hold little, at both ends."""
    place.server.servers[0].sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 32_768)
    raws = [await place.raw() for _ in range(count)]
    for raw in raws:
        raw.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
    return raws, [handler.connection for handler in place.handlers[-count:]]


async def read_until(raw: Raw, end: bytes) -> bytes:
    got = bytearray()
    while not got.endswith(end):
        got += await raw.reader.read(100_000)
    return bytes(got)


async def test_whoever_reads_however_slowly_gets_all_that_is_theirs_in_order(open_place: OpenPlace) -> None:
    place = await open_place(unsent_bytes_max=1 << 30, close_seconds=20, ping_seconds=3600)
    raws, connections = await open_narrow(place, CROWD)
    owed, got, behind = [b""] * CROWD, [b""] * CROWD, 0
    chance = random.Random(17)
    for number in range(600):
        some = sorted(chance.sample(range(CROWD), chance.randint(1, CROWD)))
        frames = encode_frame(b"%d " % number * chance.choice((1, 50, 4000)))
        fan_out([connections[one] for one in some], frames)
        for one in some:
            owed[one] += frames
        if chance.random() < 0.7:
            await asyncio.sleep(0)
            behind += any(connection.unsent_bytes for connection in connections)
        if chance.random() < 0.5:
            one = chance.randrange(CROWD)
            if len(got[one]) < len(owed[one]):
                got[one] += await raws[one].reader.read(chance.choice((100, 100_000)))
    for connection in connections:
        connection.close(4000)
    rest = await asyncio.gather(*(read_until(raw, CLOSE_4000) for raw in raws))
    assert [before + after for before, after in zip(got, rest, strict=True)] == [all_ + CLOSE_4000 for all_ in owed]
    assert behind > 50


async def test_only_the_one_too_slow_is_closed_with_1013(open_place: OpenPlace) -> None:
    place = await open_place(unsent_bytes_max=100_000, close_seconds=20, ping_seconds=3600)
    raws, connections = await open_narrow(place, CROWD)
    slow, *quick = raws
    reading = [asyncio.ensure_future(read_until(raw, b"the end")) for raw in quick]
    sent = 0
    while not connections[0].closing:
        fan_out(connections, encode_frame(b"x" * 1000))
        sent += 1
        # The quick ones have to be quick: at most this is under way to one of them.
        await asyncio.sleep(0 if max(connection.unsent_bytes for connection in connections[1:]) < 20_000 else 0.001)
    fan_out(connections, encode_frame(b"the end"))
    for read in reading:
        assert len(await read) == sent * 1004 + 2 + len(b"the end")
    while (got := await slow.read_frame())[0] != 0x88:
        pass
    assert got[1][:2] == (1013).to_bytes(2, "big")
    assert not any(connection.closing for connection in connections[1:])


async def test_a_number_is_nobody_elses_while_it_is_written_to(open_place: OpenPlace, spread: Spread) -> None:
    place = await open_place()
    held: list[tuple[int, os.stat_result]] = []
    numbers: dict[Connection, int] = {}

    class Watched(Echo):
        def on_closed(self) -> None:
            held.append((self.connection.seat[SOCKET], os.fstat(numbers[self.connection])))
            super().on_closed()

    place.opener = Watched
    raws = [await place.raw() for _ in range(CROWD)]
    handlers = place.handlers[-CROWD:]
    for handler in handlers:
        wire = handler.connection._wire
        assert isinstance(wire, Wire)
        number = numbers[handler.connection] = wire._transport.get_extra_info("socket").fileno()
        assert handler.connection.seat[SOCKET] == (number if spread.direct else -1)
    before = tuple(handler.connection for handler in handlers)
    for raw in raws:
        raw.writer.transport.abort()
    for handler in handlers:
        await handler.closed.wait()
    assert [number for number, _ in held] == [-1] * CROWD
    newcomers = [await place.raw() for _ in range(CROWD)]
    fan_out(before, encode_frame(b"for those who left"))
    fan_out([handler.connection for handler in place.handlers[-CROWD:]], encode_frame(b"for those who are here"))
    assert [await raw.read_text() for raw in newcomers] == [b"for those who are here"] * CROWD


async def test_nothing_goes_past_a_close_frame(place: Place) -> None:
    raws = [await place.raw() for _ in range(CROWD)]
    connections = [handler.connection for handler in place.handlers[-CROWD:]]
    connections[0].close(4000)
    fan_out(connections, encode_frame(b"after"))
    assert await raws[0].read_close() == 4000
    assert [await raw.read_text() for raw in raws[1:]] == [b"after"] * (CROWD - 1)


async def test_one_that_cannot_be_written_to_does_not_keep_the_others_waiting(
    spread: Spread, capsys: pytest.CaptureFixture[str]
) -> None:
    class Pen:
        def __init__(self) -> None:
            self.seat = make_seat()
            self.writes: list[bytes] = []
            self.write: Callable[[bytes], None] = self.writes.append

    def fail(frames: bytes) -> None:
        raise RuntimeError(frames)

    pens = [Pen() for _ in range(CROWD)]
    pens[0].write = fail
    outbox = Outbox(spread)
    outbox.send(Recipients(pens), b"private words")
    await asyncio.sleep(0)
    assert [pen.writes for pen in pens[1:]] == [[b"private words"]] * (CROWD - 1)
    logged = capsys.readouterr()
    assert "RuntimeError" in logged.out
    assert "private words" not in logged.out


async def test_two_rooms_that_share_their_people_speak_in_one_turn(open_place: OpenPlace) -> None:
    place = await open_place()
    raws = [await place.raw() for _ in range(3 * CROWD)]
    connections = [handler.connection for handler in place.handlers[-3 * CROWD :]]
    one, other = connections[: 2 * CROWD], connections[CROWD:]
    one_room, other_room = Circle(), Circle()
    for connection in one:
        one_room.add(connection)
    for connection in other:
        other_room.add(connection)
    fan_out(one_room, encode_frame(b"1"))
    fan_out(other_room, encode_frame(b"2"))
    connections[CROWD].send(b"for you")
    fan_out(one_room, encode_frame(b"3"))
    for number, raw in enumerate(raws):
        owed = [b"1"] * (number < 2 * CROWD) + [b"2"] * (number >= CROWD)
        owed += [b"for you"] * (number == CROWD) + [b"3"] * (number < 2 * CROWD)
        assert [await raw.read_text() for _ in owed] == owed


async def test_who_leaves_a_circle_is_told_no_more_and_the_others_still_are(open_place: OpenPlace) -> None:
    place = await open_place()
    raws = [await place.raw() for _ in range(CROWD)]
    connections = [handler.connection for handler in place.handlers[-CROWD:]]
    chance = random.Random(5)
    circle = Circle()
    inside: set[int] = set()
    owed: list[list[bytes]] = [[] for _ in raws]
    for number in range(200):
        one = chance.randrange(CROWD)
        inside.symmetric_difference_update({one})
        (circle.add if one in inside else circle.discard)(connections[one])
        assert len(circle) == len(inside)
        fan_out(circle, encode_frame(b"%d" % number))
        for each in inside:
            owed[each].append(b"%d" % number)
        if chance.random() < 0.5:
            await asyncio.sleep(0)
    for raw, texts in zip(raws, owed, strict=True):
        assert [await raw.read_text() for _ in texts] == texts


def test_without_a_library_that_fits_python_does_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for library in (tmp_path / "libspread.so", Path("libc.so.6")):
        monkeypatch.setattr(NativeSpread.__init__, "__defaults__", (library,))
        assert isinstance(choose_spread("auto"), PythonSpread)
        with pytest.raises(SpreadMissing):
            choose_spread("native")


@pytest.mark.parametrize("compiler", ["", "false", "there-is-no-such-compiler"])
def test_without_a_compiler_nothing_is_built_and_nothing_old_is_left(
    compiler: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    native = runpy.run_path(str(NATIVE))
    old = tmp_path / "libspread.so"
    old.write_bytes(b"of another version")
    monkeypatch.setitem(native["build"].__globals__, "LIBRARY", old)
    monkeypatch.setenv("CC", compiler)
    assert native["build"]() is None
    assert list(tmp_path.iterdir()) == []


def test_a_compiler_is_all_it_takes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CC", str(need("cc")))
    native = runpy.run_path(str(NATIVE))
    monkeypatch.setitem(native["build"].__globals__, "LIBRARY", tmp_path / "libspread.so")
    assert NativeSpread(native["build"]()).direct
