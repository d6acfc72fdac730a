"""What each role may do, and what not."""

import pytest

from tests.unit.oversight.place import Place
from tests.unit.oversight.test_decisions import QUEUE, decide, reported

pytestmark = pytest.mark.anyio


async def test_a_flagger_reads_no_case(place: Place) -> None:
    case = await reported(place)
    client = await place.signed_in("Fil", "flagger")
    assert (await client.get("/api/v1/staff/session")).json()["staff"]["role"] == "flagger"
    for path in (QUEUE, f"{QUEUE}/{case}", f"{QUEUE}/{case}/evidence"):
        answer = await client.get(path)
        assert answer.status_code == 403
        assert answer.json()["type"] == "/problems/wrong-role"
    assert (await decide(client, case, "hide", article="respect")).status_code == 403
    assert (await client.put("/api/v1/staff/duty", json={"on": True})).status_code == 403
    assert (await client.delete("/api/v1/staff/session")).status_code == 204
