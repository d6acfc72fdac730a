"""The roster and what is handed over, read on one node as it was written on the other."""

import pytest

from tests.nodes.conftest import OpenTwo
from veillee.foundation.bus import Hub

pytestmark = pytest.mark.anyio


async def test_both_nodes_read_the_same_roster_and_foresee_the_same(open_two: OpenTwo) -> None:
    async with open_two(Hub()) as (one, other):
        ada, nour = await one.staff("Ada", "admin"), await other.staff("Nour")
        day = one.place.clock().date().isoformat()
        me = (await ada.http.get("/staff/session")).json()["staff"]["id"]
        shift = {"staff_id": me, "from": f"{day}T12:00", "until": f"{day}T23:45", "weekly": True}
        assert (await ada.http.post("/staff/duty/shifts", json=shift)).status_code == 201
        gaps = [(await watcher.http.get("/staff/duty/gaps")).json() for watcher in (ada, nour)]
        assert gaps[0] == gaps[1] and gaps[0]["shifts"] == 1
        await ada.duty()
        await ada.http.put("/staff/duty", json={"on": False, "note": "À suivre."})
        (note,) = (await nour.http.get("/staff/duty/notes")).json()
        assert (await nour.http.put(f"/staff/duty/notes/{note['id']}/taken")).status_code == 204
        (seen,) = (await ada.http.get("/staff/duty/notes")).json()
        assert seen["taken"]["name"] == "Nour"


async def test_a_report_that_measures_is_made_once(open_two: OpenTwo) -> None:
    async with open_two(Hub(), watch__synthetic_per_day=24) as two:
        for minute in range(120):
            two[0].time.pass_(minutes=1)
            for evening in two:
                await evening.place.moderation.duty.make_synthetic()
            if minute % 30 == 0:
                watcher = await two[minute // 30 % 2].staff(f"Maud{minute}z")
        slots = [row.slot for row in (await two[0].stored())["synthetic_reports"]]
        assert len(slots) == len(set(slots)) >= 1
        assert len(await watcher.cases()) == len(slots)
