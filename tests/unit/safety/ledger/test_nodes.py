"""Several nodes append to one ledger: one order, no gap, every size signed once."""

import asyncio
from pathlib import Path

import pytest

from tests.story.engines import Engine, open_database
from tests.unit.safety.ledger.conftest import ORIGIN, SEED
from veillee.foundation.basics import Listeners
from veillee.foundation.storage import Database
from veillee.safety import ledger

pytestmark = pytest.mark.anyio


async def make_node(file: Path) -> Database:
    listeners, sealer = Listeners(), ledger.Sealer(SEED, ORIGIN)
    sealer.register(listeners)
    database = open_database(file, listeners)
    await database.write(sealer.open)
    return database


async def test_nodes_that_append_at_once_share_one_order(tmp_path: Path, engine: Engine) -> None:
    file = tmp_path / "shared.sqlite3"
    nodes = [await make_node(file) for _ in range(3)]
    writes = [
        node.write(ledger.append, "report.received", {"node": number, "n": n})
        for n in range(40)
        for number, node in enumerate(nodes)
    ]
    receipts = await asyncio.gather(*writes)
    assert sorted(receipt.index for receipt in receipts) == list(range(120))
    assert await nodes[0].read(lambda connection: ledger.Verification(connection, None).run()) == []
    for node in nodes:
        await node.close()
    engine.forget(file)
