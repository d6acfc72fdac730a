"""The ledger: dense, append-only, committing without telling."""

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from veillee.foundation.basics import Listeners
from veillee.foundation.storage import Database, Transaction, metadata
from veillee.safety import ledger
from veillee.safety.ledger.model import hash_leaf
from veillee.safety.ledger.store import leaves

pytestmark = pytest.mark.anyio
AT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database.on_sqlite(tmp_path / "ledger.sqlite3", Listeners())
    with database.engine.begin() as connection:
        metadata.create_all(connection)
    yield database
    await database.close()


async def rows(database: Database) -> list[Any]:
    query = sa.select(leaves).order_by(leaves.c.index)
    return await database.read(lambda connection: list(connection.execute(query).all()))


async def test_indexes_are_dense_from_zero_and_hashes_are_those_of_rfc_6962(database: Database) -> None:
    receipts = [await database.write(ledger.append, "report.received", {"n": n}, AT) for n in range(5)]
    assert [receipt.index for receipt in receipts] == [0, 1, 2, 3, 4]
    for receipt, row in zip(receipts, await rows(database), strict=True):
        assert receipt.leaf_hash == hashlib.sha256(b"\x00" + row.leaf).hexdigest() == row.leaf_hash


def test_the_leaf_hash_of_nothing_is_the_one_that_is_known() -> None:
    assert hash_leaf(b"") == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


async def test_what_fails_leaves_no_leaf_and_no_gap(database: Database) -> None:
    def fail(transaction: Transaction) -> None:
        ledger.append(transaction, "report.received", {"n": 0}, AT)
        raise ValueError("no")

    await database.write(ledger.append, "report.received", {"n": 1}, AT)
    with pytest.raises(ValueError, match="no"):
        await database.write(fail)
    assert (await database.write(ledger.append, "report.received", {"n": 2}, AT)).index == 1


async def test_a_leaf_tells_kind_and_time_and_nothing_else(database: Database) -> None:
    await database.write(ledger.append, "report.received", {"note": "Anna écrit à Bruno"}, AT)
    (row,) = await rows(database)
    leaf = msgspec.json.decode(row.leaf)
    assert set(leaf) == {"category", "commitment", "time"}
    assert leaf["category"] == "report.received"
    assert leaf["time"] == "2026-11-24T20:00:00.000Z"
    assert b"Anna" not in row.leaf


async def test_the_commitment_opens_with_content_and_salt_only(database: Database) -> None:
    content = {"note": "à 20 h"}
    await database.write(ledger.append, "report.received", content, AT)
    await database.write(ledger.append, "report.received", content, AT)
    one, two = await rows(database)
    assert ledger.open_commitment(one.leaf, content, one.salt)
    assert not ledger.open_commitment(one.leaf, {"note": "à 21 h"}, one.salt)
    assert not ledger.open_commitment(one.leaf, content, two.salt)
    assert one.leaf != two.leaf
