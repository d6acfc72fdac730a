"""Two seniors on two nodes warn, then suspend, over the same finding at the same moment: it is done once."""

import asyncio
from typing import Any

import pytest

from tests.nodes.conftest import OpenTwo, Two
from tests.nodes.test_two_nodes import settle
from tests.story import Member, Watcher
from veillee.foundation.bus import Hub

pytestmark = pytest.mark.anyio


async def test_it_is_decided_once(open_two: OpenTwo) -> None:
    async with open_two(Hub()) as two:
        anna, bruno = await two[0].enter("Anna"), await two[1].enter("Bruno")
        nour, noe = await two[0].staff("Nour", "senior"), await two[1].staff("Noé", "senior")
        items = [await _report_for_nothing(two, nour, anna, bruno) for _ in range(3)]
        body: dict[str, Any] = {"act": "warn", "items": items, "facts": "Trois fois rien."}
        assert await _at_once(nour, noe, body) == ["already-warned", "done"]
        two[0].time.pass_(seconds=60)
        items.append(await _report_for_nothing(two, nour, anna, bruno))
        body |= {"act": "suspend", "items": items, "days": 10}
        assert await _at_once(nour, noe, body) == ["already-suspended", "done"]
        decisions = [statement["decision"] for statement in await anna.get("/statements")]
        assert decisions == ["misuse_suspend", "misuse_warn"]


async def _report_for_nothing(two: Two, nour: Watcher, anna: Member, bruno: Member) -> str:
    filed = await anna.report({"kind": "person", "id": bruno.id}, "spam")
    assert filed.status_code == 201, filed.text
    await settle(two)
    await nour.decide_only_case("no_violation")
    two[0].time.pass_(seconds=60)
    return str(filed.json()["id"])


async def _at_once(nour: Watcher, noe: Watcher, body: dict[str, Any]) -> list[str]:
    """What came of it, on either node."""
    path = f"/staff/submissions/{body['items'][0]}/misuse"
    answers = await asyncio.gather(*(staff.http.post(path, json=body) for staff in (nour, noe)))
    return sorted("done" if one.status_code == 201 else one.json()["type"].rpartition("/")[2] for one in answers)
