"""Leaves are shown in batches by the clock: nobody watches a report appear, and its reporter has the proof at once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from tests.story.engines import open_database
from tests.unit.safety.ledger.conftest import AT, ORIGIN, SEED, append_many, make_http
from veillee.foundation.basics import Listeners, NotFound
from veillee.foundation.storage import Database
from veillee.safety import ledger

pytestmark = pytest.mark.anyio


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    listeners, sealer = Listeners(), ledger.Sealer(SEED, ORIGIN, live=False)
    sealer.register(listeners)
    database = open_database(tmp_path / "ledger.sqlite3", listeners)
    await database.write(sealer.open)
    yield database
    await database.close()


@pytest.fixture
def http(database: Database) -> httpx.AsyncClient:
    return make_http(database)


async def shown(http: httpx.AsyncClient) -> int:
    return int((await http.get("")).json()["size"])


async def test_leaves_are_shown_once_an_hour_by_the_clock(database: Database, http: httpx.AsyncClient) -> None:
    sizes = []
    for minutes in (3, 4, 59, 60, 61, 119, 120, 500):
        await database.write(append_many, 0, 1)
        await database.write(ledger.publish, AT + timedelta(minutes=minutes), 60)
        sizes.append(await shown(http))
    assert sizes == [1, 1, 1, 4, 4, 4, 7, 8]


async def test_a_quiet_evening_shows_nothing_sooner(database: Database, http: httpx.AsyncClient) -> None:
    for minutes in (0, 60, 120, 180):
        await database.write(ledger.publish, AT + timedelta(minutes=minutes), 60)
    await database.write(append_many, 0, 1)
    await database.write(ledger.publish, AT + timedelta(minutes=181), 60)
    assert await shown(http) == 0
    await database.write(ledger.publish, AT + timedelta(minutes=240), 60)
    assert await shown(http) == 1


async def test_what_is_not_shown_yet_is_nowhere(database: Database, http: httpx.AsyncClient) -> None:
    await database.write(append_many, 0, 3)
    await database.write(ledger.publish, AT, 60)
    await database.write(append_many, 3, 300)
    head = (await http.get("")).json()
    assert head["size"] == 3 and "\n3\n" in (await http.get("/checkpoint")).text
    assert [leaf["index"] for leaf in (await http.get("/leaves?limit=100")).json()["leaves"]] == [2, 1, 0]
    assert [leaf["index"] for leaf in (await http.get("/leaves?before=200")).json()["leaves"]] == [2, 1, 0]
    assert (await http.get("/tile/0/000.p/3")).status_code == 200
    tiles = ("tile/0/000.p/4", "tile/entries/000.p/4", "tile/0/000", "tile/1/000.p/1")
    for path in ("leaves/3", "leaves/3/tlog-proof", *tiles):
        assert (await http.get(f"/{path}")).status_code == 404, path
    assert (await http.get("/consistency?old=1&new=4")).status_code == 422


async def test_whom_it_concerns_has_the_proof_at_once(database: Database) -> None:
    receipt = await database.write(ledger.append, "report.received", {"note": "à 20 h"}, AT)
    with pytest.raises(NotFound):
        await database.read(ledger.get_proof, receipt.index)
    proof = await database.read(ledger.get_proof, receipt.index, {"note": "à 20 h"})
    assert proof.opening is not None
    await database.write(append_many, 0, 5)
    assert await database.read(ledger.get_proof, receipt.index, {"note": "à 20 h"}) == proof
    held = ledger.HeldReceipt(index=0, leaf_hash=proof.leaf_hash, proof=proof.proof, checkpoint=proof.checkpoint)
    assert await database.read(ledger.check_receipt, None, held) == []


async def test_a_leaf_says_the_hour(database: Database) -> None:
    moments = [AT + timedelta(minutes=minutes, microseconds=7) for minutes in (0, 31, 59)]
    leaves = {ledger.make_leaf("report.received", {}, b"", at) for at in moments}
    assert len(leaves) == 1 and b'"2026-11-24T20:00:00.000Z"' in leaves.pop()
