"""Warning and suspending for misuse: decision, statement or letter and ledger leaf, all or nothing."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.basics import Clock, Forbidden, NotFound, Problem, is_id, new_id
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.decisions.duration import duration_words
from veillee.oversight.moderation.decisions.undo import undo_statement
from veillee.oversight.moderation.leaves import misuse_content, misuse_lifting_content, statement_content
from veillee.oversight.moderation.misuse import store
from veillee.oversight.moderation.misuse.check import Checked, check_request, read_history
from veillee.oversight.moderation.misuse.letters import News, write_to_notifier
from veillee.oversight.moderation.misuse.model import KINDS, Submitter
from veillee.oversight.moderation.misuse.render import render_submitter
from veillee.oversight.moderation.misuse.submissions import find_submitter
from veillee.oversight.moderation.model import FACTS_CHARS_MAX
from veillee.oversight.moderation.staff.model import SENIORS, StaffCaller
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.statements.actions import tell_affected
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire import LedgerReceipt, Words
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.oversight.moderation.wire_misuse import MisuseRequest, MisuseTaken
from veillee.oversight.moderation.wire_misuse import Submitter as SubmitterShown
from veillee.safety import ledger
from veillee.safety.policy import HouseRules


class MisuseRoom:
    """Staff look at whoever sent something by their numbers, warn them, and suspend them for a time."""

    def __init__(self, database: Database, rules: HouseRules, clock: Clock) -> None:
        self._database = database
        self._rules = rules
        self._clock = clock

    async def look(self, staff: StaffCaller, submission: str) -> SubmitterShown:
        """Whoever sent this, as the reader may see them. Raises NotFound."""
        return await self._database.read(_look, staff, submission, self._clock())

    async def decide(self, staff: StaffCaller, submission: str, request: MisuseRequest) -> MisuseTaken:
        """Warn, or suspend. Raises NotFound and what check_request raises."""
        return await self._database.write(_decide, staff, submission, request, self._rules, self._clock())

    async def lift(self, staff: StaffCaller, misuse_id: str, facts: str) -> None:
        """Take one back: by whoever decided it, or by a senior. Raises NotFound, Forbidden `wrong-role`, Problem
        `already-lifted`, `contested`, Invalid."""
        checked = check_text("facts", facts.replace("\r\n", "\n"), FACTS_CHARS_MAX)
        await self._database.write(_lift, staff, misuse_id, checked, self._clock())


def _look(connection: sa.Connection, staff: StaffCaller, submission: str, now: datetime) -> SubmitterShown:
    who = _get(connection, submission)
    return render_submitter(connection, staff, who, read_history(connection, who, now))


def _decide(
    transaction: Transaction,
    staff: StaffCaller,
    submission: str,
    request: MisuseRequest,
    rules: HouseRules,
    now: datetime,
) -> MisuseTaken:
    who = _get(transaction.connection, submission)
    history = read_history(transaction.connection, who, now)
    checked = check_request(staff, who, history, request, rules, now)
    values: dict[str, Any] = {
        "id": new_id(),
        "what": who.what,
        "act": checked.act,
        "person_id": who.person_id,
        "notifier": who.notifier,
        "staff_id": staff.id,
        "at": now,
        "until": checked.until,
        "items": checked.items,
        "factors": checked.factors,
        "facts": checked.facts,
        "statement_id": None if who.person_id is None else new_id(),
    }
    receipt = ledger.append(transaction, f"decision.{KINDS[checked.act]}", misuse_content(values), now)
    leaf = {"leaf_index": receipt.index, "leaf_hash": receipt.leaf_hash}
    store.add_decision(transaction.connection, values | leaf)
    if who.person_id is not None:
        _state_reasons(transaction, values, checked, rules.version, now)
    elif who.notifier is not None:
        news = News(act=checked.act, facts=checked.facts, until=checked.until, article=checked.article.text)
        write_to_notifier(transaction, who.notifier, news, now)
    return MisuseTaken(
        id=values["id"],
        act=checked.act,
        until=checked.until,
        factors=checked.factors,
        statement=values["statement_id"],
        receipt=LedgerReceipt(index=receipt.index, leaf_hash=receipt.leaf_hash),
    )


def _state_reasons(
    transaction: Transaction, decided: dict[str, Any], checked: Checked, rules_version: str, now: datetime
) -> None:
    """A member reads why, and may contest it like any decision."""
    kind = KINDS[checked.act]
    values = {
        "id": decided["statement_id"],
        "person_id": decided["person_id"],
        "staff_id": decided["staff_id"],
        "decision": kind,
        "issued_at": now,
        "until": checked.until,
        "notice": _notice(kind, checked, now),
        "facts": checked.facts,
        "article": checked.article,
        "rules_version": rules_version,
        "source": "own_initiative",
        "detected": False,
        "subject": CaseSubject(kind="person", id=decided["person_id"], conversation=None, seq=None),
    }
    receipt = ledger.append(transaction, "statement.issued", statement_content(values), now)
    leaf = {"leaf_index": receipt.index, "leaf_hash": receipt.leaf_hash}
    statements.add_statement(transaction.connection, values | leaf)
    tell_affected(transaction, str(values["id"]))


def _notice(kind: str, checked: Checked, now: datetime) -> Words:
    minutes = 0 if checked.until is None else round((checked.until - now).total_seconds() / 60)
    duration = duration_words(minutes)
    return {language: text.format(duration=duration[language]) for language, text in DECISIONS[kind].notice.items()}


def _lift(transaction: Transaction, staff: StaffCaller, misuse_id: str, facts: str, now: datetime) -> None:
    row = store.find_decision(transaction.connection, misuse_id) if is_id(misuse_id) else None
    if row is None:
        raise NotFound
    if staff.role not in SENIORS and row.staff_id != staff.id:
        raise Forbidden("wrong-role", "Whoever decided it takes it back, or a senior.")
    if row.lifted_at is not None:
        raise Problem("already-lifted", 409, "This has been taken back already.")
    if row.statement_id is not None:
        _reverse(transaction, row.statement_id, facts, now)
    elif row.notifier is not None:
        write_to_notifier(transaction, bytes(row.notifier), News(act="lift", facts=facts), now)
    values = {"lifted_at": now, "lifted_by": staff.id, "lifted_facts": facts}
    receipt = ledger.append(transaction, "misuse.lifted", misuse_lifting_content({"id": row.id} | values), now)
    store.mark_lifted(transaction.connection, row.id, values | {"lifted_leaf": receipt.index})


def _reverse(transaction: Transaction, statement_id: str, facts: str, now: datetime) -> None:
    statement = statements.get_statement(transaction.connection, statement_id)
    if statement.complained_at is not None and statement.complaint_outcome is None:
        raise Problem("contested", 409, "A complaint about this decision is open: decide that one.")
    undo_statement(transaction, statement, now, "restored", facts)
    tell_affected(transaction, statement_id)


def _get(connection: sa.Connection, submission: str) -> Submitter:
    who = find_submitter(connection, submission)
    if who is None:
        raise NotFound
    return who
