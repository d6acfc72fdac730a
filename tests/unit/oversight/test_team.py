"""Who is staff: roles change, people go at once and everywhere, and an admin is nobody's to remove alone."""

from typing import Any

import httpx
import pytest

from tests.unit.oversight.place import Place
from tests.unit.oversight.test_leaves import faults
from veillee.oversight.moderation.staff.store import passkeys
from veillee.safety import ledger

pytestmark = pytest.mark.anyio


async def ids(staff: httpx.AsyncClient) -> dict[str, str]:
    team = (await staff.get("/api/v1/staff/team")).json()
    return {member["staff"]["name"]: member["staff"]["id"] for member in team["members"]}


async def change(by: httpx.AsyncClient, name: str, role: str | None) -> httpx.Response:
    id_ = (await ids(by))[name]
    return await by.post(f"/api/v1/staff/team/{id_}/changes", json={"role": role, "reason": "Convenu ensemble."})


async def answer(by: httpx.AsyncClient, waiting: Any, *, agree: bool) -> httpx.Response:
    return await by.post(f"/api/v1/staff/team-changes/{waiting['id']}/answer", json={"agree": agree})


async def test_whoever_is_removed_is_out_at_once_and_comes_back_only_by_a_new_link(careful: Place) -> None:
    sealer = ledger.Sealer(bytes(32), "chat.example.org/api/v1/ledger")
    sealer.register(careful.listeners)
    await careful.database.write(sealer.open)
    ada, maud = await careful.signed_in("Ada", "admin"), await careful.signed_in()
    await maud.put("/api/v1/staff/duty", json={"on": True})
    assert careful.lamp.staff_on_duty == 1
    assert (await change(maud, "Ada", None)).json()["type"] == "/problems/wrong-role"
    assert (await change(ada, "Maud", "moderator")).json()["type"] == "/problems/same-role"
    assert (await change(ada, "Maud", "senior")).json()["state"] == "done"
    assert (await maud.get("/api/v1/staff/session")).json()["staff"]["role"] == "senior"
    left = await careful.invite("Maud", "senior")
    assert (await change(ada, "Maud", None)).json()["state"] == "done"
    assert (await maud.get("/api/v1/staff/session")).status_code == 401
    assert careful.lamp.staff_on_duty == 0 and len(await careful.rows(passkeys)) == 1
    late = await maud.post("/api/v1/staff/passkeys/options", json={"invite": left})
    assert late.status_code == 404 and list(await ids(ada)) == ["Ada"]
    again = await careful.signed_in("Maud", "auditor")
    assert (await again.get("/api/v1/staff/session")).json()["staff"]["role"] == "auditor"
    assert await faults(careful) == []


async def test_what_concerns_an_admin_takes_two_and_the_last_one_stays(careful: Place) -> None:
    ada, bea = await careful.signed_in("Ada", "admin"), await careful.signed_in("Béa", "moderator")
    assert (await change(ada, "Ada", None)).json()["type"] == "/problems/last-admin"
    assert (await change(ada, "Béa", "admin")).json()["state"] == "done"
    alone = await change(ada, "Béa", None)
    assert alone.json()["type"] == "/problems/needs-second"
    clo = await careful.signed_in("Clo", "senior")
    waiting = (await change(ada, "Béa", None)).json()
    assert waiting["state"] == "waiting"
    assert (await change(ada, "Béa", "auditor")).json()["type"] == "/problems/waiting"
    for own in (ada, bea):
        assert (await answer(own, waiting, agree=True)).json()["type"] == "/problems/own-change"
    assert (await answer(clo, waiting, agree=False)).json()["state"] == "refused"
    assert (await bea.get("/api/v1/staff/session")).status_code == 200
    waiting = (await change(ada, "Béa", "moderator")).json()
    (shown,) = (await clo.get("/api/v1/staff/team")).json()["waiting"]
    assert shown["answers"] and shown["reason"] == "Convenu ensemble."
    assert (await answer(clo, waiting, agree=True)).json()["state"] == "done"
    assert (await answer(clo, waiting, agree=True)).status_code == 404
    assert (await bea.get("/api/v1/staff/session")).json()["staff"]["role"] == "moderator"
    waiting = (await change(ada, "Béa", "admin")).json()
    careful.pass_time(hours=13)
    careful.pass_time(hours=12)
    again = await careful.signed_in("Clo", "senior")
    assert (await answer(again, waiting, agree=True)).status_code == 404
