"""Many who come in the same moment are let in over several turns of the loop, in order, and lose nothing."""

import asyncio
import functools

import pytest

from tests.unit.foundation.gateway.place import OpenPlace, encode
from veillee.foundation.basics import Problem
from veillee.foundation.gateway import Connection, Handler, Handshake
from veillee.foundation.gateway.share import Share

pytestmark = pytest.mark.anyio
CROWD = 40


async def test_what_does_not_fit_into_a_turn_waits_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("veillee.foundation.gateway.share.time.perf_counter", clock := Clock())
    share = Share()
    done: list[int] = []

    def work(number: int) -> None:
        clock.now += 0.004
        done.append(number)

    for number in range(7):
        if share.used_up:
            share.put_off(functools.partial(work, number))
        else:
            share.do(functools.partial(work, number))
    turns = [list(done)]
    while len(done) < 7:
        await asyncio.sleep(0)
        turns.append(list(done))
    assert turns == [[0, 1, 2], [0, 1, 2, 3, 4, 5], [*range(7)]]
    await asyncio.sleep(0)
    assert not share.used_up


async def test_what_breaks_does_not_keep_what_waits_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("veillee.foundation.gateway.share.SECONDS_PER_TURN", 0.0)
    share, done = Share(), asyncio.Event()
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)

    def fail() -> None:
        raise ZeroDivisionError

    share.put_off(fail)
    share.put_off(done.set)
    await done.wait()


async def test_a_crowd_that_comes_at_once_is_let_in_turn_by_turn(
    open_place: OpenPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("veillee.foundation.gateway.share.SECONDS_PER_TURN", 0.0)
    place = await open_place()
    crowd = [await place.dial() for _ in range(CROWD)]
    echo, turn = place.opener, 0
    turns: list[int] = []

    def note(handshake: Handshake, connection: Connection) -> Handler | Problem:
        turns.append(turn)
        return echo(handshake, connection)

    def count() -> None:
        nonlocal turn
        turn += 1
        if len(turns) < CROWD:
            asyncio.get_running_loop().call_soon(count)

    place.opener = note
    count()
    for number, raw in enumerate(crowd):
        raw.writer.write(raw.request() + encode(1, b"first %d" % number))
        raw.writer.write(encode(1, b"second"))
    for number, raw in enumerate(crowd):
        assert (await raw.read_head()).startswith("HTTP/1.1 101 ")
        assert [await raw.read_text(), await raw.read_text()] == [b"first %d" % number, b"second"]
    assert len(set(turns)) == CROWD


async def test_whoever_leaves_before_their_turn_is_not_let_in(
    open_place: OpenPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("veillee.foundation.gateway.share.SECONDS_PER_TURN", 0.0)
    place = await open_place()
    crowd = [await place.dial() for _ in range(CROWD)]
    for raw in crowd:
        raw.writer.write(raw.request())
        raw.writer.transport.abort()
    await place.raw()
    for handler in place.handlers[:-1]:
        await handler.closed.wait()
    assert len(place.connections) == 1


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now
