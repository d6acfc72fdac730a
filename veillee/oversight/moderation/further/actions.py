"""Asking, answering, reading and ending; each is an event of the case and a leaf of the ledger, or did not happen."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec
import sqlalchemy as sa

from veillee.community import conversations, media
from veillee.foundation.basics import Clock, Forbidden, NotFound, Problem, is_id, new_id
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation.cases.actions import append_event
from veillee.oversight.moderation.cases.model import (
    FurtherAnswered,
    FurtherAsked,
    FurtherEnded,
    FurtherFact,
    FurtherLooked,
    FurtherRead,
)
from veillee.oversight.moderation.desk.words import line_of_message
from veillee.oversight.moderation.duty.presence import confirm_presence
from veillee.oversight.moderation.events import QueueChanged
from veillee.oversight.moderation.further import store
from veillee.oversight.moderation.further.check import (
    check_answer,
    check_case,
    check_reader,
    check_span,
    get_further,
    get_line,
)
from veillee.oversight.moderation.further.render import render_all
from veillee.oversight.moderation.leaves import at_moment, further_content
from veillee.oversight.moderation.model import FURTHER_PAGE_LINES, REASON_CHARS_MAX, Settings
from veillee.oversight.moderation.staff.alarms import call_seniors
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire_further import (
    FurtherAnswer,
    FurtherLines,
    FurtherPage,
    FurtherReading,
    FurtherRequest,
)
from veillee.safety import ledger

DUE_PER_ROUND = 50


class FurtherReadings:
    """Reading further than the window of a case, by two people. Every method asks for a StaffCaller."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock

    async def list_all(self, staff: StaffCaller) -> FurtherPage:
        """What waits, what is open and what was; for everybody who reads cases, auditors too."""
        return await self._database.read(_list, staff, self._clock())

    async def list_of_case(self, staff: StaffCaller, case_id: str) -> list[FurtherReading]:
        """Those of a case, the latest first."""
        return await self._database.read(_list_of_case, staff, case_id, self._clock())

    async def ask(self, staff: StaffCaller, case_id: str, request: FurtherRequest) -> FurtherReading:
        """Ask for it. Raises what check_case and check_span raise, Invalid, Problem `asked` when it was already."""
        return await self._database.write(self._ask, staff, case_id, request)

    async def answer(self, staff: StaffCaller, id_: str, answer: FurtherAnswer) -> FurtherReading:
        """Open it or refuse. Raises NotFound, and what check_case and check_answer raise."""
        return await self._database.write(self._answer, staff, id_, answer)

    async def read(self, staff: StaffCaller, id_: str, start: int | None) -> FurtherLines:
        """The next lines from that seq on, on record before they are handed over. Raises what check_reader raises."""
        return await self._database.write(self._read, staff, id_, start)

    async def look(self, staff: StaffCaller, id_: str, picture: str) -> bytes:
        """A picture of a line that may be read, as WebP, on record. Raises NotFound, and what check_reader raises."""
        return await self._database.write(self._look, staff, id_, picture)

    async def close(self, staff: StaffCaller, id_: str) -> FurtherReading:
        """Give it back before its time. Raises NotFound, Forbidden `not-yours`, Problem `not-open`."""
        return await self._database.write(self._close, staff, id_)

    async def end_due(self) -> None:
        """End those whose time is over; to be called a few times a minute."""
        while await self._database.write(self._end_due):
            pass

    def _ask(
        self, transaction: Transaction, staff: StaffCaller, case_id: str, request: FurtherRequest
    ) -> FurtherReading:
        connection, now, id_ = transaction.connection, self._clock(), new_id()
        state = check_case(connection, staff, case_id)
        reason = check_text("reason", request.reason, REASON_CHARS_MAX)
        span = check_span(connection, case_id, state, request)
        if store.find_running(connection, case_id, request.conversation, staff.id) is not None:
            raise Problem("asked", 409, "You have asked for this already.")
        asked = FurtherAsked(
            further=id_,
            conversation=request.conversation,
            first=span.first,
            last=span.last,
            minutes=request.minutes,
            reason=reason,
            until=now + timedelta(hours=self._settings.proposal_hours),
            leaf=-1,
        )
        _record(transaction, case_id, staff.id, asked, now)
        store.add(connection, case_id, staff.id, asked, now)
        call_seniors(transaction, staff.id, now)
        return self._show(transaction, staff, id_, now)

    def _answer(self, transaction: Transaction, staff: StaffCaller, id_: str, answer: FurtherAnswer) -> FurtherReading:
        now, asked = self._clock(), get_further(transaction, id_)
        reason = check_answer(staff, asked, answer, now)
        check_case(transaction.connection, staff, asked.case_id)
        until = now + timedelta(minutes=asked.minutes) if answer.open else None
        _record(
            transaction, asked.case_id, staff.id, FurtherAnswered(further=id_, reason=reason, until=until, leaf=-1), now
        )
        answered = {"answered_by": staff.id, "answered_at": now, "answer": reason}
        ended = {"state": "refused", "ended_at": now} if until is None else {"state": "open", "until": until}
        store.change(transaction.connection, id_, **answered, **ended)
        return self._show(transaction, staff, id_, now)

    def _read(self, transaction: Transaction, staff: StaffCaller, id_: str, start: int | None) -> FurtherLines:
        connection, now, opened = transaction.connection, self._clock(), get_further(transaction, id_)
        check_reader(staff, opened, now)
        check_case(connection, staff, opened.case_id)
        first = max(opened.first, start or opened.first)
        last = min(opened.last, first + FURTHER_PAGE_LINES - 1)
        found = conversations.read_window(connection, opened.conversation_id, first, 0, last - first)
        following = last + 1 if last < opened.last else None
        if not found:
            return FurtherLines(lines=[], next=following, leaf=None)
        seqs = [message.seq for message in found]
        fact = FurtherRead(further=id_, conversation=opened.conversation_id, lines=seqs, leaf=-1)
        leaf = _record(transaction, opened.case_id, staff.id, fact, now)
        counted = {"lines_read": opened.lines_read + len(seqs), "readings": opened.readings + 1}
        store.change(connection, id_, **counted)
        confirm_presence(transaction, staff, self._settings, now)
        lines = [line_of_message(message, subject=False) for message in found]
        return FurtherLines(lines=lines, next=following, leaf=leaf)

    def _look(self, transaction: Transaction, staff: StaffCaller, id_: str, picture: str) -> bytes:
        connection, now, opened = transaction.connection, self._clock(), get_further(transaction, id_)
        check_reader(staff, opened, now)
        check_case(connection, staff, opened.case_id)
        seq = get_line(connection, opened, picture)
        image = media.open_image(connection, picture, "whole")
        if image is None:
            raise NotFound
        looked = FurtherLooked(further=id_, conversation=opened.conversation_id, line=seq, picture=picture, leaf=-1)
        _record(transaction, opened.case_id, staff.id, looked, now)
        confirm_presence(transaction, staff, self._settings, now)
        return image

    def _close(self, transaction: Transaction, staff: StaffCaller, id_: str) -> FurtherReading:
        now, running = self._clock(), get_further(transaction, id_)
        if staff.id not in (running.asked_by, running.answered_by):
            raise Forbidden("not-yours", "Only whoever asked and whoever opened it give it back.")
        if running.state not in store.RUNNING:
            raise Problem("not-open", 409, "This has ended already.")
        _end(transaction, running, "closed", staff.id, now)
        return self._show(transaction, staff, id_, now)

    def _end_due(self, transaction: Transaction) -> int:
        now = self._clock()
        due = store.list_due(transaction.connection, now, DUE_PER_ROUND)
        for row in due:
            locked = get_further(transaction, row.id)
            if locked.state in store.RUNNING:
                _end(transaction, locked, "lapsed" if locked.state == "asked" else "expired", None, now)
        return len(due)

    def _show(self, transaction: Transaction, staff: StaffCaller, id_: str, now: datetime) -> FurtherReading:
        confirm_presence(transaction, staff, self._settings, now)
        (shown,) = render_all(transaction.connection, staff, [get_further(transaction, id_)], now)
        return shown


def _list(connection: sa.Connection, staff: StaffCaller, now: datetime) -> FurtherPage:
    return FurtherPage(
        waiting=render_all(connection, staff, store.list_running(connection, "asked"), now),
        open=render_all(connection, staff, store.list_running(connection, "open"), now),
        past=render_all(connection, staff, store.list_past(connection), now),
    )


def _list_of_case(connection: sa.Connection, staff: StaffCaller, case_id: str, now: datetime) -> list[FurtherReading]:
    return render_all(connection, staff, store.list_of_case(connection, case_id) if is_id(case_id) else [], now)


def _end(
    transaction: Transaction,
    running: store.Row,
    outcome: Literal["lapsed", "closed", "expired"],
    by: str | None,
    now: datetime,
) -> None:
    _record(transaction, running.case_id, by, FurtherEnded(further=running.id, outcome=outcome, leaf=-1), now)
    store.change(transaction.connection, running.id, state=outcome, ended_at=now)


def _record(transaction: Transaction, case: str, by: str | None, fact: FurtherFact, now: datetime) -> int:
    """The event and its leaf; the index of the leaf."""
    content = at_moment(further_content(case, by, fact), now)
    match fact:
        case FurtherAsked():
            receipt = ledger.append(transaction, "further.asked", content, now)
        case FurtherAnswered(until=None):
            receipt = ledger.append(transaction, "further.refused", content, now)
        case FurtherAnswered():
            receipt = ledger.append(transaction, "further.opened", content, now)
        case FurtherRead():
            receipt = ledger.append(transaction, "further.read", content, now)
        case FurtherLooked():
            receipt = ledger.append(transaction, "further.looked", content, now)
        case FurtherEnded(outcome="lapsed"):
            receipt = ledger.append(transaction, "further.lapsed", content, now)
        case FurtherEnded(outcome="closed"):
            receipt = ledger.append(transaction, "further.closed", content, now)
        case FurtherEnded():
            receipt = ledger.append(transaction, "further.expired", content, now)
    append_event(transaction, case, msgspec.structs.replace(fact, leaf=receipt.index), now, staff_id=by)
    if not isinstance(fact, FurtherRead | FurtherLooked):
        # Consoles show how many wait for an answer.
        transaction.announce(QueueChanged(case=case))
    return receipt.index
