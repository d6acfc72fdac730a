"""A clock that is behind the ledger is shown in it, once, and nothing is refused for it."""

from datetime import timedelta

import msgspec
import pytest
import sqlalchemy as sa

from tests.unit.safety.ledger.conftest import AT
from veillee.foundation.storage import Database
from veillee.safety import ledger
from veillee.safety.ledger import store

pytestmark = pytest.mark.anyio


async def said(database: Database) -> list[tuple[str, str]]:
    rows = await database.read(lambda connection: connection.execute(sa.select(store.leaves).order_by("index")).all())
    leaves = [msgspec.json.decode(row.leaf) for row in rows]
    return [(leaf["category"], leaf["time"][11:13]) for leaf in leaves]


async def faults(database: Database) -> list[str]:
    found = await database.read(lambda connection: ledger.Verification(connection, None).run())
    return [str(fault) for fault in found]


async def test_a_clock_behind_is_said_once_before_what_comes_next(database: Database) -> None:
    for hours in (0, -3, -3, -2, 1, -9):
        await database.write(ledger.append, "report.received", {"n": hours}, AT + timedelta(hours=hours))
    assert await said(database) == [
        ("report.received", "20"), ("clock.behind", "17"), ("report.received", "17"), ("report.received", "17"),
        ("report.received", "18"), ("report.received", "21"), ("clock.behind", "11"), ("report.received", "11"),
    ]  # fmt: skip
    assert await faults(database) == []


async def test_nodes_may_differ_by_a_little_at_the_turn_of_the_hour(database: Database) -> None:
    for minutes in (0, -4, 0, -5):
        await database.write(ledger.append, "report.received", {"n": minutes}, AT + timedelta(minutes=minutes))
    assert {category for category, _ in await said(database)} == {"report.received"}
    assert await faults(database) == []


async def test_leaves_that_go_back_without_saying_so_are_named(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("veillee.safety.ledger.actions.CLOCK_BEHIND_MAX", timedelta(days=9_999))
    for hours in (0, -3, -1):
        await database.write(ledger.append, "report.received", {"n": hours}, AT + timedelta(hours=hours))
    assert await faults(database) == [
        "order: leaf 1: says an earlier hour than a leaf before it, and no clock.behind says why"
    ]
