"""Whoever changes or deletes a row in the database is found, in every table that matters, and the row is named."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from tests.unit.oversight.place import START, Place
from tests.unit.oversight.test_leaves import faults
from veillee.community.people.store import restrictions
from veillee.foundation.storage import Transaction
from veillee.oversight import moderation
from veillee.oversight.moderation.cases.store import case_events, cases
from veillee.oversight.moderation.decisions.proposal_store import proposals
from veillee.oversight.moderation.duty.store import handover_notes, roster_shifts
from veillee.oversight.moderation.further.store import further_readings
from veillee.oversight.moderation.leaves_staff import staff_content
from veillee.oversight.moderation.misuse.store import misuse_decisions
from veillee.oversight.moderation.notices.store import notice_items, notices
from veillee.oversight.moderation.objections.store import objections
from veillee.oversight.moderation.reports.store import reports
from veillee.oversight.moderation.staff.store import (
    add_member,
    flagger_suspensions,
    invites,
    passkeys,
    sessions,
    staff,
    staff_changes,
)
from veillee.oversight.moderation.statements.effects import statement_effects
from veillee.oversight.moderation.statements.store import complaints, statements
from veillee.safety import ledger
from veillee.safety.evidence.store import cases as vaulted
from veillee.safety.evidence.store import custody
from veillee.safety.ledger.store import leaves
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


def first_of(table: sa.Table) -> Any:
    (key,) = table.primary_key
    return sa.select(key).limit(1).scalar_subquery()


def cut(table: sa.Table, where: Any = None) -> Tamper:
    delete = sa.delete(table)
    return lambda connection: connection.execute(delete if where is None else delete.where(where))


def forge(kind: str, **change: Any) -> Tamper:
    """Another fact in the place of the first event of this kind."""

    def tamper(connection: sa.Connection) -> Any:
        rows = connection.execute(sa.select(case_events).order_by(case_events.c.case_id, case_events.c.number)).all()
        row = next(row for row in rows if row.fact["kind"] == kind)
        mine = (case_events.c.case_id == row.case_id, case_events.c.number == row.number)
        changed = ready(connection, case_events, {"fact": row.fact | change})
        return connection.execute(sa.update(case_events).where(*mine).values(changed))

    return tamper


def give_a_passkey(connection: sa.Connection) -> Any:
    """To a senior, by whoever writes into the database."""
    nour = connection.execute(sa.select(staff.c.id).where(staff.c.name == "Nour")).scalar_one()
    values = {"credential_id": b"mine", "staff_id": nour, "public_key": b"mine", "sign_count": 0, "created_at": START}
    return connection.execute(sa.insert(passkeys).values(values))


def give_an_invitation(connection: sa.Connection) -> Any:
    nour = connection.execute(sa.select(staff.c.id).where(staff.c.name == "Nour")).scalar_one()
    return connection.execute(sa.insert(invites).values(digest=b"mine", staff_id=nour, expires_at=START))


def later(place: Place) -> Any:
    place.pass_time(hours=3)
    return place.now


def of_access(then: Any) -> list[tuple[str, Tamper]]:
    """Whoever is staff, by what they come in, who watches, and what lies beside a decision."""
    return [
        ("event ", forge("noted", text="Jamais vu.")),
        ("event ", forge("noted", leaf=None)),
        ("event ", forge("opined", opinion={"model": "a-model", "scores": []})),
        ("event ", forge("opined", leaf=None)),
        ("member of staff", put(staff, staff.c.name == "Maud", name="Maude")),
        ("member of staff", put(staff, staff.c.name == "Maud", name_key="maude")),
        ("member of staff", put(staff, staff.c.name == "Nour", on_duty=True)),
        ("member of staff", put(staff, staff.c.name == "Ada", on_duty=False)),
        ("passkey of member of staff", put(passkeys, public_key=b"mine")),
        ("passkey of member of staff", put(passkeys, leaf_index=None)),
        ("passkey of member of staff", give_a_passkey),
        ("leaf ", cut(passkeys)),
        ("invitation of member of staff", put(invites, expires_at=then)),
        ("invitation of member of staff", give_an_invitation),
        ("session of member of staff", put(sessions, expires_at=then)),
        ("session of member of staff", put(sessions, sessions.c.digest == first_of(sessions), digest=b"mine")),
        ("shift ", put(roster_shifts, begins="2026-11-24T21:00")),
        ("suspension of flagger", put(flagger_suspensions, reason="Autre chose.")),
    ]


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
        ("leaf ", put(leaves, leaves.c.category == "report.received", salt=None)),
        ("report ", put(leaves, leaves.c.category == "report.received", salt=b"another")),
        ("complaint ", put(complaints, leaf_index=sa.select(sa.func.min(reports.c.leaf_index)).scalar_subquery())),
        *of_access(then),
        *((("leaf ", cut(table))) for table in WITH_LEAVES),
    ]


WITH_LEAVES = (
    reports, notices, statements, complaints, objections, case_events, staff_changes, handover_notes, misuse_decisions,
    custody, roster_shifts, flagger_suspensions,
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
    assert found == [
        f"row: member of staff {night.anna}: was added by nobody",
        f"row: member of staff {night.anna}: is called what nobody named them",
    ]


async def test_names_and_passkeys_from_before_are_taken_in_once(place: Place) -> None:
    sealer = ledger.Sealer(bytes(32), "chat.example.org/api/v1/ledger")
    sealer.register(place.listeners)
    await place.database.write(sealer.open)

    def as_before(transaction: Transaction) -> None:
        add_member(transaction.connection, id=place.anna, name="Nour", name_key="nour", role="senior", now=place.now)
        ledger.append(transaction, "staff.added", staff_content(place.anna, "senior"), place.now)
        give_a_passkey(transaction.connection)

    await place.database.write(as_before)
    assert await faults(place) == []
    for _ in range(2):
        await place.database.write(moderation.take_in, place.now)
    (row,) = await place.rows(passkeys)
    assert row.leaf_index is not None and await faults(place) == []
    said = [row.category for row in await place.leaves()]
    taken_in = ["staff.named", "staff.passkey_added", "staff.taken_in", "staff.passkey_counted", "rows.taken_in"]
    assert said == ["staff.added", *taken_in]
    await place.database.write(lambda t: t.connection.execute(sa.update(passkeys).values(leaf_index=None)))
    await place.database.write(moderation.take_in, place.now)
    assert (await faults(place))[0] == f"row: passkey of member of staff {place.anna}: was added by nobody"
