"""Whoever breaks RFC 6455 is told how, is closed with its code, and disturbs nobody."""

import contextlib
from typing import TypedDict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.foundation.gateway.place import Place, encode

pytestmark = pytest.mark.anyio

TEXT, MORE, BINARY, CLOSE, PING = 0x1, 0x0, 0x2, 0x8, 0x9
FORBIDDEN_CODES = (0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65535)
ALLOWED_CODES = (1000, 1001, 1002, 1003, 1007, 1011, 1014, 3000, 4999)


def code(number: int, reason: bytes = b"") -> bytes:
    return number.to_bytes(2, "big") + reason


class Bent(TypedDict, total=False):
    fin: bool
    reserved: int
    masked: bool


VIOLATIONS: list[tuple[int, list[tuple[int, bytes, Bent]]]] = [
    (1002, [(TEXT, b"a", {"reserved": 4})]),
    (1002, [(TEXT, b"a", {"reserved": 1})]),
    (1002, [(PING, b"a", {"reserved": 2})]),
    (1002, [(TEXT, b"a", {"masked": False})]),
    (1002, [(PING, b"a", {"masked": False})]),
    (1002, [(MORE, b"a", {})]),
    (1002, [(MORE, b"a", {"fin": False})]),
    (1002, [(TEXT, b"a", {"fin": False}), (TEXT, b"b", {})]),
    (1002, [(TEXT, b"a", {"fin": False}), (BINARY, b"b", {})]),
    (1002, [(TEXT, b"a", {"fin": False}), (MORE, b"b", {"reserved": 4})]),
    (1002, [(PING, b"a", {"fin": False})]),
    (1002, [(PING, b"a" * 126, {})]),
    (1002, [(CLOSE, b"a" * 126, {})]),
    (1002, [(3, b"a", {})]),
    (1002, [(7, b"", {})]),
    (1002, [(11, b"a", {})]),
    (1002, [(15, b"", {})]),
    (1003, [(BINARY, b"a", {})]),
    (1003, [(BINARY, b"", {"fin": False})]),
    (1002, [(CLOSE, b"a", {})]),
    *((1002, [(CLOSE, code(number), Bent())]) for number in FORBIDDEN_CODES),
]


@pytest.mark.parametrize(("closed_with", "frames"), VIOLATIONS)
async def test_a_violation_is_closed_with_its_code(
    place: Place, closed_with: int, frames: list[tuple[int, bytes, Bent]]
) -> None:
    raw = await place.raw()
    raw.writer.write(b"".join(encode(opcode, payload, **options) for opcode, payload, options in frames))
    assert await raw.read_close() == closed_with
    await place.handlers[-1].closed.wait()
    assert place.handlers[-1].texts == []


@pytest.mark.parametrize("number", ALLOWED_CODES)
async def test_a_close_is_echoed_with_its_code(place: Place, number: int) -> None:
    raw = await place.raw()
    raw.send(CLOSE, code(number, "à bientôt".encode()))
    assert await raw.read_close() == number


async def test_a_close_without_code_is_echoed_without(place: Place) -> None:
    raw = await place.raw()
    raw.send(CLOSE)
    assert await raw.read_close() is None


async def test_what_came_before_a_violation_is_still_answered(place: Place) -> None:
    for bad in (encode(3, b""), encode(MORE, b""), encode(TEXT, b"", masked=False)):
        raw = await place.raw()
        raw.writer.write(encode(TEXT, b"one") + encode(TEXT, b"two") + bad + encode(TEXT, b"three"))
        assert await raw.read_text() == b"one"
        assert await raw.read_text() == b"two"
        assert await raw.read_close() == 1002


async def test_nothing_that_follows_a_close_is_heeded(place: Place) -> None:
    raw = await place.raw()
    raw.writer.write(encode(CLOSE, code(1000)) + encode(TEXT, b"late") + encode(3, b""))
    assert await raw.read_close() == 1000
    assert place.handlers[-1].texts == []


async def test_the_close_frame_outlives_a_flood_behind_the_violation(place: Place) -> None:
    raw = await place.raw()
    raw.writer.write(encode(3, b"") + b"x" * 3_000_000)
    assert await raw.read_close() == 1002


@pytest.mark.parametrize(
    "bad", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"ok \xce\xba\xe1"]
)
async def test_text_that_is_not_utf8_gets_an_error_and_1007(place: Place, bad: bytes) -> None:
    raw = await place.raw()
    raw.send(TEXT, bad)
    error = await raw.read_error()
    assert (error["type"], error["ref"], error["code"]) == ("error", None, "not-utf8")
    assert await raw.read_close() == 1007


async def test_utf8_is_judged_over_the_whole_message(place: Place) -> None:
    raw = await place.raw()
    raw.send(TEXT, b"\xc3", fin=False)
    raw.send(MORE, b"(")
    assert (await raw.read_error())["code"] == "not-utf8"
    assert await raw.read_close() == 1007


async def test_a_close_reason_that_is_not_utf8_gets_1007(place: Place) -> None:
    raw = await place.raw()
    raw.send(CLOSE, code(1000, b"\xff"))
    assert (await raw.read_error())["code"] == "not-utf8"
    assert await raw.read_close() == 1007


async def test_a_frame_too_large_gets_an_error_and_1009_before_it_is_read(place: Place) -> None:
    for size in (16_385, 100_000, 2**62):
        raw = await place.raw()
        raw.writer.write(encode(TEXT, b"")[:1] + b"\xff" + size.to_bytes(8, "big") + b"mask" if size > 65_535 else
                         encode(TEXT, b"x" * size))  # fmt: skip
        assert (await raw.read_error())["code"] == "too-large"
        assert await raw.read_close() == 1009


async def test_fragments_are_bounded_together(place: Place) -> None:
    raw = await place.raw()
    raw.send(TEXT, b"x" * 16_000, fin=False)
    raw.send(MORE, b"x" * 384, fin=False)
    raw.send(MORE, b"x")
    assert (await raw.read_error())["code"] == "too-large"
    assert await raw.read_close() == 1009


async def test_others_go_on(place: Place) -> None:
    async with place.connect() as client:
        raw = await place.raw()
        raw.writer.write(encode(3, b""))
        assert await raw.read_close() == 1002
        await client.send("all well")
        assert await client.recv() == "all well"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600), st.booleans())
async def test_no_bytes_whatever_harm_the_server(place: Place, data: bytes, upgraded: bool) -> None:
    raw = await (place.raw(data) if upgraded else place.dial())
    if not upgraded:
        raw.writer.write(data)
    raw.writer.write_eof()
    with contextlib.suppress(ConnectionError):
        await raw.reader.read()
    await raw.leave()
    async with place.connect() as client:
        await client.send("all well")
        assert await client.recv() == "all well"
