"""What one node said is hidden comes from no other, however much later that one hears of it: the database knows."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.nodes.conftest import Two
from tests.nodes.test_two_nodes import meet
from tests.story import Evening, Member

pytestmark = pytest.mark.anyio


@contextlib.contextmanager
def deaf(evening: Evening) -> Iterator[None]:
    """This node hears nothing of the others, reads nothing back and does not look at what they did, until the end;
    then all that was said comes as it was said."""
    place: Any = evening.place
    held: list[tuple[str, bytes]] = []

    async def nothing() -> None:
        pass

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place.bus, "handle", lambda subject, payload: held.append((subject, payload)))
        patch.setattr(place.delivery, "on_gap", lambda _conversation: None)
        patch.setattr(place.nodes.journal, "read", nothing)
        yield
    for subject, payload in held:
        if subject == "talk":
            place.bus.handle(subject, payload)


async def told(two: Two) -> tuple[Member, Member, str]:
    """Zoé, at the first node, was told that her words are hidden; Ali is at the other, where nobody knows of them."""
    zoe, ali, room = await meet(two)
    await ali.catch_up("presence")
    return zoe, ali, room


async def hide(two: Two, zoe: Member, room: str, text: str) -> int:
    """Zoé says it, somebody reports it, and Zoé hears that it is hidden."""
    said = await zoe.say(room, text)
    noor = await two[0].enter("Noor")
    assert await noor.join(room) == room
    await noor.report_message(room, said["seq"])
    await (await two[0].staff()).decide_only_case("hide")
    assert (await zoe.next("hidden"))["seq"] == said["seq"]
    await zoe.disconnect()
    return int(said["seq"])


async def heard(member: Member) -> list[tuple[int, str, bool]]:
    """The messages that came until now."""
    return [
        (frame["seq"], frame["text"], frame.get("hidden", False))
        for frame in await member.catch_up("presence", "hidden", "watch")
        if frame["type"] == "message"
    ]


@pytest.mark.parametrize("resume", [None, 0, 1])
async def test_who_comes_back_to_the_other_node_is_not_shown_it_again(two: Two, resume: int | None) -> None:
    zoe, ali, room = await told(two)
    with deaf(two[1]):
        await hide(two, zoe, room, "Ce qui ne se dit pas")
        again = await two[1].returning(zoe.token)
        await again.connect(None if resume is None else {room: resume})
    texts = {text for _, text, _ in [*await heard(again), *await heard(ali)]}
    assert "Ce qui ne se dit pas" not in texts
    assert [message["hidden"] for message in await again.history(room)] == [True]


async def test_who_goes_into_the_room_again_is_not_shown_it_either(two: Two) -> None:
    zoe, ali, room = await told(two)
    with deaf(two[1]):
        await hide(two, zoe, room, "Ce qui ne se dit pas")
        again = await two[1].returning(zoe.token)
        await again.connect()
        assert await again.join(room) == room
    assert {text for _, text, _ in [*await heard(again), *await heard(ali)]} <= {""}
