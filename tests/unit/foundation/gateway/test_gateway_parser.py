"""Parsers are lent: what comes in parts over many connections is never mixed up."""

import random

import pytest

from tests.unit.foundation.gateway.place import OpenPlace, Place, encode
from veillee.foundation.gateway.parser import SPARE_MAX, Parsers

pytestmark = pytest.mark.anyio


async def test_frames_that_come_in_parts_over_many_connections_stay_apart(place: Place) -> None:
    rng = random.Random(7)
    raws = [await place.raw() for _ in range(12)]
    texts = [[f"{number} of {place} ".encode() * rng.choice((1, 9, 400)) for number in range(6)] for place in range(12)]
    left = [bytearray(b"".join(encode(0x1, text) for text in of)) for of in texts]
    while any(left):
        number = rng.choice([number for number, bytes_left in enumerate(left) if bytes_left])
        size = rng.choice((1, 2, 5, 130, 2_100))
        raws[number].writer.write(left[number][:size])
        await raws[number].writer.drain()
        del left[number][:size]
    for raw, of in zip(raws, texts, strict=True):
        assert [await raw.read_text() for _ in of] == of


async def test_whoever_breaks_the_protocol_leaves_no_trace_for_the_next(open_place: OpenPlace) -> None:
    place = await open_place()
    quiet = await place.raw()
    for broken in (bytes((0x83, 0x80, 0, 0, 0, 0)), encode(0x8), encode(0x8, b"\x00"), b"\x81\x05hello"):
        guilty = await place.raw()
        handler = place.handlers[-1]
        guilty.writer.write(broken + encode(0x1, b"and on"))
        await guilty.leave()
        await handler.closed.wait()
        quiet.send(0x1, b"still well")
        assert await quiet.read_text() == b"still well"
        assert handler.texts == []


def frames_of(parsers: Parsers, data: bytes) -> list[bytes]:
    parser, heard = parsers.take(), list[bytes]()
    parser.get_buffer(-1)[: len(data)] = data
    parser.read(len(data), lambda _opcode, _final, _reserved, payload: heard.append(payload))
    if parser.blank:
        parsers.give_back(parser)
    return heard


async def test_a_parser_with_nothing_left_is_lent_again_and_any_other_is_not() -> None:
    parsers = Parsers(16_384)
    first = parsers.next()
    assert frames_of(parsers, encode(0x1, b"whole")) == [b"whole"]
    assert parsers.next() is first
    for kept in (encode(0x1, b"in part")[:-1], encode(0x8), b"\x83\x80", b"\x81"):
        before = parsers.next()
        assert frames_of(parsers, kept) == ([b""] if kept[0] == 0x88 else [])
        assert parsers.next() is not before


async def test_few_are_kept() -> None:
    parsers = Parsers(16_384)
    many = [parsers.take() for _ in range(SPARE_MAX + 5)]
    for parser in many:
        parsers.give_back(parser)
    assert len({id(parsers.take()) for _ in range(SPARE_MAX)} & set(map(id, many))) == SPARE_MAX
    assert parsers.next() not in many
