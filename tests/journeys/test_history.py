"""Reading back, page by page; how far one has read."""

from pathlib import Path

import httpx
import pytest

from tests.story import Evening, Member, check_problem, open_evening

pytestmark = pytest.mark.anyio


async def _long_talk(evening: Evening, count: int) -> tuple[str, Member]:
    zoe, slug = await evening.enter("Zoé"), await evening.room()
    room = await zoe.join(slug)
    for number in range(1, count + 1):
        await zoe.tell({"type": "send", "ref": str(number), "conversation": room, "text": f"numéro {number}"})
    await zoe.next("accepted", seq=count)
    return room, zoe


async def _pages(reader: Member, path: str) -> list[list[int]]:
    pages, address = [], httpx.URL(reader.evening.url + "/api/v1" + path)
    while True:
        answer = await reader.http.get(address)
        pages.append([message["seq"] for message in answer.json()])
        if "next" not in answer.links:
            return pages
        address = address.join(answer.links["next"]["url"])


async def test_following_the_links_reads_everything_once(tmp_path: Path) -> None:
    async with open_evening(tmp_path, limits__messages_per_minute_per_person=1_000) as evening:
        room, zoe = await _long_talk(evening, 120)
        path = f"/conversations/{room}/messages"
        assert await _pages(zoe, path) == [list(range(71, 121)), list(range(21, 71)), list(range(1, 21))]
        assert await _pages(zoe, path + "?limit=60") == [list(range(61, 121)), list(range(1, 61))]
        assert await _pages(zoe, path + "?before=21&limit=200") == [list(range(1, 21))]
        assert await zoe.history(room, before=1) == []


async def test_an_empty_room_has_an_empty_history(evening: Evening) -> None:
    zoe = await evening.enter("Zoé")
    room = await zoe.join(await evening.room())
    answer = await zoe.http.get(f"/conversations/{room}/messages")
    assert answer.json() == [] and "link" not in answer.headers


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=-1", "limit"),
        ("limit=many", "limit"),
        ("before=0", "before"),
        ("before=-5", "before"),
        ("before=99999999999999999999", "before"),
        ("before=last", "before"),
    ],
)
async def test_pages_that_do_not_exist(evening: Evening, query: str, field: str) -> None:
    zoe = await evening.enter("Zoé")
    room = await zoe.join(await evening.room())
    problem = check_problem(await zoe.http.get(f"/conversations/{room}/messages?{query}"), 422, "invalid")
    assert list(problem["errors"]) == [field]


async def test_history_is_for_members_only(evening: Evening) -> None:
    room, _ = await _long_talk(evening, 1)
    ali = await evening.enter("Ali")
    for conversation in (room, "0192f0c4-0000-7000-8000-000000000000", "anything", "%00"):
        for what in ("messages", "people"):
            check_problem(await ali.http.get(f"/conversations/{conversation}/{what}"), 404, "not-found")
            answer = await evening.http.get(f"/conversations/{conversation}/{what}")
            check_problem(answer, 401, "unauthorised")


async def test_read_marks_move_forward_and_stay(evening: Evening) -> None:
    room, zoe = await _long_talk(evening, 10)
    for seq, kept in ((4, 4), (2, 4), (10, 10)):
        await zoe.tell({"type": "read", "conversation": room, "seq": seq})
        await zoe.catch_up()
        assert (await zoe.get("/conversations"))[0]["read"] == kept
    await zoe.tell({"type": "read", "conversation": room, "seq": 11})
    assert (await zoe.next("error"))["code"] == "not-found"
    await zoe.disconnect()
    (conversation,) = (await zoe.connect())["conversations"]
    assert (conversation["read"], conversation["head"]) == (10, 10)
