"""The tables of cases. Events are only ever added; `cases` is their projection, written in the same transaction."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, Json, metadata
from veillee.oversight.moderation.cases.model import CaseEvent, CaseState, Fact, subject_key
from veillee.oversight.moderation.wire_cases import CaseSubject

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
    sa.Column("decided_at", Instant),
    sa.Column("decision", sa.String(20)),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
)
sa.Index("ix_cases_queue", cases.c.state, cases.c.rank, cases.c.opened_at, cases.c.id)
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
    sa.Column("fact", Json, nullable=False),
)


def find_state(connection: sa.Connection, case: str) -> CaseState | None:
    """The projection of one case."""
    row = connection.execute(sa.select(cases).where(cases.c.id == case)).one_or_none()
    return None if row is None else to_state(row)


def find_open(connection: sa.Connection, subject: CaseSubject) -> str | None:
    """The open case about a subject; there is at most one."""
    query = sa.select(cases.c.id).where(cases.c.subject_key == subject_key(subject), cases.c.state == "open")
    return connection.execute(query).scalar_one_or_none()


def add_case(connection: sa.Connection, case: str, state: CaseState) -> None:
    """The projection of a new case."""
    connection.execute(sa.insert(cases).values(id=case, **_columns(state)))


def change_case(connection: sa.Connection, case: str, state: CaseState) -> None:
    """The projection after a further event."""
    connection.execute(sa.update(cases).where(cases.c.id == case).values(**_columns(state)))


def add_event(connection: sa.Connection, case: str, event: CaseEvent) -> None:
    """Append one event."""
    values = {"case_id": case, "number": event.number, "at": event.at, "staff_id": event.staff_id, "fact": event.fact}
    connection.execute(sa.insert(case_events).values(**values))


def read_events(connection: sa.Connection, case: str, limit: int) -> list[CaseEvent]:
    """The newest events, in order."""
    query = sa.select(case_events).where(case_events.c.case_id == case).order_by(case_events.c.number.desc())
    rows = connection.execute(query.limit(limit)).all()
    return [_to_event(row) for row in reversed(rows)]


def count_open(connection: sa.Connection, rank_below: int | None = None) -> int:
    """How many cases wait, all or only those that press."""
    query = sa.select(sa.func.count()).select_from(cases).where(cases.c.state == "open")
    if rank_below is not None:
        query = query.where(cases.c.rank < rank_below)
    return connection.execute(query).scalar_one()


def to_state(row: sa.Row[tuple[object, ...]]) -> CaseState:
    """A row of `cases` as a value."""
    values = dict(row._mapping)
    values["subject"] = msgspec.convert(values["subject"], CaseSubject)
    return CaseState(**{name: values[name] for name in CaseState.__struct_fields__})


def _columns(state: CaseState) -> dict[str, object]:
    columns: dict[str, object] = {name: getattr(state, name) for name in CaseState.__struct_fields__}
    return columns | {"subject_key": subject_key(state.subject)}


def _to_event(row: sa.Row[tuple[object, ...]]) -> CaseEvent:
    at: datetime = row.at
    return CaseEvent(number=row.number, at=at, staff_id=row.staff_id, fact=msgspec.convert(row.fact, Fact))
