"""The table of further readings: asked, opened and ended. The events of their cases say the same, with their leaves."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, metadata
from veillee.oversight.moderation.cases.model import FurtherAsked
from veillee.oversight.moderation.model import LIST_MAX
from veillee.safety.sealing import Sealed, ready

further_readings = sa.Table(
    "further_readings",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("case_id", Id, sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("conversation_id", Id, nullable=False),
    sa.Column("first", sa.BigInteger, nullable=False, comment="seq"),
    sa.Column("last", sa.BigInteger, nullable=False, comment="seq"),
    sa.Column("minutes", sa.Integer, nullable=False, comment="how long it stays open"),
    sa.Column("reason", Sealed("further_readings.reason"), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("asked_by", Id, sa.ForeignKey("staff.id"), nullable=False),
    sa.Column("asked_at", Instant, nullable=False),
    sa.Column("until", Instant, nullable=False, comment="lapses while it is asked, expires once it is open"),
    sa.Column("answered_by", Id, sa.ForeignKey("staff.id")),
    sa.Column("answered_at", Instant),
    sa.Column("answer", Sealed("further_readings.answer"), comment="why, of whoever answered"),
    sa.Column("ended_at", Instant),
    sa.Column("lines_read", sa.Integer, nullable=False),
    sa.Column("readings", sa.Integer, nullable=False),
)
sa.Index("ix_further_readings_due", further_readings.c.state, further_readings.c.until)

RUNNING = ("asked", "open")
Row = sa.Row[tuple[Any, ...]]


def add(connection: sa.Connection, case: str, staff: str, asked: FurtherAsked, now: datetime) -> None:
    """Store what somebody asks for."""
    values = {
        "id": asked.further,
        "case_id": case,
        "conversation_id": asked.conversation,
        "first": asked.first,
        "last": asked.last,
        "minutes": asked.minutes,
        "reason": asked.reason,
        "state": "asked",
        "asked_by": staff,
        "asked_at": now,
        "until": asked.until,
        "lines_read": 0,
        "readings": 0,
    }
    connection.execute(sa.insert(further_readings).values(ready(connection, further_readings, values)))


def change(connection: sa.Connection, id_: str, **values: Any) -> None:
    """It was answered, read or ended."""
    mine = sa.update(further_readings).where(further_readings.c.id == id_)
    connection.execute(mine.values(ready(connection, further_readings, values)))


def lock(connection: sa.Connection, id_: str) -> Row | None:
    """One of them; nobody else answers, reads or ends it until the transaction ends."""
    query = sa.select(further_readings).where(further_readings.c.id == id_).with_for_update()
    return connection.execute(query).one_or_none()


def find_running(connection: sa.Connection, case: str, conversation: str, asked_by: str) -> Row | None:
    """What this member of staff has asked for of this conversation and what has not ended."""
    table = further_readings.c
    query = sa.select(further_readings).where(table.case_id == case, table.conversation_id == conversation)
    return connection.execute(query.where(table.asked_by == asked_by, table.state.in_(RUNNING)).limit(1)).one_or_none()


def list_of_case(connection: sa.Connection, case: str) -> list[Row]:
    """Those of a case, the latest first."""
    return _latest(connection, further_readings.c.case_id == case)


def list_running(connection: sa.Connection, state: str) -> list[Row]:
    """Those that wait or are open, the latest first."""
    return _latest(connection, further_readings.c.state == state)


def count_waiting(connection: sa.Connection, but: str) -> int:
    """How many wait for an answer, but for those that this member of staff asked for."""
    table = further_readings.c
    query = sa.select(sa.func.count()).select_from(further_readings)
    return connection.execute(query.where(table.state == "asked", table.asked_by != but)).scalar_one()


def list_past(connection: sa.Connection) -> list[Row]:
    """Those that ended, the latest first."""
    return _latest(connection, further_readings.c.state.not_in(RUNNING))


def list_due(connection: sa.Connection, now: datetime, limit: int) -> list[Row]:
    """Those whose time is over, the oldest first."""
    table = further_readings.c
    query = sa.select(further_readings).where(table.state.in_(RUNNING), table.until <= now)
    return list(connection.execute(query.order_by(table.until).limit(limit)).all())


def _latest(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[Row]:
    query = sa.select(further_readings).where(which).order_by(further_readings.c.asked_at.desc())
    return list(connection.execute(query.limit(LIST_MAX)).all())
