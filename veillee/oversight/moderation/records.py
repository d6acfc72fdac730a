"""The rows of moderation with the leaves that commit to them, for whoever verifies the ledger."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, assert_never

import msgspec
import sqlalchemy as sa

from veillee.oversight.moderation import leaves, leaves_staff
from veillee.oversight.moderation.cases.model import (
    Assigned,
    CaseEvent,
    Decided,
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
from veillee.oversight.moderation.cases.store import case_events, cases, find_event
from veillee.oversight.moderation.decisions.proposal_store import proposals
from veillee.oversight.moderation.duty.store import handover_notes, roster_shifts, synthetic_reports
from veillee.oversight.moderation.misuse.store import misuse_decisions
from veillee.oversight.moderation.notices.store import notices
from veillee.oversight.moderation.objections.store import objections
from veillee.oversight.moderation.raids.store import list_all_parts, outcome_of, raids
from veillee.oversight.moderation.reports.notes import can_read, whole
from veillee.oversight.moderation.reports.store import reports
from veillee.oversight.moderation.staff.store import flagger_suspensions, passkey_counts, passkeys, staff_changes
from veillee.oversight.moderation.statements.effects import list_all_effects
from veillee.oversight.moderation.statements.store import complaints, statements
from veillee.safety.ledger import Content, Record
from veillee.safety.sealing import LOST, is_unread

ROWLESS = frozenset({
    "staff.added", "staff.named", "staff.taken_in", "staff.invited", "staff.signed_in", "staff.passkey_added",
    "staff.passkey_removed", "staff.invite_spent", "staff.signed_out", "duty.on", "duty.off", "rows.taken_in",
})  # fmt: skip
"""The kinds of leaves that need no row: what they say of who is staff is held against the rows in rows/."""


def read_records(connection: sa.Connection) -> Iterator[Record]:
    """Every row that knows its leaf, or would have to: reports, notices, statements, complaints, events of cases, and
    what belongs to the team, the roster and raids."""
    for row in connection.execute(sa.select(reports).order_by(reports.c.leaf_index)):
        # Without the place's key a note cannot be held against anything; that its row is there can.
        read = whole(connection, row) if can_read(connection, row) else None
        if read is not None and row.sealed is not None and read["note"] is None:
            read["note"] = LOST
        yield _record(f"report {row.id}", row, None if read is None else leaves.report_content(read))
    for row in connection.execute(sa.select(notices).order_by(notices.c.leaf_index)):
        yield _record(f"notice {row.id}", row, *leaves.notice_contents(row._asdict()))
    took = list_all_effects(connection)
    for row in connection.execute(sa.select(statements).where(statements.c.leaf_index.is_not(None))):
        yield _record(f"statement {row.id}", row, *leaves.statement_contents(row._asdict(), took.get(row.id, [])))
    for row in connection.execute(sa.select(complaints).where(complaints.c.leaf_index.is_not(None))):
        yield _record(f"complaint about {row.statement_id}", row, leaves.complaint_content(row._asdict()))
    yield from _raids(connection)
    for row in connection.execute(sa.select(objections).order_by(objections.c.leaf_index)):
        yield _record(f"objection {row.id}", row, leaves.objection_content(row._asdict()))
    for row in connection.execute(sa.select(staff_changes).order_by(staff_changes.c.leaf_index)):
        yield _told(f"change of staff {row.id}", row.leaf_index, leaves_staff.change_content(row._asdict()))
        content = leaves_staff.change_settled_content(row._asdict())
        # What nobody answered in time is over without anybody.
        settled = ("settled_by",) if row.state == "lapsed" else ("settled_by", "settled_at")
        yield from _further(f"answer to change of staff {row.id}", row, "settled_leaf", settled, content)
    for row in connection.execute(sa.select(passkeys).where(passkeys.c.leaf_index.is_not(None))):
        content = leaves_staff.passkey_content(row._asdict())
        yield _told(f"passkey of member of staff {row.staff_id}", row.leaf_index, content)
    for row in connection.execute(sa.select(passkey_counts).order_by(passkey_counts.c.leaf_index)):
        content = leaves_staff.count_content(row.passkey_leaf, row.sign_count)
        yield _told(f"counter of passkey {row.passkey_leaf}", row.leaf_index, content)
    yield from _suspensions(connection)
    yield from _misuse(connection)
    yield from _duty(connection)
    yield from _events(connection)


def _raids(connection: sa.Connection) -> Iterator[Record]:
    parts = list_all_parts(connection)
    for row in connection.execute(sa.select(raids).order_by(raids.c.leaf_index)):
        yield _record(f"raid {row.id}", row, *leaves.raid_contents(row._asdict(), parts.get(row.id, [])))
        content = leaves.raid_settling_content(row._asdict(), outcome_of(row))
        settled = ("settled_by", "approved", "settled_facts")
        yield from _further(f"settling of raid {row.id}", row, "settled_leaf", settled, content)
        content = leaves.raid_undoing_content(row._asdict())
        yield from _further(f"undoing of raid {row.id}", row, "undone_leaf", ("undone_by", "undone_facts"), content)


def _suspensions(connection: sa.Connection) -> Iterator[Record]:
    for row in connection.execute(sa.select(flagger_suspensions).order_by(flagger_suspensions.c.leaf_index)):
        yield _told(f"suspension of flagger {row.id}", row.leaf_index, leaves_staff.suspension_content(row._asdict()))
        content, ended = leaves_staff.suspension_end_content(row._asdict()), ("ended_at", "ended_by", "end_reason")
        yield from _further(f"end of suspension of flagger {row.id}", row, "ended_leaf", ended, content)


def _misuse(connection: sa.Connection) -> Iterator[Record]:
    for row in connection.execute(sa.select(misuse_decisions).order_by(misuse_decisions.c.leaf_index)):
        yield _record(f"decision about misuse {row.id}", row, leaves.misuse_content(row._asdict()))
        # The answer to a complaint lifts it too, without these.
        content, lifted = leaves.misuse_lifting_content(row._asdict()), ("lifted_by", "lifted_facts")
        yield from _further(f"lifting of decision about misuse {row.id}", row, "lifted_leaf", lifted, content)


def _duty(connection: sa.Connection) -> Iterator[Record]:
    for row in connection.execute(sa.select(roster_shifts).order_by(roster_shifts.c.leaf_index)):
        yield _told(f"shift {row.id}", row.leaf_index, leaves.shift_content(row._asdict()))
        content = leaves.removal_content(row._asdict())
        yield from _further(f"removal of shift {row.id}", row, "removed_leaf", ("removed_by", "removed_at"), content)
    for row in connection.execute(sa.select(handover_notes).order_by(handover_notes.c.leaf_index)):
        note = _told(f"hand-over note {row.id}", row.leaf_index, leaves.handover_content(row._asdict()))
        yield msgspec.structs.replace(note, forgotten=not row.text)
        contents, taken = leaves.takeover_contents(row._asdict()), ("taken_by", "taken_at")
        yield from _further(f"taking of hand-over note {row.id}", row, "taken_leaf", taken, *contents)
    for row in connection.execute(sa.select(synthetic_reports).where(synthetic_reports.c.leaf_index.is_not(None))):
        yield _told(f"synthetic report {row.id}", row.leaf_index, leaves.synthetic_content(row._asdict()))


def _told(what: str, index: int | None, content: Content, former: Content | None = None) -> Record:
    return Record(what=what, index=index, leaf_hash=None, content=_read(content), former=_read(former))


def _record(what: str, row: Any, content: Content | None, former: Content | None = None) -> Record:
    leaf_hash = row.leaf_hash or ""
    return Record(what=what, index=row.leaf_index, leaf_hash=leaf_hash, content=_read(content), former=_read(former))


def _further(
    what: str, row: Any, leaf: str, columns: Iterable[str], content: Content, former: Content | None = None
) -> Iterator[Record]:
    """What became of a row later, in columns that are empty until a leaf says it."""
    index = getattr(row, leaf)
    if index is not None or any(getattr(row, name) is not None for name in columns):
        yield _told(what, index, content, former)


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
    made = defaultdict[Any, list[Any]](list)
    for row in connection.execute(sa.select(proposals).order_by(proposals.c.id.desc())):
        made[row.case_id, row.at].append(row)
    for row in connection.execute(query):
        event = find_event(row)
        if event is None:
            continue  # rows/ names those that cannot be read
        leaf, content = _of_fact(row, event, until)
        if leaf is not None:
            what = f"event {row.number} of case {row.case_id}"
            record = Record(what=what, index=leaf, leaf_hash=None, content=_read(content), at=row.at)
            if content is None or isinstance(event.fact, Opened | Reported | Assigned):
                yield record
            elif isinstance(event.fact, Proposed) and made[row.case_id, row.at]:
                yield _with_request(record, content, made[row.case_id, row.at].pop())
            else:
                yield _at(record, content)


def _at(event: Record, content: Content) -> Record:
    """Leaves from before said the hour only."""
    whole_ = content if event.at is None else leaves.at_moment(content, event.at)
    return msgspec.structs.replace(event, content=_read(whole_), former=event.content)


def _with_request(event: Record, content: Content, proposal: Any) -> Record:
    """A proposal is whole with the decision as it was written, which lies in a row of its own."""
    asked = _at(event, leaves.asking_content(content, proposal.request))
    return msgspec.structs.replace(asked, what=f"{event.what}, or proposal {proposal.id}")


def _of_fact(row: Any, event: CaseEvent, until: dict[str, Any]) -> tuple[int | None, Content | None]:
    """The leaf of an event, None for those that have none; what it commits to, None if it cannot be made again."""
    found: tuple[int | None, Content | None]
    fact = event.fact
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
            found = fact.leaf, leaves.casework_content(row.case_id, event, fact)
        case _:
            assert_never(fact)
    return found
