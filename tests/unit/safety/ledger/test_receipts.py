"""Whoever was given a receipt can hold it against the ledger; and rows against what their leaves committed to."""

from collections.abc import Callable
from typing import Any

import httpx
import msgspec
import pytest
import sqlalchemy as sa

from tests.unit.safety.ledger.conftest import AT, ORIGIN, SEED, append_many
from veillee.foundation.storage import Database
from veillee.safety import ledger
from veillee.safety.ledger import queries
from veillee.safety.ledger.note import LogKey, write_note
from veillee.safety.ledger.store import leaves

pytestmark = pytest.mark.anyio
KEY = ledger.public_key_of(SEED)
CONTENT = {"note": "à 20 h", "id": "r1"}


@pytest.fixture
async def receipt(database: Database) -> dict[str, Any]:
    """Of leaf 7 of 20, as whoever it concerns is given it."""
    await database.write(append_many, 0, 7)
    await database.write(ledger.append, "report.received", CONTENT, AT)
    await database.write(append_many, 8, 20)
    proof = await database.read(queries.get_proof, 7, CONTENT)
    return dict(msgspec.to_builtins(proof))


async def faults(database: Database, given: dict[str, Any]) -> list[str]:
    held = ledger.read_receipt(msgspec.json.encode(given))
    return [fault.what for fault in await database.read(ledger.check_receipt, KEY, held)]


async def test_a_receipt_holds_while_the_ledger_grows(database: Database, receipt: dict[str, Any]) -> None:
    assert receipt["opening"]["content"] == '{"id":"r1","note":"à 20 h"}'
    assert await faults(database, receipt) == []
    await database.write(append_many, 20, 30)
    assert await faults(database, receipt) == []
    short = {"index": receipt["index"], "leaf_hash": receipt["leaf_hash"]}
    assert await faults(database, short) == await faults(database, {"id": "x", "receipt": short}) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: r | {"index": 6}, "the ledger has"),
        (lambda r: r | {"index": 20}, "no such leaf"),
        (lambda r: r | {"leaf_hash": "0" * 64}, "the ledger has"),
        (lambda r: r | {"leaf": r["leaf"] + " "}, "its leaf does not give"),
        (
            lambda r: r | {"leaf": "", "leaf_hash": "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
            "opening",
        ),
        (lambda r: r | {"proof": r["proof"][:-1]}, "does not lead"),
        (lambda r: r | {"proof": r["proof"][::-1]}, "does not lead"),
        (lambda r: r | {"checkpoint": r["checkpoint"].replace("\n20\n", "\n21\n")}, "signature does not hold"),
        (lambda r: r | {"checkpoint": ""}, "not a signed note"),
        (lambda r: r | {"opening": r["opening"] | {"content": "{}"}}, "its opening"),
        (lambda r: r | {"opening": r["opening"] | {"salt": "no hex"}}, "its opening"),
    ],
)
async def test_a_forged_receipt_is_told_why(
    database: Database, receipt: dict[str, Any], change: Callable[[dict[str, Any]], dict[str, Any]], said: str
) -> None:
    assert any(said in line for line in await faults(database, change(receipt)))


@pytest.mark.parametrize(
    "text", [b"", b"{}", b"[]", b'{"index":-1,"leaf_hash":"00"}', b'{"index":1,"leaf_hash":1}', b"\xff"]
)
def test_what_is_no_receipt_is_not_read(text: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        ledger.read_receipt(text)


async def test_a_receipt_shows_that_the_end_was_cut_off(database: Database, receipt: dict[str, Any]) -> None:
    await database.write(lambda t: t.connection.execute(sa.delete(leaves).where(leaves.c.index >= 15)))
    assert "the ledger had 20 leaves and has 15: its end was cut off" in await faults(database, receipt)


async def test_a_receipt_shows_a_past_rewritten_by_the_key_itself(
    database: Database, receipt: dict[str, Any], http: httpx.AsyncClient
) -> None:
    forged = ledger.make_leaf("report.received", {"n": -1}, b"", AT)
    await database.write(
        lambda t: t.connection.execute(sa.update(leaves).where(leaves.c.index == 3).values(leaf=forged))
    )
    assert "the ledger of size 20 was another one: its past was rewritten" in await faults(database, receipt)
    key = LogKey(SEED, ORIGIN)
    split = write_note(key.identity, 20, bytes(32), key.sign(20, bytes(32)))
    assert any("rewritten" in line for line in await faults(database, receipt | {"checkpoint": split}))


async def test_rows_are_held_against_their_leaves(database: Database, receipt: dict[str, Any]) -> None:
    def record(**changed: Any) -> ledger.Record:
        values = {"what": "report r1", "index": 7, "leaf_hash": receipt["leaf_hash"], "content": CONTENT}
        return ledger.Record(**(values | changed))

    async def said(given: ledger.Record) -> list[str]:
        found = await database.read(lambda connection: list(ledger.check_records(connection, [given])))
        return [str(fault) for fault in found]

    assert await said(record()) == await said(record(leaf_hash=None)) == []
    changed = record(content=CONTENT | {"note": "à 21 h"})
    assert await said(changed) == ["row: report r1: is not what leaf 7 committed to"]
    assert await said(record(index=8)) == ["row: report r1: leaf 8 is another one than it says"]
    assert await said(record(index=99)) == ["row: report r1: its leaf 99 is not there"]
    await database.write(ledger.forget, 7)
    assert await said(changed) == []
