"""The tables of statements of reasons and of complaints about them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Asked, Id, Instant, Json, Page, metadata, read_page
from veillee.safety.sealing import Sealed, SealedJson, ready

statements = sa.Table(
    "statements",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("case_id", Id, sa.ForeignKey("cases.id"), index=True, comment="None: of an automated one"),
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), comment="who decided, never shown to members; None: no one"),
    sa.Column("decision", sa.Text, nullable=False),
    sa.Column("issued_at", Instant, nullable=False),
    sa.Column("until", Instant, comment="None: for good, or without duration"),
    sa.Column("notice", Json, nullable=False),
    sa.Column("facts", Sealed("statements.facts"), nullable=False),
    sa.Column("article", Json, comment="as it stood when the decision was taken"),
    sa.Column("rules_version", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("detected", sa.Boolean, nullable=False),
    sa.Column("subject", Json, nullable=False),
    sa.Column("reversed_at", Instant),
    sa.Column("reversal_cause", sa.String(20), comment="None: a complaint, before this column"),
    sa.Column(
        "reversal", Sealed("statements.reversal"), comment="what was written about it, when no complaint was answered"
    ),
    sa.Column("ground", sa.Text, comment="law; None: the house rules"),
    sa.Column("law", SealedJson("statements.law", {"": ("explanation",)}), comment="which, and why it applies"),
    sa.Column("scope", Json, comment="what else of the person it takes away; None: nothing"),
    sa.Column("provisional", sa.Boolean, comment="it holds until a second person has looked"),
    sa.Column("approved_by", Id, comment="the second person; never shown to members"),
    sa.Column("superseded_by", Id, comment="the final statement, of a provisional one"),
    sa.Column("leaf_index", sa.BigInteger, comment="None when it is older than these columns"),
    sa.Column("leaf_hash", sa.Text),
    sa.Column("automated", sa.Boolean, comment="the gate decided by itself; None: a human did"),
    sa.Column("rule", sa.Text, comment="of the gate, of an automated one"),
    sa.Column("label", sa.String(40), comment="of the gate, of an automated one"),
    sa.Column("factors", Json, comment="the four of DSA art. 23(3), of a suspension"),
)
sa.Index("ix_statements_subject", statements.c.subject)
sa.Index("ix_statements_person_issued", statements.c.person_id, statements.c.issued_at)

complaints = sa.Table(
    "complaints",
    metadata,
    sa.Column("statement_id", Id, sa.ForeignKey("statements.id"), primary_key=True),
    sa.Column("case_id", Id, sa.ForeignKey("cases.id"), nullable=False),
    sa.Column("text", Sealed("complaints.text"), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("decided_at", Instant),
    sa.Column("outcome", sa.Text),
    sa.Column("answer", Sealed("complaints.answer")),
    sa.Column("leaf_index", sa.BigInteger, comment="None when it is older than these columns"),
    sa.Column("leaf_hash", sa.Text),
)

Row = sa.Row[tuple[Any, ...]]

_with_complaint = sa.select(
    statements,
    complaints.c.text.label("complaint_text"),
    complaints.c.created_at.label("complained_at"),
    complaints.c.outcome.label("complaint_outcome"),
    complaints.c.answer.label("complaint_answer"),
).outerjoin(complaints, complaints.c.statement_id == statements.c.id)


def add_statement(connection: sa.Connection, values: dict[str, Any]) -> None:
    """Store a statement of reasons."""
    connection.execute(sa.insert(statements).values(ready(connection, statements, values)))


def get_statement(connection: sa.Connection, statement_id: str) -> Row:
    """A statement that is known to exist."""
    return connection.execute(_with_complaint.where(statements.c.id == statement_id)).one()


def find_own(connection: sa.Connection, person_id: str, statement_id: str) -> Row | None:
    """A statement by whom it affects."""
    query = _with_complaint.where(statements.c.id == statement_id, statements.c.person_id == person_id)
    return connection.execute(query).one_or_none()


def list_own(connection: sa.Connection, person_id: str, limit: int) -> list[Row]:
    """What was decided about a person, the latest first."""
    query = _with_complaint.where(statements.c.person_id == person_id)
    return list(
        connection.execute(query.order_by(statements.c.issued_at.desc(), statements.c.id.desc()).limit(limit)).all()
    )


def page_own(connection: sa.Connection, person_id: str, asked: Asked) -> Page[Row]:
    """The same page by page."""
    query = _with_complaint.where(statements.c.person_id == person_id)
    return read_page(connection, query, (statements.c.issued_at, statements.c.id), asked)


def list_standing(connection: sa.Connection, subject: Any, but: str) -> list[Row]:
    """The other statements about the same subject that have not been reversed."""
    query = sa.select(statements).where(
        statements.c.subject == subject,
        statements.c.id != but,
        statements.c.reversed_at.is_(None),
        statements.c.superseded_by.is_(None),
    )
    return list(connection.execute(query).all())


def find_latest(connection: sa.Connection, case_id: str) -> Row | None:
    """The last statement that a case led to, but for provisional ones."""
    query = _with_complaint.where(statements.c.case_id == case_id, statements.c.provisional.is_not(True))
    return connection.execute(query.order_by(statements.c.issued_at.desc(), statements.c.id.desc()).limit(1)).first()


def find_complaint(connection: sa.Connection, person_id: str, statement_id: str) -> Row | None:
    """A complaint by who made it."""
    query = sa.select(complaints).join(statements, statements.c.id == complaints.c.statement_id)
    own = query.where(complaints.c.statement_id == statement_id, statements.c.person_id == person_id)
    return connection.execute(own).one_or_none()


def add_complaint(connection: sa.Connection, values: dict[str, Any]) -> None:
    """Store a complaint; there is at most one a statement (IntegrityError otherwise)."""
    connection.execute(sa.insert(complaints).values(ready(connection, complaints, values)))


def answer_complaint(connection: sa.Connection, statement_id: str, outcome: str, answer: str, now: datetime) -> None:
    """Store what came of a complaint."""
    answered = sa.update(complaints).where(complaints.c.statement_id == statement_id)
    said = {"outcome": outcome, "answer": answer, "decided_at": now}
    connection.execute(answered.values(ready(connection, complaints, said)))


def mark_reversed(connection: sa.Connection, statement_id: str, now: datetime, cause: str, text: str | None) -> None:
    """The decision no longer stands; that it was taken stays on record."""
    reversed_ = sa.update(statements).where(statements.c.id == statement_id)
    said = {"reversed_at": now, "reversal_cause": cause, "reversal": text}
    connection.execute(reversed_.values(ready(connection, statements, said)))


def mark_superseded(connection: sa.Connection, statement_id: str, by: str | None) -> None:
    """The final decision stands in place of a provisional one."""
    connection.execute(sa.update(statements).where(statements.c.id == statement_id).values(superseded_by=by))
