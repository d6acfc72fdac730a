"""Reading what was decided about oneself, and contesting it."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.community.people import Caller
from veillee.foundation.basics import Clock, NotFound, Problem, is_id
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation import wire
from veillee.oversight.moderation.cases.actions import Occasion, add_to_case
from veillee.oversight.moderation.events import StatementIssued
from veillee.oversight.moderation.model import COMPLAINT_CHARS_MAX, COMPLAINT_PERIOD, LIST_MAX
from veillee.oversight.moderation.statements import store
from veillee.oversight.moderation.statements.render import render_statement
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.safety import ledger


class Statements:
    """What was decided about a member, for that member; open also to those whom a decision keeps out."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def list_own(self, caller: Caller) -> list[wire.Statement]:
        """What was decided about the caller, the latest first."""
        return await self._database.read(_list_own, caller.id)

    async def complain(self, caller: Caller, statement_id: str, text: str) -> wire.ComplaintFiled:
        """Contest a decision (DSA art. 20): once, within six months. Raises NotFound, Invalid, Problem."""
        checked = check_text("text", text, COMPLAINT_CHARS_MAX)
        return await self._database.write(_complain, caller, statement_id, checked, self._clock())


def tell_affected(transaction: Transaction, statement_id: str) -> None:
    """Let the affected person know how a statement now reads."""
    row = store.get_statement(transaction.connection, statement_id)
    statement = render_statement(transaction.connection, row)
    transaction.announce(StatementIssued(person_id=row.person_id, statement=statement))


def _list_own(connection: sa.Connection, person_id: str) -> list[wire.Statement]:
    return [render_statement(connection, row) for row in store.list_own(connection, person_id, LIST_MAX)]


def _complain(
    transaction: Transaction, caller: Caller, statement_id: str, text: str, now: datetime
) -> wire.ComplaintFiled:
    _check_open(transaction.connection, caller, statement_id, now)
    subject = CaseSubject(kind="statement", id=statement_id, conversation=None, seq=None)
    case_id = add_to_case(transaction, Occasion(source="complaint", subject=subject, person_id=caller.id), None, now)
    store.add_complaint(transaction.connection, statement_id, case_id, text, now)
    content = {"statement": statement_id, "person": caller.id, "text": text}
    receipt = ledger.append(transaction, "complaint.received", content, now)
    tell_affected(transaction, statement_id)
    return wire.ComplaintFiled(
        statement=statement_id, created_at=now, receipt=wire.LedgerReceipt(**msgspec.structs.asdict(receipt))
    )


def _check_open(connection: sa.Connection, caller: Caller, statement_id: str, now: datetime) -> None:
    row = store.find_own(connection, caller.id, statement_id) if is_id(statement_id) else None
    if row is None:
        raise NotFound
    if row.complained_at is not None:
        raise Problem("already-complained", 409, "You have contested this decision already; the answer comes here.")
    if row.issued_at + COMPLAINT_PERIOD <= now:
        raise Problem("too-late", 409, "The six months for contesting this decision are over.")
