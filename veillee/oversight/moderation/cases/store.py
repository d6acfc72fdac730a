"""The tables of cases. Events are only ever added; `cases` is their projection, written in the same transaction."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, Json, metadata
from veillee.oversight.moderation.cases.model import WRITTEN, CaseEvent, CaseState, Fact, subject_key
from veillee.oversight.moderation.model import RANK_ORDINARY
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.safety.sealing import SealedJson, ready

ABOUT_MAX = 2_000

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("subject_key", sa.String(120), nullable=False),
    sa.Column("subject", Json, nullable=False),
    sa.Column("person_id", Id),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("source", sa.String(20), nullable=False),
    sa.Column("label", sa.String(40)),
    sa.Column("rank", sa.SmallInteger, nullable=False),
    sa.Column("reports", sa.Integer, nullable=False),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("urgent_at", Instant, comment="since when it is urgent"),
    sa.Column("decided_at", Instant),
    sa.Column("decision", sa.String(20)),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("proposed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("assignee_id", Id, comment="who of the staff has it"),
    sa.Column("pressing_at", Instant, nullable=False, server_default="0", comment="orders cases of the same rank"),
    sa.Column("reach", sa.SmallInteger, nullable=False, server_default="0", comment="minutes in pressing_at"),
    sa.Column("standing", sa.SmallInteger, nullable=False, server_default="0", comment="minutes in pressing_at"),
)
sa.Index("ix_cases_queue", cases.c.state, cases.c.rank, cases.c.pressing_at, cases.c.id, cases.c.assignee_id)
sa.Index("ix_cases_assignee", cases.c.assignee_id, cases.c.state, cases.c.rank, cases.c.pressing_at, cases.c.id)
sa.Index("ix_cases_urgent", cases.c.state, cases.c.urgent_at)
sa.Index("ix_cases_person", cases.c.person_id, cases.c.opened_at)
sa.Index("ix_cases_subject", cases.c.subject_key)
sa.Index("ix_cases_decided", cases.c.state, cases.c.decided_at, cases.c.id)
sa.Index(
    "uq_cases_open_subject",
    cases.c.subject_key,
    unique=True,
    sqlite_where=cases.c.state == "open",
    postgresql_where=cases.c.state == "open",
)

case_events = sa.Table(
    "case_events",
    metadata,
    sa.Column("case_id", Id, sa.ForeignKey("cases.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id")),
    sa.Column("fact", SealedJson("case_events.fact", WRITTEN), nullable=False),
)


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many open cases there are, and of which kinds."""

    open: int
    urgent: int
    mine: int
    unassigned: int


def find_state(connection: sa.Connection, case: str) -> CaseState | None:
    """The projection of one case."""
    row = connection.execute(sa.select(cases).where(cases.c.id == case)).one_or_none()
    return None if row is None else to_state(row)


def lock_state(connection: sa.Connection, case: str) -> CaseState | None:
    """find_state, and nobody else decides the case until the transaction ends."""
    row = connection.execute(sa.select(cases).where(cases.c.id == case).with_for_update()).one_or_none()
    return None if row is None else to_state(row)


def find_open(connection: sa.Connection, subject: CaseSubject) -> str | None:
    """The open case about a subject; there is at most one."""
    query = sa.select(cases.c.id).where(cases.c.subject_key == subject_key(subject), cases.c.state == "open")
    return connection.execute(query).scalar_one_or_none()


def list_open_about(connection: sa.Connection, people: Iterable[str], limit: int) -> list[tuple[str, CaseState]]:
    """The open cases about these people, the oldest first."""
    query = sa.select(cases).where(cases.c.state == "open", cases.c.person_id.in_(list(people)))
    rows = connection.execute(query.order_by(cases.c.opened_at, cases.c.id).limit(limit))
    return [(row.id, to_state(row)) for row in rows]


def list_about(connection: sa.Connection, person: str, limit: int) -> list[tuple[str, CaseState]]:
    """The cases about somebody: open ones first, then the latest."""
    query = sa.select(cases).where(cases.c.person_id == person)
    order = (cases.c.state.desc(), cases.c.opened_at.desc(), cases.c.id.desc())
    return [(row.id, to_state(row)) for row in connection.execute(query.order_by(*order).limit(limit))]


def list_about_subjects(connection: sa.Connection, subjects: Iterable[CaseSubject]) -> list[tuple[str, CaseState]]:
    """The cases about any of these: open ones first, then the latest, at most ABOUT_MAX."""
    query = sa.select(cases).where(cases.c.subject_key.in_([subject_key(subject) for subject in subjects]))
    order = (cases.c.state.desc(), cases.c.opened_at.desc(), cases.c.id.desc())
    return [(row.id, to_state(row)) for row in connection.execute(query.order_by(*order).limit(ABOUT_MAX))]


def add_case(connection: sa.Connection, case: str, state: CaseState) -> None:
    """The projection of a new case."""
    connection.execute(sa.insert(cases).values(id=case, **_columns(state)))


def change_case(connection: sa.Connection, case: str, state: CaseState) -> None:
    """The projection after a further event."""
    connection.execute(sa.update(cases).where(cases.c.id == case).values(**_columns(state)))


def add_event(connection: sa.Connection, case: str, event: CaseEvent) -> None:
    """Append one event."""
    values = {"case_id": case, "number": event.number, "at": event.at, "staff_id": event.staff_id, "fact": event.fact}
    connection.execute(sa.insert(case_events).values(ready(connection, case_events, values)))


def read_events(connection: sa.Connection, case: str, limit: int) -> list[CaseEvent]:
    """The newest events, in order."""
    query = sa.select(case_events).where(case_events.c.case_id == case).order_by(case_events.c.number.desc())
    rows = connection.execute(query.limit(limit)).all()
    return [_to_event(row) for row in reversed(rows)]


def count_open(connection: sa.Connection, staff: str) -> Counts:
    """How many cases wait: all, those that press, those that this member of staff has, those that nobody has."""
    table = cases.c
    query = sa.select(
        sa.func.count(),
        sa.func.coalesce(sa.func.sum(sa.case((table.rank < RANK_ORDINARY, 1), else_=0)), 0),
        sa.func.coalesce(sa.func.sum(sa.case((table.assignee_id == staff, 1), else_=0)), 0),
        sa.func.coalesce(sa.func.sum(sa.case((table.assignee_id.is_(None), 1), else_=0)), 0),
    ).where(table.state == "open")
    every, urgent, mine, unassigned = connection.execute(query).one()
    return Counts(open=every, urgent=urgent, mine=mine, unassigned=unassigned)


def list_of_assignee(connection: sa.Connection, staff: str) -> list[str]:
    """The open cases that a member of staff has."""
    query = sa.select(cases.c.id).where(cases.c.assignee_id == staff, cases.c.state == "open")
    return list(connection.execute(query).scalars())


def is_urgent_outside(connection: sa.Connection, since: datetime, until: datetime) -> bool:
    """Whether a case is open that has been urgent since before, or, as a clock that was set back has it, after."""
    for outside in (cases.c.urgent_at < since, cases.c.urgent_at > until):
        waiting = sa.select(cases.c.id).where(cases.c.state == "open", outside).limit(1)
        if connection.execute(waiting).first() is not None:
            return True
    return False


def to_state(row: sa.Row[tuple[object, ...]]) -> CaseState:
    """A row of `cases` as a value."""
    values = dict(row._mapping)
    values["subject"] = msgspec.convert(values["subject"], CaseSubject)
    return CaseState(**{name: values[name] for name in CaseState.__struct_fields__})


def find_event(row: sa.Row[tuple[object, ...]]) -> CaseEvent | None:
    """A row of `case_events` as a value; None of one that somebody has made unreadable."""
    try:
        return _to_event(row)
    except msgspec.MsgspecError:
        return None


def _columns(state: CaseState) -> dict[str, object]:
    columns: dict[str, object] = {name: getattr(state, name) for name in CaseState.__struct_fields__}
    return columns | {"subject_key": subject_key(state.subject)}


def _to_event(row: sa.Row[tuple[object, ...]]) -> CaseEvent:
    at: datetime = row.at
    return CaseEvent(number=row.number, at=at, staff_id=row.staff_id, fact=msgspec.convert(row.fact, Fact))
