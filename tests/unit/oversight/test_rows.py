"""Whoever changes or deletes a row in the database is found, in every table that matters, and the row is named."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from tests.unit.oversight.place import Place
from tests.unit.oversight.test_leaves import faults
from veillee.community.people.store import restrictions
from veillee.oversight.moderation.cases.store import case_events, cases
from veillee.oversight.moderation.decisions.proposal_store import proposals
from veillee.oversight.moderation.duty.store import handover_notes
from veillee.oversight.moderation.further.store import further_readings
from veillee.oversight.moderation.misuse.store import misuse_decisions
from veillee.oversight.moderation.notices.store import notice_items, notices
from veillee.oversight.moderation.objections.store import objections
from veillee.oversight.moderation.reports.store import reports
from veillee.oversight.moderation.staff.store import staff, staff_changes
from veillee.oversight.moderation.statements.effects import statement_effects
from veillee.oversight.moderation.statements.store import complaints, statements
from veillee.safety.evidence.store import cases as vaulted
from veillee.safety.evidence.store import custody
from veillee.safety.sealing import ready
from veillee.server.ledger import check_rows

pytestmark = pytest.mark.anyio
Tamper = Callable[[sa.Connection], Any]
FREE = {"postgresql": "SET LOCAL session_replication_role = replica", "sqlite": "PRAGMA defer_foreign_keys = ON"}


def put(table: sa.Table, where: Any = None, **values: Any) -> Tamper:
    def change(connection: sa.Connection) -> Any:
        every = sa.update(table).values(ready(connection, table, values))
        return connection.execute(every if where is None else every.where(where))

    return change


def cut(table: sa.Table, where: Any = None) -> Tamper:
    delete = sa.delete(table)
    return lambda connection: connection.execute(delete if where is None else delete.where(where))


def later(place: Place) -> Any:
    place.pass_time(hours=3)
    return place.now


def tampers(place: Place) -> list[tuple[str, Tamper]]:
    """How the first line begins that has to be said, and what is done to the database."""
    then = later(place)
    decided = reports.c.outcome == "measure"
    return [
        ("report ", put(reports, decided, outcome="no_violation")),
        ("report ", put(reports, decided, decided_at=then)),
        ("report ", put(reports, decided, outcome=None, decided_at=None)),
        ("item 1 of notice", put(notice_items, outcome="measure")),
        ("notice ", cut(notice_items)),
        ("answer to complaint", put(complaints, outcome="upheld")),
        ("answer to complaint", put(complaints, answer="Autre chose.")),
        ("answer to complaint", put(objections, outcome="reversed")),
        ("case ", put(cases, cases.c.decision == "ban", decision="warn")),
        ("case ", put(cases, cases.c.state == "open", rank=9, label=None)),
        ("case ", put(cases, cases.c.state == "open", pressing_at=then)),
        ("case ", put(cases, cases.c.state == "open", assignee_id=place.anna)),
        ("case ", put(cases, cases.c.decision == "ban", person_id=place.anna)),
        ("case ", cut(case_events, case_events.c.number == 2)),
        ("event ", put(case_events, case_events.c.number == 3, at=then)),
        ("statement ", put(statements, statements.c.reversed_at.is_(None), reversed_at=then)),
        ("statement ", put(statements, statements.c.reversed_at.is_not(None), reversed_at=None)),
        ("statement ", put(statements, statements.c.reversal_cause == "restored", reversal="Autre chose.")),
        ("statement ", put(statements, statements.c.superseded_by.is_not(None), superseded_by=None)),
        ("statement ", cut(statement_effects)),
        ("restriction ", put(restrictions, restrictions.c.kind == "ban", kind="mute")),
        ("restriction ", put(restrictions, restrictions.c.kind == "ban", lifted_at=then)),
        ("restriction ", put(restrictions, restrictions.c.kind == "ban", until=then)),
        ("restriction ", put(restrictions, restrictions.c.kind == "mute", lifted_at=None)),
        ("restriction of statement", cut(restrictions)),
        ("proposal ", put(proposals, settled_by=None)),
        ("proposal ", put(proposals, outcome="refused")),
        ("proposal in case", cut(proposals)),
        ("further reading", put(further_readings, reason="Autre chose.")),
        ("further reading", put(further_readings, lines_read=0)),
        ("further reading", put(further_readings, until=then)),
        ("further reading", cut(further_readings)),
        ("member of staff", put(staff, staff.c.name == "Maud", role="admin")),
        ("member of staff", put(staff, staff.c.name == "Zoé", removed_at=None)),
        ("member of staff", put(staff, staff.c.name == "Nour", removed_at=then)),
        ("change of staff", put(staff_changes, state="waiting")),
        ("evidence of case", put(vaulted, held=True)),
        ("decision about misuse", put(misuse_decisions, facts="Autre chose.")),
        ("decision about misuse", put(misuse_decisions, factors={"manifest": 30})),
        ("hand-over note", put(handover_notes, text="Autre chose.")),
        *((("leaf ", cut(table))) for table in WITH_LEAVES),
    ]


WITH_LEAVES = (
    reports, notices, statements, complaints, objections, case_events, staff_changes, handover_notes, misuse_decisions,
    custody,
)  # fmt: skip


async def test_what_nobody_touched_holds(night: Place) -> None:
    assert await faults(night) == []


async def test_every_row_that_is_changed_or_deleted_is_named(night: Place) -> None:
    assert [fault async for fault in _unnamed(night)] == []


async def _unnamed(place: Place) -> Any:
    engine = place.database.engine
    for number, (expected, tamper) in enumerate(tampers(place)):
        with engine.connect() as connection, connection.begin() as transaction:
            connection.exec_driver_sql(FREE[engine.dialect.name])
            touched = tamper(connection).rowcount
            found = [str(fault) for fault in check_rows(connection)]
            transaction.rollback()
        if not touched or not any(fault.startswith(f"row: {expected}") for fault in found):
            yield number, expected, touched, found[:3]


async def test_a_member_of_staff_whom_nobody_added_is_named(night: Place) -> None:
    with night.database.engine.connect() as connection, connection.begin() as transaction:
        values = {"id": night.anna, "name": "Eve", "name_key": "eve", "role": "admin", "sample": False}
        connection.execute(sa.insert(staff).values(values | {"created_at": night.now, "on_duty": False}))
        found = [str(fault) for fault in check_rows(connection)]
        transaction.rollback()
    assert found == [f"row: member of staff {night.anna}: was added by nobody"]
