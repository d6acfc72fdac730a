"""One write for each, of all that it is owed, in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veillee.foundation.gateway import encode_frame, fan_out
from veillee.foundation.gateway.outbox import Outbox

pytestmark = pytest.mark.anyio


class Pen:
    """A recipient that keeps what is written."""

    def __init__(self):
        self.writes = []
        self.write = self.writes.append


sendings = st.lists(st.tuples(st.lists(st.integers(0, 5), unique=True, max_size=6), st.binary(min_size=1, max_size=3)))


@given(sendings)
async def test_whatever_is_sent_to_whomever_arrives_in_order_and_once(sendings):
    pens = [Pen() for _ in range(6)]
    outbox = Outbox()
    for numbers, frames in sendings:
        outbox.send(tuple(pens[number] for number in numbers), frames)
    outbox.deliver()
    for number, pen in enumerate(pens):
        owed = [frames for numbers, frames in sendings if number in numbers]
        assert pen.writes == ([b"".join(owed)] if owed else [])


async def test_one_that_cannot_be_written_to_does_not_keep_the_others_waiting(capsys):
    broken, fine = Pen(), Pen()

    def fail(frames):
        raise RuntimeError(frames)

    broken.write = fail
    outbox = Outbox()
    outbox.send((broken, fine), b"private words")
    outbox.deliver()
    assert fine.writes == [b"private words"]
    logged = capsys.readouterr()
    assert "RuntimeError" in logged.out
    assert "private words" not in logged.out


async def test_who_joins_after_a_fan_out_does_not_get_it_and_who_closes_gets_it_before(place):
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
