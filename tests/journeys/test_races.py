"""Messages that are committed between the reading of a snapshot and the subscription come once, in order."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.story import Evening, Member

pytestmark = pytest.mark.anyio


def talk_during_the_next_reads(evening: Evening, meanwhile: Callable[[], Awaitable[Any]], times: int) -> None:
    """Let `meanwhile` happen after each of the next reads of the database, before its reader is told."""
    database, read = evening.place.database, evening.place.database.read
    left = times

    async def read_slowly(*args: Any, **kwargs: Any) -> Any:
        nonlocal left
        result = await read(*args, **kwargs)
        if left:
            left -= 1
            await meanwhile()
        return result

    database.read = read_slowly  # type: ignore[method-assign]


async def seqs_until(member: Member, last: int) -> list[int]:
    """The seqs of the messages that come, up to that one."""
    seqs: list[int] = []
    while not seqs or seqs[-1] < last:
        seqs.append((await member.next("message"))["seq"])
    return seqs


async def test_joining_while_others_talk_misses_nothing(evening: Evening) -> None:
    slug = await evening.room()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    room = await zoe.join(slug)
    await zoe.say(room, "avant")
    talk_during_the_next_reads(evening, lambda: zoe.say(room, "pendant"), 3)
    await ali.tell({"type": "join", "ref": "j", "room": slug})
    joined = await ali.next("joined")
    before = [message["seq"] for message in joined["messages"]]
    last = (await zoe.say(room, "après"))["seq"]
    assert last > 2  # something was said meanwhile
    assert before + await seqs_until(ali, last) == list(range(1, last + 1))
    assert joined["conversation"]["head"] == len(before)


async def test_resuming_while_others_talk_misses_nothing(evening: Evening) -> None:
    slug = await evening.room()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    room = await zoe.join(slug)
    await ali.join(slug)
    await zoe.say(room, "un")
    await ali.next("message", seq=1)
    await ali.disconnect()
    await zoe.say(room, "deux")
    talk_during_the_next_reads(evening, lambda: zoe.say(room, "pendant"), 3)
    await ali.connect({room: 1})
    last = (await zoe.say(room, "après"))["seq"]
    assert last > 3
    assert await seqs_until(ali, last) == list(range(2, last + 1))


async def test_frames_of_one_connection_are_handled_in_order(evening: Evening) -> None:
    slug = await evening.room()
    zoe = await evening.enter("Zoé", connect=False)
    zoe.socket = await evening.connect()
    room = (await evening.place.rooms.list_open()).items[0].id
    await zoe.tell({"type": "hello", "token": zoe.token})
    await zoe.tell({"type": "join", "ref": "j", "room": slug})
    await zoe.tell({"type": "send", "ref": "s", "conversation": room, "text": "Sans attendre"})
    assert (await zoe.next("welcome", "joined", "accepted", "error"))["type"] == "welcome"
    assert (await zoe.next("joined", "accepted", "error"))["type"] == "joined"
    assert (await zoe.next("accepted", "error"))["type"] == "accepted"


async def test_a_second_connection_of_the_same_person_follows_too(evening: Evening) -> None:
    slug = await evening.room()
    zoe = await evening.enter("Zoé")
    phone = await evening.returning(zoe.token)
    await phone.connect()
    room = await zoe.join(slug)
    assert (await phone.next("conversation"))["conversation"]["id"] == room
    await zoe.say(room, "Bonsoir")
    assert (await phone.next("message"))["seq"] == (await zoe.next("message"))["seq"] == 1
    assert (await zoe.next("presence"))["present"] == 1
