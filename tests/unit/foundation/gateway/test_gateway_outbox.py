"""One write for each, of all that it is owed, in order."""

import asyncio
from array import array
from collections.abc import Callable, Collection, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.foundation.gateway.place import Place
from veillee.foundation.gateway import Circle, encode_frame, fan_out
from veillee.foundation.gateway.grouping import LARGE_MAX
from veillee.foundation.gateway.outbox import Outbox
from veillee.foundation.gateway.recipients import Recipient, Recipients, make_seat
from veillee.foundation.gateway.spread import PythonSpread

pytestmark = pytest.mark.anyio


class Pen:
    """A recipient that keeps what is written."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []
        self.write: Callable[[bytes], None] = self.writes.append
        self.seat = make_seat()


def write_nowhere(_frames: bytes) -> None: ...


def make_crowd(size: int) -> tuple[list[Pen], Recipients]:
    """Pens in one circle."""
    pens, circle = [Pen() for _ in range(size)], Circle()
    for pen in pens:
        circle.add(pen)
    return pens, circle.recipients()


# Whom each is sent to: one, a few, or many, who overlap in every way.
PENS = 60
Sending = tuple[list[int], bytes]
numbers = st.one_of(
    st.integers(0, PENS - 1).map(lambda one: [one]),
    st.lists(st.integers(0, PENS - 1), unique=True, max_size=6),
    st.builds(lambda start, size, step: list(range(PENS))[start : start + size : step],
              st.integers(0, 40), st.integers(0, PENS), st.integers(1, 2)),
)  # fmt: skip
sendings = st.lists(st.tuples(numbers, st.binary(min_size=1, max_size=3)), max_size=25)


def send_all(outbox: Outbox, pens: list[Pen], sendings: list[Sending]) -> Iterator[None]:
    """Sends to a single one as to one, and to the same again as to the same."""
    known: dict[tuple[int, ...], Recipients] = {}
    for numbers, frames in sendings:
        some = Recipients([pens[number] for number in numbers])
        outbox.send(pens[numbers[0]] if len(numbers) == 1 else known.setdefault(tuple(numbers), some), frames)
        yield


class Slow(PythonSpread):
    """Takes a little more than a millisecond for each crowd, by its own clock."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(
        self, recipients: Recipients, start: int, stop: int, frames: bytes, besides: Collection[Recipient] = ()
    ) -> None:
        super().__call__(recipients, start, stop, frames, besides)
        self.now += 0.0011 * (stop - start) / len(recipients)

    def clock(self) -> float:
        self.now += 0.0001
        return self.now


def make_outbox(per_turn_max: int, is_slow: bool) -> Outbox:
    """One that has to rest after each crowd, or one that never has."""
    if not is_slow:
        return Outbox(per_turn_max=per_turn_max, clock=lambda: 0.0)
    spread = Slow()
    return Outbox(spread, per_turn_max, spread.clock)


async def until_all_is_handed_over(outbox: Outbox) -> None:
    while outbox._awaited or outbox._timer:  # noqa: ASYNC110 - turns of the loop, not time
        await asyncio.sleep(0)


def owed_to(number: int, sendings: list[Sending]) -> list[bytes]:
    return [frames for numbers, frames in sendings if number in numbers]


@given(sendings)
async def test_whatever_is_sent_to_whomever_arrives_in_order_and_in_one_write(sendings: list[Sending]) -> None:
    pens, outbox = [Pen() for _ in range(PENS)], Outbox()
    for _ in send_all(outbox, pens, sendings):
        pass
    owed = [b"".join(owed_to(number, sendings)) for number in range(PENS)]
    assert [outbox.owed(pen) for pen in pens] == owed
    await until_all_is_handed_over(outbox)
    assert [pen.writes for pen in pens] == [[frames] if frames else [] for frames in owed]
    assert not any(map(outbox.owed, pens))


@given(sendings, st.integers(1, 40), st.booleans())
async def test_large_crowds_are_served_over_several_turns_in_the_same_order(
    sendings: list[Sending], per_turn_max: int, is_slow: bool
) -> None:
    pens, outbox = [Pen() for _ in range(PENS)], make_outbox(per_turn_max, is_slow)
    for _ in send_all(outbox, pens, sendings):
        await asyncio.sleep(0)
    await until_all_is_handed_over(outbox)
    for number, pen in enumerate(pens):
        assert b"".join(pen.writes) == b"".join(owed_to(number, sendings))


@given(sendings, st.integers(1, 40), st.integers(0, 30), st.integers(0, PENS - 1), st.booleans())
async def test_who_closes_at_any_moment_is_handed_exactly_what_is_left(
    sendings: list[Sending], per_turn_max: int, moment: int, number: int, is_slow: bool
) -> None:
    pens, outbox = [Pen() for _ in range(PENS)], make_outbox(per_turn_max, is_slow)
    for _ in send_all(outbox, pens, sendings):
        if is_slow:
            await asyncio.sleep(0)
    for _ in range(moment):
        await asyncio.sleep(0)
    closing = pens[number]
    closing.writes.append(outbox.owed(closing))
    closing.write = write_nowhere
    await until_all_is_handed_over(outbox)
    assert b"".join(closing.writes) == b"".join(owed_to(number, sendings))


async def test_others_come_in_between_while_a_large_crowd_is_served() -> None:
    pens, crowd = make_crowd(70)
    outbox = make_outbox(30, is_slow=False)
    outbox.send(crowd, b"x")
    served: list[int] = []
    while not served or served[-1] < 70:
        await asyncio.sleep(0)
        served.append(sum(len(pen.writes) for pen in pens))
    assert served == [30, 60, 70]


async def test_what_is_for_a_few_goes_out_between_two_parts_of_a_crowd_behind_what_they_are_owed() -> None:
    pens, crowd = make_crowd(70)
    outbox = make_outbox(30, is_slow=False)
    outbox.send(crowd, b"x")
    await asyncio.sleep(0)
    outbox.send(crowd, b"y")
    outbox.send(pens[69], b"z")
    outbox.send(pens[0], b"z")
    await asyncio.sleep(0)
    assert (pens[0].writes, pens[69].writes) == ([b"x", b"yz"], [b"xyz"])
    assert sum(len(pen.writes) for pen in pens[1:69]) < 68
    await until_all_is_handed_over(outbox)
    assert {b"".join(pen.writes) for pen in pens[1:69]} == {b"xy"}
    assert (pens[0].writes, pens[69].writes) == ([b"x", b"yz"], [b"xyz"])


async def test_what_is_for_a_few_goes_out_while_crowds_rest_and_what_they_miss_leaves_in_one_write() -> None:
    pens, crowd = make_crowd(70)
    spread = Slow()
    outbox = Outbox(spread, clock=lambda: spread.now)
    outbox.send(crowd, b"1")
    await asyncio.sleep(0)
    assert all(pen.writes == [b"1"] for pen in pens)
    outbox.send(crowd, b"2")
    outbox.send(pens[3], b"for you")
    outbox.send(crowd, b"3")
    await asyncio.sleep(0)
    assert pens[3].writes == [b"1", b"2for you3"] and outbox.owed(pens[3]) == b""
    assert [pens[4].writes, outbox.owed(pens[4])] == [[b"1"], b"23"]
    outbox.send(crowd, b"4")
    assert [outbox.owed(pens[3]), outbox.owed(pens[4])] == [b"4", b"234"]
    spread.now += 0.0011
    await until_all_is_handed_over(outbox)
    assert pens[3].writes == [b"1", b"2for you3", b"4"]
    assert all(pen.writes == [b"1", b"234"] for pen in pens if pen is not pens[3])


@pytest.mark.parametrize("rooms", [2, 40])
async def test_rooms_that_share_their_people_and_speak_at_once_keep_a_turn_bounded(rooms: int) -> None:
    pens, outbox = [Pen() for _ in range(2_000 + rooms)], make_outbox(500, is_slow=False)
    for room in range(rooms):
        outbox.send(Recipients(pens[room : room + 2_000]), b"%02d" % room)
    served = 0
    while outbox._awaited:
        await asyncio.sleep(0)
        now = sum(len(pen.writes) for pen in pens)
        assert now - served <= 500
        served = now
    for number, pen in enumerate(pens):
        assert b"".join(pen.writes) == b"".join(
            b"%02d" % room for room in range(rooms) if room <= number < room + 2_000
        )
        assert len(pen.writes) <= -(-rooms // LARGE_MAX)


async def test_nothing_is_done_for_each_recipient_before_their_bytes_are_handed_over() -> None:
    class Counted(Pen):
        asked = 0

        @property
        def seat(self) -> "array[int]":
            Counted.asked += 1
            return self._seat

        @seat.setter
        def seat(self, seat: "array[int]") -> None:
            self._seat = seat

    class Nowhere(PythonSpread):
        def __call__(
            self, recipients: Recipients, start: int, stop: int, frames: bytes, besides: Collection[Recipient] = ()
        ) -> None: ...

    circle, outbox = Circle(), Outbox(Nowhere())
    pens = [Counted() for _ in range(200)]
    for pen in pens:
        circle.add(pen)
    Counted.asked = 0
    for _ in range(3):
        outbox.send(circle.recipients(), b"x")
        outbox.send(pens[3], b"only you")
        await asyncio.sleep(0)
    circle.discard(pens[7])
    outbox.send(circle.recipients(), b"y")
    await asyncio.sleep(0)
    assert Counted.asked == 0
    assert b"".join(pens[3].writes) == b"xonly you" * 3


async def test_one_that_cannot_be_written_to_does_not_keep_the_others_waiting(
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken, fine = Pen(), Pen()

    def fail(frames: bytes) -> None:
        raise RuntimeError(frames)

    broken.write = fail
    outbox = Outbox()
    outbox.send(Recipients([broken, fine]), b"private words")
    await asyncio.sleep(0)
    assert fine.writes == [b"private words"]
    logged = capsys.readouterr()
    assert "RuntimeError" in logged.out
    assert "private words" not in logged.out


async def test_who_joins_after_a_fan_out_does_not_get_it_and_who_closes_gets_it_before(place: Place) -> None:
    async with place.connect() as first, place.connect() as second:
        one, other = (handler.connection for handler in place.handlers[-2:])
        room = {one: None}
        fan_out(room, encode_frame(b"before"))
        room[other] = None
        one.close(4000)
        fan_out(room, encode_frame(b"after"))
        assert await second.recv() == "after"
        assert await first.recv() == "before"
        await first.wait_closed()
        assert first.close_code == 4000
