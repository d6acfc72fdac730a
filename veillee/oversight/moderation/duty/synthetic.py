"""Reports that nobody sent, made now and then to measure how soon staff answer.

Each is a case that looks and weighs like a notice from outside whose address leads nowhere. It concerns nobody: there
is no person, no message and no notice behind it, so that no decision about it can reach anybody, and no statement,
export or figure about people counts it. Once it is decided it is shown as what it is, and the ledger says so.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import new_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.actions import Occasion, add_to_case
from veillee.oversight.moderation.cases.model import Reported
from veillee.oversight.moderation.duty import store
from veillee.oversight.moderation.duty.model import Span, span_of_days
from veillee.oversight.moderation.leaves import synthetic_content
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.wire_cases import CaseReport, CaseSubject
from veillee.oversight.moderation.wire_notices import NoticeReason
from veillee.safety import ledger

LATE = timedelta(minutes=10)
"""What could not be made in time, because the place was down, is not made up for."""


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """What a synthetic report says."""

    reason: NoticeReason
    location: str
    text: str


SAMPLES: tuple[Sample, ...] = (
    Sample(
        reason="threat",
        location="un salon, hier soir",
        text="On m’a menacé et je ne retrouve plus le message. Pouvez-vous regarder ?",
    ),
    Sample(
        reason="minor",
        location="je ne sais plus le nom du salon",
        text="Quelqu’un semblait bien jeune dans une discussion. Je n’ai pas gardé l’adresse.",
    ),
    Sample(
        reason="ambush",
        location="a private conversation",
        text="Somebody insisted on meeting at once and it did not feel right. I have left and have no link.",
    ),
    Sample(
        reason="sextortion",
        location="a conversation that I have closed",
        text="Somebody asked me for money and said they would show things about me. I cannot find it any more.",
    ),
)


def find_due(settings: Settings, key: bytes, now: datetime) -> tuple[str, Sample] | None:
    """The report that is to be made now: the name of its slot and what it says.

    The hours of a day in which the place is to be watched are cut into as many equal parts as there are reports, and
    each part has one at a moment that only holders of the key can foretell, the same on every node.
    """
    opening, wanted = settings.opening, settings.synthetic_per_day
    day = now.astimezone(opening.zone).date()
    spans = opening.spans(span_of_days(day, 1, opening.zone))
    total = sum((span.ends - span.begins for span in spans), timedelta())
    for number in range(wanted if total else 0):
        slot = f"{day.isoformat()}/{number}"
        chance = hmac.digest(key, slot.encode(), hashlib.sha256)
        part = int.from_bytes(chance[:8]) / 2**64
        moment = _at(spans, total * ((number + part) / wanted))
        if moment <= now < moment + LATE:
            return slot, SAMPLES[chance[8] % len(SAMPLES)]
    return None


def _at(spans: list[Span], passed: timedelta) -> datetime:
    """The moment at which so much of the spans has passed."""
    for span in spans:
        if passed < span.ends - span.begins:
            return span.begins + passed
        passed -= span.ends - span.begins
    return spans[-1].ends


def make_due(transaction: Transaction, settings: Settings, key: bytes, now: datetime) -> None:
    """Open the case of the report that is due, once."""
    due = find_due(settings, key, now)
    if due is None:
        return
    slot, sample = due
    table = store.synthetic_reports
    if transaction.connection.execute(sa.select(table.c.id).where(table.c.slot == slot)).first() is not None:
        return
    report = new_id()
    subject = CaseSubject(kind="notice", id=report, conversation=None, seq=None)
    occasion = Occasion(source="synthetic", subject=subject, person_id=None)
    case = add_to_case(transaction, occasion, Reported(report=report, reason=sample.reason, news=True), now)
    row = {"id": report, "slot": slot, "case_id": case, "reason": sample.reason, "text": sample, "made_at": now}
    transaction.connection.execute(table.insert(), row)


def tell_ledger(transaction: Transaction, case_id: str, now: datetime) -> None:
    """A case was decided: when nobody had sent its report, the ledger says so from now on."""
    table = store.synthetic_reports
    row = transaction.connection.execute(sa.select(table).where(table.c.case_id == case_id)).first()
    if row is None:
        return
    receipt = ledger.append(transaction, "synthetic.answered", synthetic_content(row._asdict()), now)
    transaction.connection.execute(table.update().where(table.c.id == row.id).values(leaf_index=receipt.index))


def list_reports(connection: sa.Connection, case_id: str) -> list[CaseReport]:
    """What a case has that nobody sent, as notices from outside are shown."""
    table = store.synthetic_reports
    rows = connection.execute(sa.select(table).where(table.c.case_id == case_id)).all()
    return [_render(row, msgspec.convert(row.text, Sample)) for row in rows]


def _render(row: store.Row, sample: Sample) -> CaseReport:
    return CaseReport(
        id=row.id, reason=sample.reason, note=sample.text, created_at=row.made_at, location=sample.location
    )
