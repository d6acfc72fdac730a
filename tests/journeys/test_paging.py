"""Long lists come in pages that say where the next one is; nothing is left out and nothing comes twice."""

from itertools import chain
from typing import Any

import httpx
import pytest

from tests.story import Evening, Member, check_problem
from veillee.community.people import restrict
from veillee.foundation.storage import Transaction

pytestmark = pytest.mark.anyio
LISTS = ("/rooms", "/conversations", "/blocks", "/private-requests", "/reports", "/statements")


async def read_all(http: httpx.AsyncClient, path: str, limit: int) -> list[Any]:
    """The bodies of all pages."""
    bodies, following = [], f"{path}?limit={limit}"
    while following:
        answer = await http.get(following.removeprefix("/api/v1"))
        assert answer.status_code == 200, answer.text
        bodies.append(answer.json())
        following = answer.links.get("next", {}).get("url", "")
    return bodies


async def test_the_pages_of_a_list_are_the_list(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe = await evening.enter("Zoé")
    for number in range(5):
        await _meet(evening, zoe, number)
    for path in ("/rooms", "/conversations", "/blocks", "/reports"):
        whole = await zoe.get(path)
        assert len(whole) == 5, path
        for limit, pages in ((2, 3), (5, 1), (4, 2)):
            bodies = await read_all(zoe.http, path, limit)
            assert len(bodies) == pages and list(chain(*bodies)) == whole, (path, limit)


async def test_both_lists_of_first_words_go_on_until_both_are_over(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe = await evening.enter("Zoé")
    others = [await evening.enter(f"Invité {number}") for number in range(5)]
    for number, other in enumerate(others):
        await other.ask(zoe, f"Bonsoir, {number}")
    for other in others[:3]:
        await zoe.ask(other, "Moi aussi")
    whole = await zoe.get("/private-requests")
    bodies = await read_all(zoe.http, "/private-requests", 2)
    assert [(len(body["incoming"]), len(body["outgoing"])) for body in bodies] == [(2, 2), (2, 1), (1, 0)]
    for side in ("incoming", "outgoing"):
        assert list(chain(*(body[side] for body in bodies))) == whole[side]


async def test_what_comes_meanwhile_moves_no_page(evening: Evening) -> None:
    zoe, slugs = await evening.enter("Zoé"), [await evening.room(f"Salon {number}") for number in range(4)]
    for slug in slugs[:3]:
        await zoe.join(slug)
    first = await zoe.http.get("/conversations?limit=2")
    await zoe.join(slugs[3])
    second = await zoe.http.get(first.links["next"]["url"].removeprefix("/api/v1"))
    assert [row["room"] for row in first.json() + second.json()] == [slugs[2], slugs[1], slugs[0]]
    assert "next" not in second.links


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=100000", "limit"),
        ("cursor=", "cursor"),
        ("cursor=x", "cursor"),
        ("cursor=%C3%A9", "cursor"),
        ("cursor=" + "A" * 300, "cursor"),
        ("cursor=kgGhYQ", "cursor"),
        ("cursor=..", "cursor"),
    ],
)
async def test_what_cannot_be_a_page_is_said(evening: Evening, query: str, field: str) -> None:
    zoe = await evening.enter("Zoé", connect=False)
    for path in LISTS:
        problem = check_problem(await zoe.http.get(f"{path}?{query}"), 422, "invalid")
        assert list(problem["errors"]) == [field], path


async def test_whoever_is_kept_out_reads_their_statements_page_by_page(evening: Evening) -> None:
    zoe = await evening.enter("Zoé", connect=False)

    def ban(transaction: Transaction) -> None:
        restrict(transaction, zoe.id, "ban", at=evening.time(), until=None, statement_id=None)

    await evening.place.database.write(ban)
    assert await zoe.get("/statements?limit=1") == []


async def _meet(evening: Evening, zoe: Member, number: int) -> None:
    """A room to be in, somebody to be reported and blocked."""
    await zoe.join(await evening.room(f"Salon {number}"))
    other = await evening.enter(f"Invité {number}", connect=False)
    subject = {"kind": "person", "id": other.id}
    assert (await zoe.http.post("/reports", json={"subject": subject, "reason": "spam"})).status_code == 201
    assert (await zoe.http.put(f"/people/{other.id}/block")).status_code == 204
