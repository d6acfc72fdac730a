"""Who may ask for, answer and read what; nothing here writes."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.community import conversations, media
from veillee.foundation.basics import Forbidden, Invalid, NotFound, Problem, is_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.cases.model import CaseState, Read
from veillee.oversight.moderation.decisions.check import is_own_decision
from veillee.oversight.moderation.decisions.kind import is_complaint
from veillee.oversight.moderation.desk.words import read_words
from veillee.oversight.moderation.evidence.freezing import subject_of_words
from veillee.oversight.moderation.further import store
from veillee.oversight.moderation.model import EVENTS_SHOWN_MAX, REASON_CHARS_MAX
from veillee.oversight.moderation.staff.model import SENIORS, WATCHERS, StaffCaller
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire_further import FurtherAnswer, FurtherRequest


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """The seqs that may be read."""

    first: int
    last: int


def check_case(connection: sa.Connection, staff: StaffCaller, case_id: str) -> CaseState:
    """An open case that this reader may ask about. Raises NotFound, Forbidden `wrong-role`, `own-decision`, Problem
    `closed-case`."""
    state = cases.lock_state(connection, case_id) if is_id(case_id) else None
    if state is None:
        raise NotFound
    if staff.role not in WATCHERS:
        raise Forbidden("wrong-role", "Your role does not ask to read further.")
    if state.state != "open":
        raise Problem("closed-case", 409, "This case was decided; there is nothing left to read further for.")
    if is_complaint(state) and is_own_decision(connection, staff, state):
        raise Forbidden("own-decision", "A complaint is looked at by somebody else than whoever decided.")
    return state


def check_span(connection: sa.Connection, case_id: str, state: CaseState, request: FurtherRequest) -> Span:
    """What was asked for in seqs: so many lines beyond what the case shows of the conversation, and nothing that is
    said after this moment. Raises Invalid by field."""
    seqs = _shown(connection, case_id, state, request.conversation)
    if not seqs:
        raise Invalid({"conversation": "not-of-this-case"})
    if request.before + request.after == 0:
        raise Invalid({"before": "nothing-asked"})
    table = conversations.conversations.c
    head = connection.execute(sa.select(table.head).where(table.id == request.conversation)).scalar_one_or_none() or 0
    span = Span(first=max(1, min(seqs) - request.before), last=max(*seqs, min(head, max(seqs) + request.after)))
    if (span.first, span.last) == (min(seqs), max(seqs)):
        raise Invalid({"before": "nothing-there"})
    return span


def _shown(connection: sa.Connection, case_id: str, state: CaseState, conversation: str) -> list[int]:
    """The seqs of this conversation that the case shows, or has shown as what a report of a person brought along."""
    words = read_words(connection, subject_of_words(connection, state))
    shown = [] if words is None or words.conversation != conversation else [line.seq for line in words.lines]
    for fact in (event.fact for event in cases.read_events(connection, case_id, EVENTS_SHOWN_MAX)):
        if isinstance(fact, Read) and fact.conversation == conversation:
            shown += fact.lines or []
    return [seq for seq in shown if seq is not None]


def check_answer(staff: StaffCaller, asked: store.Row, answer: FurtherAnswer, now: datetime) -> str | None:
    """What is said to it. Raises Forbidden `wrong-role`, `own-request`, Problem `answered`, `lapsed`, Invalid."""
    if staff.role not in SENIORS:
        raise Forbidden("wrong-role", "Only seniors and admins answer this.")
    if asked.asked_by == staff.id:
        raise Forbidden("own-request", "Somebody else than whoever asked has to answer.")
    if asked.state != "asked":
        raise Problem("answered", 409, "This was answered already.")
    if asked.until <= now:
        raise Problem("lapsed", 409, "This waited too long for an answer.")
    if answer.open and not answer.reason.strip():
        return None
    return check_text("reason", answer.reason, REASON_CHARS_MAX)


def check_reader(staff: StaffCaller, opened: store.Row, now: datetime) -> None:
    """Only who asked and who opened it read. Raises Forbidden `not-yours`, Problem `not-open`."""
    if staff.id not in (opened.asked_by, opened.answered_by):
        raise Forbidden("not-yours", "Only whoever asked and whoever opened it read here.")
    if opened.state != "open" or opened.until <= now:
        raise Problem("not-open", 409, "This is not open, or no longer.")


def get_line(connection: sa.Connection, opened: store.Row, picture: str) -> int:
    """The seq of the line that carries this picture, if the line may be read. Raises NotFound."""
    place = media.find_place(connection, picture)
    if place is None or place.seq is None or place.conversation != opened.conversation_id:
        raise NotFound
    if not opened.first <= place.seq <= opened.last:
        raise NotFound
    return place.seq


def get_further(transaction: Transaction, id_: str) -> store.Row:
    """One of them, locked. Raises NotFound."""
    row = store.lock(transaction.connection, id_) if is_id(id_) else None
    if row is None:
        raise NotFound
    return row
