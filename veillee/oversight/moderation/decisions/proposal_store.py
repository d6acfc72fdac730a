"""The table of proposals: grave decisions that wait, or waited, for a second person."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, metadata
from veillee.safety.sealing import SealedJson, ready

proposals = sa.Table(
    "proposals",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("case_id", Id, sa.ForeignKey("cases.id"), nullable=False),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False, comment="who proposed it"),
    sa.Column("request", SealedJson("proposals.request"), nullable=False, comment="the decision as it was written"),
    sa.Column("at", Instant, nullable=False),
    sa.Column("lapses_at", Instant, nullable=False),
    sa.Column("statement_id", Id, sa.ForeignKey("statements.id"), comment="of what holds meanwhile"),
    sa.Column("held", sa.Boolean, nullable=False, comment="it put a hold on the copies of the case"),
    sa.Column("outcome", sa.String(10), comment="None: it waits"),
    sa.Column("settled_at", Instant),
    sa.Column("settled_by", Id, sa.ForeignKey("staff.id"), comment="None: it lapsed"),
)
sa.Index("ix_proposals_lapses", proposals.c.outcome, proposals.c.lapses_at)
sa.Index(
    "uq_proposals_waiting",
    proposals.c.case_id,
    unique=True,
    sqlite_where=proposals.c.outcome.is_(None),
    postgresql_where=proposals.c.outcome.is_(None),
)

Row = sa.Row[tuple[Any, ...]]


def add_proposal(connection: sa.Connection, values: dict[str, Any]) -> None:
    """Store a proposal; there is at most one a case that waits (IntegrityError otherwise)."""
    connection.execute(sa.insert(proposals).values(ready(connection, proposals, values)))


def find_waiting(connection: sa.Connection, case_id: str) -> Row | None:
    """The proposal of a case that waits."""
    query = sa.select(proposals).where(proposals.c.case_id == case_id, proposals.c.outcome.is_(None))
    return connection.execute(query).one_or_none()


def list_due(connection: sa.Connection, now: datetime, limit: int) -> list[Row]:
    """Those that waited long enough, the oldest first."""
    query = sa.select(proposals).where(proposals.c.outcome.is_(None), proposals.c.lapses_at <= now)
    return list(connection.execute(query.order_by(proposals.c.lapses_at).limit(limit)).all())


def settle(connection: sa.Connection, proposal_id: str, outcome: str, by: str | None, now: datetime) -> None:
    """A proposal waits no more."""
    settled = sa.update(proposals).where(proposals.c.id == proposal_id)
    connection.execute(settled.values(outcome=outcome, settled_by=by, settled_at=now))


def held_last(connection: sa.Connection, case_id: str) -> bool:
    """Whether the proposal that was settled last had put a hold on the copies."""
    query = sa.select(proposals.c.held).where(proposals.c.case_id == case_id, proposals.c.outcome.is_not(None))
    return bool(connection.execute(query.order_by(proposals.c.settled_at.desc()).limit(1)).scalar())


def mark_held(connection: sa.Connection, proposal_id: str) -> None:
    """The copies of the case are held because of it."""
    connection.execute(sa.update(proposals).where(proposals.c.id == proposal_id).values(held=True))
