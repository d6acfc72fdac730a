"""Reading what was decided about oneself, and contesting it."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.community.people import Caller
from veillee.foundation.basics import Clock, NotFound, Problem, is_id
from veillee.foundation.storage import Asked, Database, Page, Transaction
from veillee.oversight.moderation import wire
from veillee.oversight.moderation.cases.actions import Occasion, add_to_case
from veillee.oversight.moderation.events import StatementIssued
from veillee.oversight.moderation.leaves import complaint_content, statement_contents
from veillee.oversight.moderation.misuse.door import check_taken
from veillee.oversight.moderation.misuse.model import ALWAYS_CONTESTED, Submitter
from veillee.oversight.moderation.model import COMPLAINT_CHARS_MAX, COMPLAINT_PERIOD
from veillee.oversight.moderation.statements import store
from veillee.oversight.moderation.statements.effects import list_effects
from veillee.oversight.moderation.statements.render import render_statement
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.safety import ledger


class Statements:
    """What was decided about a member, for that member; open also to those whom a decision keeps out."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def list_own(self, caller: Caller, asked: Asked) -> Page[wire.Statement]:
        """What was decided about the caller, the latest first."""
        return await self._database.read(_page_own, caller.id, asked)

    async def complain(self, caller: Caller, statement_id: str, text: str) -> wire.ComplaintFiled:
        """Contest a decision (DSA art. 20): once, within six months. Raises NotFound, Invalid, Problem."""
        checked = check_text("text", text, COMPLAINT_CHARS_MAX)
        return await self._database.write(_complain, caller, statement_id, checked, self._clock())

    async def get_receipt(self, caller: Caller, statement_id: str) -> ledger.LeafProof:
        """The proof that a statement about the caller is in the ledger. Raises NotFound."""
        return await self._database.read(_prove, caller, statement_id)

    async def get_complaint_receipt(self, caller: Caller, statement_id: str) -> ledger.LeafProof:
        """The proof that the caller's complaint is in the ledger. Raises NotFound."""
        return await self._database.read(_prove_complaint, caller, statement_id)


def _prove(connection: sa.Connection, caller: Caller, statement_id: str) -> ledger.LeafProof:
    row = store.find_own(connection, caller.id, statement_id) if is_id(statement_id) else None
    if row is None or row.leaf_index is None:
        raise NotFound
    effects = reversed(list_effects(connection, row.id))
    return ledger.get_proof(connection, row.leaf_index, *statement_contents(row._asdict(), effects))


def _prove_complaint(connection: sa.Connection, caller: Caller, statement_id: str) -> ledger.LeafProof:
    row = store.find_complaint(connection, caller.id, statement_id) if is_id(statement_id) else None
    if row is None or row.leaf_index is None:
        raise NotFound
    return ledger.get_proof(connection, row.leaf_index, complaint_content(row._asdict()))


def tell_affected(transaction: Transaction, statement_id: str) -> None:
    """Let the affected person know how a statement now reads."""
    row = store.get_statement(transaction.connection, statement_id)
    statement = render_statement(transaction.connection, row)
    transaction.announce(StatementIssued(person_id=row.person_id, statement=statement))


def _page_own(connection: sa.Connection, person_id: str, asked: Asked) -> Page[wire.Statement]:
    page = store.page_own(connection, person_id, asked)
    return Page(items=[render_statement(connection, row) for row in page.items], next=page.next)


def _complain(
    transaction: Transaction, caller: Caller, statement_id: str, text: str, now: datetime
) -> wire.ComplaintFiled:
    _check_open(transaction.connection, caller, statement_id, now)
    subject = CaseSubject(kind="statement", id=statement_id, conversation=None, seq=None)
    case_id = add_to_case(transaction, Occasion(source="complaint", subject=subject, person_id=caller.id), None, now)
    values = {"statement_id": statement_id, "text": text, "created_at": now}
    receipt = ledger.append(transaction, "complaint.received", complaint_content(values), now)
    stored = values | {"case_id": case_id, "leaf_index": receipt.index, "leaf_hash": receipt.leaf_hash}
    store.add_complaint(transaction.connection, stored)
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
    if row.reversed_at is not None:
        raise Problem("already-reversed", 409, "This decision has been taken back already.")
    if row.issued_at + COMPLAINT_PERIOD <= now:
        raise Problem("too-late", 409, "The six months for contesting this decision are over.")
    if row.decision not in ALWAYS_CONTESTED:
        check_taken(connection, Submitter(what="complaints", person_id=caller.id), None, now)
