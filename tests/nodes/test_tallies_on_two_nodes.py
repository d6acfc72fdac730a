"""What each node counts of the rules is one number of the place."""

import asyncio

import pytest

from tests.nodes.conftest import Two
from veillee.safety.tallies import Tallies, Tally

pytestmark = pytest.mark.anyio


async def test_how_often_a_rule_spoke_is_counted_for_the_whole_place(two: Two) -> None:
    # Both nodes of a story share one gate: here each has counted for itself.
    counted: list[dict[str, Tally]] = [{}, {}]
    nodes = [
        Tallies(evening.place.database, lambda own=own: dict(own), evening.place.clock)  # type: ignore[misc]
        for evening, own in zip(two, counted, strict=True)
    ]
    for spoke in range(1, 11):
        for own in counted:
            own["story.hold"] = Tally(spoke=spoke)
        await asyncio.gather(*(node.write() for node in nodes))
    told = (await (await two[1].staff()).http.get("/staff/policies")).json()
    assert next(rule["week"]["spoke"] for rule in told["rules"] if rule["id"] == "story.hold") == 20
