"""Whatever breaks in the middle of a decision or a report, nothing of it is there; and then it can be done again."""

from typing import Any

import pytest
import sqlalchemy as sa

from tests.unit.oversight.place import Place
from veillee.foundation.storage import Transaction, metadata

pytestmark = pytest.mark.anyio
QUEUE = "/api/v1/staff/cases"
MOVING = {"staff"}  # who was active when is no part of a decision


BREAKING = {
    "sqlite": ("CREATE TRIGGER broken BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'broken'); END",),
    "postgresql": (
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''broken''; END'",
        "CREATE TRIGGER broken BEFORE {verb} ON {table} EXECUTE FUNCTION fail()",
    ),
}
MENDING = {"sqlite": "DROP TRIGGER broken", "postgresql": "DROP FUNCTION fail CASCADE"}


async def break_table(place: Place, table: str, verb: str) -> None:
    """From now on this kind of write to the table fails, in the database itself."""

    def job(transaction: Transaction) -> None:
        for statement in BREAKING[transaction.connection.dialect.name]:
            transaction.connection.execute(sa.text(statement.format(verb=verb, table=table)))

    await place.database.write(job)


async def mend(place: Place) -> None:
    def job(transaction: Transaction) -> None:
        transaction.connection.execute(sa.text(MENDING[transaction.connection.dialect.name]))

    await place.database.write(job)


async def everything(place: Place) -> dict[str, Any]:
    """All rows of all tables."""
    return {table.name: await place.rows(table) for table in metadata.sorted_tables if table.name not in MOVING}


@pytest.mark.parametrize(
    ("table", "verb"),
    [
        ("statements", "INSERT"),
        ("messages", "UPDATE"),
        ("restrictions", "INSERT"),
        ("ledger_head", "UPDATE"),
        ("ledger_leaves", "INSERT"),
        ("case_events", "INSERT"),
        ("cases", "UPDATE"),
        ("reports", "UPDATE"),
        ("evidence_items", "INSERT"),
        ("evidence_custody", "INSERT"),
        ("evidence_cases", "UPDATE"),
    ],
)
async def test_a_decision_is_whole_or_not_at_all(place: Place, table: str, verb: str) -> None:
    seq = await place.say(place.bruno, place.room, "méchant")
    await place.report(place.anna, {"kind": "message", "conversation": place.room, "seq": seq})
    client = await place.signed_in()
    case = (await client.get(QUEUE)).json()["cases"][0]
    body = {"kind": "ban", "article": "respect", "facts": "Insulte.", "version": case["version"]}
    before = await everything(place)
    await break_table(place, table, verb)
    assert (await client.post(f"{QUEUE}/{case['id']}/decisions", json=body)).status_code == 500
    assert await everything(place) == before
    assert place.pushed == []
    await mend(place)
    assert (await client.post(f"{QUEUE}/{case['id']}/decisions", json=body)).status_code == 201
    assert {person for person, _ in place.pushed} == {place.anna, place.bruno}


@pytest.mark.parametrize(
    "table", ["cases", "case_events", "ledger_leaves", "reports", "evidence_cases", "evidence_items"]
)
async def test_a_report_is_whole_or_not_at_all(place: Place, table: str) -> None:
    subject = {"kind": "person", "id": place.bruno}
    before = await everything(place)
    await break_table(place, table, "INSERT")
    assert (await place.report(place.anna, subject)).status_code == 500
    assert await everything(place) == before
    await mend(place)
    assert (await place.report(place.anna, subject)).json()["receipt"]["index"] == 1, "after its case"
