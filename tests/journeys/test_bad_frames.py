"""Frames that cannot be used: their documented answer, nothing stored, nobody else notices, one line in the log."""

import json
from typing import Any

import pytest

from tests.story import Evening, Log, Member

pytestmark = pytest.mark.anyio

PRIVATE = "un secret très personnel"
NOWHERE = "0192f0c4-0000-7000-8000-000000000000"


async def _in_a_room(evening: Evening) -> tuple[str, Member, Member]:
    slug, zoe, ali = await evening.room(), await evening.enter("Zoé"), await evening.enter("Ali")
    room = await zoe.join(slug)
    await ali.join(slug)
    await zoe.catch_up()
    await ali.catch_up()
    return room, zoe, ali


def _frame(**members: Any) -> str:
    return json.dumps(members, ensure_ascii=False)


MALFORMED = {
    "not JSON": PRIVATE,
    "cut off": '{"type":"send","text":"' + PRIVATE,
    "an array": f'["{PRIVATE}"]',
    "a string": f'"{PRIVATE}"',
    "a number": "42",
    "null": "null",
    "nothing": "",
    "blank": "  ",
    "two objects": '{"type":"typing","conversation":"x"}{"type":"typing","conversation":"x"}',
    "no type": _frame(text=PRIVATE),
    "a type that is a number": _frame(type=7, text=PRIVATE),
    "a type that is null": _frame(type=None, text=PRIVATE),
    "deep": '{"type":"send","pictures":' + "[" * 5_000 + "]" * 5_000 + "}",
    "not a number": '{"type":"read","conversation":"x","seq":NaN}',
    "without ref": _frame(type="send", conversation=NOWHERE, text=PRIVATE),
    "without text": _frame(type="send", conversation=NOWHERE, ref="1", note=PRIVATE),
    "without conversation": _frame(type="send", ref="1", text=PRIVATE),
    "a text that is a number": _frame(type="send", ref="1", conversation=NOWHERE, text=7, note=PRIVATE),
    "a text that is an object": _frame(type="send", ref="1", conversation=NOWHERE, text={"fr": PRIVATE}),
    "an empty ref": _frame(type="send", ref="", conversation=NOWHERE, text=PRIVATE),
    "a long ref": _frame(type="send", ref="r" * 65, conversation=NOWHERE, text=PRIVATE),
    "a ref that is a number": _frame(type="send", ref=7, conversation=NOWHERE, text=PRIVATE),
    "a reply to a word": _frame(type="send", ref="1", conversation=NOWHERE, text=PRIVATE, reply_to="first"),
    "a seq below zero": _frame(type="read", conversation=NOWHERE, seq=-1, note=PRIVATE),
    "a seq beyond numbers": _frame(type="read", conversation=NOWHERE, seq=2**64, note=PRIVATE),
    "a room that is a list": _frame(type="join", ref="1", room=[PRIVATE]),
    "an echo without a mark": _frame(type="echo", note=PRIVATE),
    "a room without a name": _frame(type="join", ref="1", room=""),
    "half a surrogate": '{"type":"send","ref":"1","conversation":"x","text":"\\ud800 ' + PRIVATE + '"}',
}


@pytest.mark.parametrize("name", MALFORMED)
async def test_malformed(evening: Evening, name: str) -> None:
    room, zoe, ali = await _in_a_room(evening)
    before = await evening.stored()
    with Log() as log:
        await zoe.tell(MALFORMED[name].replace(NOWHERE, room))
        error = await zoe.next("error")
    log.check_lines(1, without=PRIVATE)
    assert error["code"] in ("malformed", "unknown-type") and error["detail"] and PRIVATE not in error["detail"]
    assert (error["code"] == "unknown-type") == ("type that is" in name or name == "no type") or "type" in name
    await _goes_on(evening, before, room, zoe, ali)


async def _goes_on(evening: Evening, before: Any, room: str, zoe: Member, ali: Member) -> None:
    """Nothing was stored, the other did not notice, and both still talk."""
    assert await evening.stored() == before
    assert await ali.catch_up() == [] and await zoe.catch_up() == []
    assert (await zoe.say(room, "on continue"))["type"] == "accepted"
    assert (await ali.next("message"))["text"] == "on continue"


async def test_the_ref_of_a_malformed_frame_comes_back(evening: Evening) -> None:
    _, zoe, _ = await _in_a_room(evening)
    await zoe.tell({"type": "send", "ref": "mine", "conversation": 7, "text": PRIVATE})
    assert (await zoe.next("error", ref="mine"))["code"] == "malformed"


async def test_unknown_types(evening: Evening) -> None:
    room, zoe, ali = await _in_a_room(evening)
    before = await evening.stored()
    for kind in ("shout", "welcome", "accepted", PRIVATE):
        with Log() as log:
            await zoe.tell({"type": kind, "ref": "1", "text": PRIVATE})
            error = await zoe.next("error", ref="1")
        log.check_lines(1, without=PRIVATE)
        assert error["code"] == "unknown-type" and PRIVATE not in error["detail"]
    await _goes_on(evening, before, room, zoe, ali)


async def test_members_that_nobody_knows_are_ignored(evening: Evening) -> None:
    room, zoe, ali = await _in_a_room(evening)
    answer = await zoe.say(room, "bonsoir", mood="gai", author={"id": ali.id}, seq=77, sent_at="1999", sample=True)
    heard = await ali.next("message")
    assert answer["seq"] == heard["seq"] == 1 and heard["author"] == {"id": zoe.id, "pseudonym": "Zoé"}
    assert "mood" not in heard


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "text-empty"),
        ("   \n\t ", "text-empty"),
        ("\u200b\u2060\ufeff", "text-empty"),
        ("\u0301\u0301", "text-empty"),
        ("x" * 2_001, "text-too-long"),
        (PRIVATE + "\u0000", "text-control-characters"),
        (PRIVATE + "\u001b[2J", "text-control-characters"),
        (PRIVATE + "\u0085", "text-control-characters"),
    ],
)
async def test_texts_that_cannot_be_a_message(evening: Evening, text: str, code: str) -> None:
    room, zoe, ali = await _in_a_room(evening)
    before = await evening.stored()
    with Log() as log:
        error = await zoe.say(room, text, ref="1")
    log.check_lines(1, without=PRIVATE)
    assert (error["type"], error["code"]) == ("error", code)
    await _goes_on(evening, before, room, zoe, ali)


async def test_the_longest_text_in_any_script_is_a_message(evening: Evening) -> None:
    room, zoe, ali = await _in_a_room(evening)
    for text in ("é" * 2_000, "美" * 2_000, "👋🏽" * 1_000, "a\nb\tc", '<b>gras</b> & "cité"', "\u202eenvers\u202c"):
        assert (await zoe.say(room, text))["type"] == "accepted"
        assert (await ali.next("message"))["text"] == text


async def test_to_where_one_is_not(evening: Evening) -> None:
    room, zoe, ali = await _in_a_room(evening)
    noor = await evening.enter("Noor")
    before = await evening.stored()
    for conversation in (room, NOWHERE, "le-comptoir", "../" + room, ""):
        with Log() as log:
            error = await noor.say(conversation, PRIVATE)
        log.check_lines(1, without=PRIVATE)
        assert error["code"] == "not-found"
        for frame in ({"type": "typing"}, {"type": "read", "seq": 0}, {"type": "leave", "ref": "1"}):
            await noor.tell({"conversation": conversation, **frame})
            assert (await noor.next("error"))["code"] == "not-found"
    await _goes_on(evening, before, room, zoe, ali)


async def test_pictures_that_are_none_of_ours_are_told_so(evening: Evening) -> None:
    room, zoe, _ = await _in_a_room(evening)
    assert (await zoe.say(room, "regarde", pictures=["x"]))["code"] == "resting"
    evening.light_the_lamp()
    for pictures in (["x"], [room], [zoe.id, zoe.id], ["é" * 60]):
        assert (await zoe.say(room, "regarde", pictures=pictures))["code"] == "picture-unknown"
    assert (await zoe.say(room, "regarde", pictures=[room] * 5))["code"] == "too-many-pictures"
    for wrong in ([1], "x", ["x"] * 17, [None]):
        assert (await zoe.say(room, "regarde", pictures=wrong))["code"] == "malformed"
    assert (await zoe.say(room, "rien à voir", pictures=[], confirm=None, reply_to=None))["type"] == "accepted"


async def test_not_utf8_is_told_and_closed(evening: Evening) -> None:
    room, zoe, ali = await _in_a_room(evening)
    before = await evening.stored()
    assert zoe.socket is not None
    with Log() as log:
        await zoe.socket.send(b'{"type":"send","text":"\xff\xfe ' + PRIVATE.encode() + b'"}', text=True)
        assert await zoe.closed() == 1007
    log.check_lines(1, without=PRIVATE)
    assert [frame["code"] for frame in zoe.seen] == ["not-utf8"]
    await _goes_on_without(evening, before, room, ali, zoe)


async def test_too_large_is_told_and_closed(evening: Evening) -> None:
    room, zoe, ali = await _in_a_room(evening)
    before = await evening.stored()
    with Log() as log:
        await zoe.tell(_frame(type="send", ref="1", conversation=room, text=PRIVATE, note="x" * 16_384))
        assert await zoe.closed() == 1009
    log.check_lines(1, without=PRIVATE)
    assert [frame["code"] for frame in zoe.seen] == ["too-large"]
    await _goes_on_without(evening, before, room, ali, zoe)


async def test_the_largest_frame_is_read(evening: Evening) -> None:
    room, zoe, _ = await _in_a_room(evening)
    frame = _frame(type="send", ref="1", conversation=room, text="plein", note="")
    await zoe.tell(frame[:-2] + "x" * (16_384 - len(frame)) + '"}')
    assert (await zoe.next("accepted", ref="1"))["seq"] == 1


async def test_binary_is_closed(evening: Evening) -> None:
    room, zoe, ali = await _in_a_room(evening)
    before = await evening.stored()
    with Log() as log:
        await zoe.tell(PRIVATE.encode())
        assert await zoe.closed() == 1003
    log.check_lines(1, without=PRIVATE)
    await _goes_on_without(evening, before, room, ali, zoe)


async def test_nonsense_again_and_again_is_closed(evening: Evening) -> None:
    room, zoe, ali = await _in_a_room(evening)
    before = await evening.stored()
    with Log() as log:
        for _ in range(30):
            await zoe.tell(PRIVATE)
        assert await zoe.closed() == 1008
    assert len(log.lines) <= 12 and PRIVATE not in repr(log.lines)
    assert {frame["code"] for frame in zoe.seen} == {"malformed"}
    await _goes_on_without(evening, before, room, ali, zoe)


async def _goes_on_without(evening: Evening, before: Any, room: str, ali: Member, zoe: Member) -> None:
    """Nothing was stored, the other saw them go and no more, and both still talk."""
    assert await evening.stored() == before
    assert [frame["left"] for frame in await ali.catch_up()] == [[zoe.id]]
    assert (await ali.say(room, "on continue"))["type"] == "accepted"
    await zoe.connect({room: 0})
    assert (await zoe.next("message"))["text"] == "on continue"
