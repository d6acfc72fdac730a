"""The table of objections."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, metadata
from veillee.oversight.moderation.cases.model import Decided, Fact, Proposed, Settled
from veillee.oversight.moderation.cases.store import case_events, cases
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.safety.sealing import Sealed, ready

objections = sa.Table(
    "objections",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("target_kind", sa.String(12), nullable=False, comment="report, notice_item"),
    sa.Column("target_id", Id, nullable=False),
    sa.Column("contested_case", Id, sa.ForeignKey("cases.id"), nullable=False),
    sa.Column("case_id", Id, sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("text", Sealed("objections.text"), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("decided_at", Instant),
    sa.Column("outcome", sa.String(10)),
    sa.Column("answer", Sealed("objections.answer")),
    sa.Column("leaf_index", sa.BigInteger, nullable=False),
    sa.Column("leaf_hash", sa.Text, nullable=False),
    sa.UniqueConstraint("target_kind", "target_id", name="uq_objections_target"),
)

Row = sa.Row[tuple[Any, ...]]


def add_objection(connection: sa.Connection, values: dict[str, Any]) -> None:
    """Store an objection; there is at most one a report, or item of a notice."""
    connection.execute(sa.insert(objections).values(ready(connection, objections, values)))


def get_objection(connection: sa.Connection, id_: str) -> Row:
    """The objection that a case is about."""
    return connection.execute(sa.select(objections).where(objections.c.id == id_)).one()


def find_all(connection: sa.Connection, kind: str, targets: Iterable[str]) -> dict[str, Row]:
    """The objections about these, by target."""
    mine = (objections.c.target_kind == kind, objections.c.target_id.in_(list(targets)))
    return {row.target_id: row for row in connection.execute(sa.select(objections).where(*mine))}


def answer_objection(connection: sa.Connection, id_: str, outcome: str, answer: str, now: datetime) -> None:
    """Store what came of an objection."""
    answered = sa.update(objections).where(objections.c.id == id_)
    said = {"outcome": outcome, "answer": answer, "decided_at": now}
    connection.execute(answered.values(ready(connection, objections, said)))


def find_contested(connection: sa.Connection, objection_id: str) -> tuple[str, CaseSubject]:
    """The case in which nothing was done, and what it was about."""
    query = sa.select(cases.c.id, cases.c.subject).join(objections, objections.c.contested_case == cases.c.id)
    row = connection.execute(query.where(objections.c.id == objection_id)).one()
    return row.id, msgspec.convert(row.subject, CaseSubject)


def read_decided(connection: sa.Connection, case_id: str) -> tuple[set[str], Decided | None]:
    """Who had a hand in deciding a case, and how it was decided last."""
    query = sa.select(case_events.c.staff_id, case_events.c.fact).where(case_events.c.case_id == case_id)
    hands: set[str] = set()
    last: Decided | None = None
    for row in connection.execute(query.order_by(case_events.c.number)):
        fact = msgspec.convert(row.fact, Fact)
        if isinstance(fact, Decided | Proposed | Settled) and row.staff_id is not None:
            hands.add(row.staff_id)
        last = fact if isinstance(fact, Decided) else last
    return hands, last
