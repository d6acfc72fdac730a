"""The rows of moderation with the leaves that commit to them, for whoever verifies the ledger."""

from collections.abc import Iterator
from typing import Any, assert_never

import msgspec
import sqlalchemy as sa

from veillee.oversight.moderation import leaves
from veillee.oversight.moderation.cases.model import (
    Assigned,
    Decided,
    Fact,
    Flagged,
    FurtherAnswered,
    FurtherAsked,
    FurtherEnded,
    FurtherLooked,
    FurtherRead,
    Noted,
    Opened,
    Opined,
    Proposed,
    Read,
    Referred,
    Reported,
    Restored,
    Settled,
    ShownOutside,
)
from veillee.oversight.moderation.cases.store import case_events, cases
from veillee.oversight.moderation.duty.store import handover_notes, roster_shifts, synthetic_reports
from veillee.oversight.moderation.misuse.store import misuse_decisions
from veillee.oversight.moderation.notices.store import notices
from veillee.oversight.moderation.objections.store import objections
from veillee.oversight.moderation.raids.store import outcome_of, raids
from veillee.oversight.moderation.reports.notes import can_read, whole
from veillee.oversight.moderation.reports.store import reports
from veillee.oversight.moderation.staff.store import flagger_suspensions, passkeys, staff_changes
from veillee.oversight.moderation.statements.store import complaints, statements
from veillee.safety.ledger import Content, Record
from veillee.safety.sealing import is_unread

ROWLESS = frozenset({
    "staff.added", "staff.named", "staff.taken_in", "staff.invited", "staff.signed_in", "staff.passkey_added",
    "staff.passkey_removed", "duty.on", "duty.off",
})  # fmt: skip
"""The kinds of leaves that need no row: what they say of who is staff is held against the rows in rows/."""


def read_records(connection: sa.Connection) -> Iterator[Record]:
    """Every report, notice, statement, complaint, decision, reading and finding of the gate that knows its leaf."""
    for row in connection.execute(sa.select(reports).order_by(reports.c.leaf_index)):
        # Without the place's key a note cannot be held against anything; that its row is there can.
        content = leaves.report_content(whole(connection, row)) if can_read(connection, row) else None
        yield _record(f"report {row.id}", row, content)
    for row in connection.execute(sa.select(notices).order_by(notices.c.leaf_index)):
        yield _record(f"notice {row.id}", row, leaves.notice_content(row._asdict()))
    for row in connection.execute(sa.select(statements).where(statements.c.leaf_index.is_not(None))):
        yield _record(f"statement {row.id}", row, leaves.statement_content(row._asdict()))
    for row in connection.execute(sa.select(complaints).where(complaints.c.leaf_index.is_not(None))):
        yield _record(f"complaint about {row.statement_id}", row, leaves.complaint_content(row._asdict()))
    yield from _raids(connection)
    for row in connection.execute(sa.select(objections).order_by(objections.c.leaf_index)):
        yield _record(f"objection {row.id}", row, leaves.objection_content(row._asdict()))
    for row in connection.execute(sa.select(staff_changes).order_by(staff_changes.c.leaf_index)):
        yield _told(f"change of staff {row.id}", row.leaf_index, leaves.change_content(row._asdict()))
        if row.settled_leaf is not None:
            content = leaves.change_settled_content(row._asdict())
            yield _told(f"answer to change of staff {row.id}", row.settled_leaf, content)
    for row in connection.execute(sa.select(passkeys).where(passkeys.c.leaf_index.is_not(None))):
        yield _told(f"passkey of member of staff {row.staff_id}", row.leaf_index, leaves.passkey_content(row._asdict()))
    yield from _suspensions(connection)
    yield from _misuse(connection)
    yield from _duty(connection)
    yield from _events(connection)


def _raids(connection: sa.Connection) -> Iterator[Record]:
    for row in connection.execute(sa.select(raids).order_by(raids.c.leaf_index)):
        yield _record(f"raid {row.id}", row, leaves.raid_content(row._asdict()))
        if row.settled_leaf is not None:
            content = leaves.raid_settling_content(row._asdict(), outcome_of(row))
            yield _told(f"settling of raid {row.id}", row.settled_leaf, content)
        if row.undone_leaf is not None:
            yield _told(f"undoing of raid {row.id}", row.undone_leaf, leaves.raid_undoing_content(row._asdict()))


def _suspensions(connection: sa.Connection) -> Iterator[Record]:
    for row in connection.execute(sa.select(flagger_suspensions).order_by(flagger_suspensions.c.leaf_index)):
        yield _told(f"suspension of flagger {row.id}", row.leaf_index, leaves.suspension_content(row._asdict()))
        if row.ended_leaf is not None:
            content = leaves.suspension_end_content(row._asdict())
            yield _told(f"end of suspension of flagger {row.id}", row.ended_leaf, content)


def _misuse(connection: sa.Connection) -> Iterator[Record]:
    for row in connection.execute(sa.select(misuse_decisions).order_by(misuse_decisions.c.leaf_index)):
        yield _record(f"decision about misuse {row.id}", row, leaves.misuse_content(row._asdict()))
        if row.lifted_leaf is not None:
            content = leaves.misuse_lifting_content(row._asdict())
            yield _told(f"lifting of decision about misuse {row.id}", row.lifted_leaf, content)


def _duty(connection: sa.Connection) -> Iterator[Record]:
    for row in connection.execute(sa.select(roster_shifts).order_by(roster_shifts.c.leaf_index)):
        yield _told(f"shift {row.id}", row.leaf_index, leaves.shift_content(row._asdict()))
        if row.removed_leaf is not None:
            yield _told(f"removal of shift {row.id}", row.removed_leaf, leaves.removal_content(row._asdict()))
    for row in connection.execute(sa.select(handover_notes).order_by(handover_notes.c.leaf_index)):
        yield _told(f"hand-over note {row.id}", row.leaf_index, leaves.handover_content(row._asdict()))
        if row.taken_leaf is not None:
            yield _told(f"taking of note {row.id}", row.taken_leaf, leaves.takeover_content(row.id, row.taken_by))
    for row in connection.execute(sa.select(synthetic_reports).where(synthetic_reports.c.leaf_index.is_not(None))):
        yield _told(f"synthetic report {row.id}", row.leaf_index, leaves.synthetic_content(row._asdict()))


def _told(what: str, index: int, content: Content) -> Record:
    return Record(what=what, index=index, leaf_hash=None, content=_read(content))


def _record(what: str, row: Any, content: Content | None) -> Record:
    return Record(what=what, index=row.leaf_index, leaf_hash=row.leaf_hash, content=_read(content))


def _read(content: Content | None) -> Content | None:
    """What is sealed cannot be held against anything without the place's key; that its row is there can."""
    return None if is_unread(content) else content


def _events(connection: sa.Connection) -> Iterator[Record]:
    query = (
        sa.select(case_events, cases.c.subject, cases.c.person_id)
        .join(cases, cases.c.id == case_events.c.case_id)
        .order_by(case_events.c.case_id, case_events.c.number)
    )
    until = {row.id: row.until for row in connection.execute(sa.select(statements.c.id, statements.c.until))}
    for row in connection.execute(query):
        leaf, content = _of_fact(row, msgspec.convert(row.fact, Fact), until)
        if leaf is not None:
            what = f"event {row.number} of case {row.case_id}"
            yield Record(what=what, index=leaf, leaf_hash=None, content=_read(content), at=row.at)


def _of_fact(row: Any, fact: Fact, until: dict[str, Any]) -> tuple[int | None, Content | None]:
    """The leaf of an event, None for those that have none; what it commits to, None if it cannot be made again."""
    found: tuple[int | None, Content | None]
    match fact:
        case Decided():
            ends = until.get(fact.statement or "")
            found = fact.leaf, leaves.decision_content(row.case_id, row.staff_id, row.person_id, ends, fact)
        case Read(lines=lines):
            content = None if lines is None else leaves.reading_content(row.case_id, row.staff_id, fact)
            found = fact.leaf, content
        case Flagged():
            found = fact.leaf, leaves.gate_content(row.case_id, row.subject, row.person_id, fact)
        case Proposed():
            found = fact.leaf, leaves.proposal_content(row.case_id, row.staff_id, row.person_id, fact)
        case Settled():
            found = fact.leaf, leaves.settling_content(row.case_id, row.staff_id, fact)
        case Referred():
            found = fact.leaf, leaves.referral_content(row.case_id, row.staff_id, row.person_id, fact)
        case Restored():
            found = fact.leaf, leaves.restoring_content(row.case_id, row.staff_id, row.person_id, fact)
        case FurtherAsked() | FurtherAnswered() | FurtherRead() | FurtherLooked() | FurtherEnded():
            found = fact.leaf, leaves.further_content(row.case_id, row.staff_id, fact)
        case ShownOutside():
            found = fact.leaf, leaves.outside_content(row.case_id, fact)
        case Noted() | Opined():
            found = fact.leaf, leaves.beside_content(row.case_id, row.staff_id, fact)
        case Opened() | Reported() | Assigned():
            found = None, None
        case _:
            assert_never(fact)
    return found
