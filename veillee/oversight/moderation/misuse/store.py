"""The table of warnings and suspensions for misuse. A row is only ever lifted, never changed otherwise."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, Json, metadata
from veillee.oversight.moderation.misuse.model import Submitter
from veillee.safety.sealing import Sealed, SealedJson, ready

misuse_decisions = sa.Table(
    "misuse_decisions",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("what", sa.String(12), nullable=False, comment="reports, complaints"),
    sa.Column("act", sa.String(10), nullable=False, comment="warn, suspend"),
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), comment="a member"),
    sa.Column("notifier", sa.LargeBinary(32), comment="keyed mark of an address of mail; of whoever is outside"),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("until", Instant, comment="of a suspension"),
    sa.Column("items", Json, nullable=False, comment="what was found manifestly unfounded, by id"),
    sa.Column("factors", SealedJson("misuse_decisions.factors"), nullable=False, comment="the four of DSA art. 23(3)"),
    sa.Column("facts", Sealed("misuse_decisions.facts"), nullable=False),
    sa.Column("statement_id", Id, comment="of a member"),
    sa.Column("leaf_index", sa.BigInteger, nullable=False),
    sa.Column("leaf_hash", sa.Text, nullable=False),
    sa.Column("lifted_at", Instant),
    sa.Column("lifted_by", Id, comment="None: by the answer to a complaint"),
    sa.Column("lifted_facts", Sealed("misuse_decisions.lifted_facts")),
    sa.Column("lifted_leaf", sa.BigInteger),
)
sa.Index("ix_misuse_decisions_person", misuse_decisions.c.person_id, misuse_decisions.c.what)
sa.Index("ix_misuse_decisions_notifier", misuse_decisions.c.notifier, misuse_decisions.c.what)

Row = sa.Row[tuple[Any, ...]]


def add_decision(connection: sa.Connection, values: dict[str, Any]) -> None:
    """Store a warning or a suspension."""
    connection.execute(sa.insert(misuse_decisions).values(ready(connection, misuse_decisions, values)))


def list_of(connection: sa.Connection, who: Submitter) -> list[Row]:
    """What was decided about somebody's reports, or their complaints, the latest first."""
    own = misuse_decisions.c
    if who.person_id is None and who.notifier is None:
        return []
    mine = own.person_id == who.person_id if who.person_id is not None else own.notifier == who.notifier
    query = sa.select(misuse_decisions).where(mine, own.what == who.what)
    return list(connection.execute(query.order_by(own.at.desc(), own.id.desc())).all())


def find_suspension(connection: sa.Connection, who: Submitter, now: datetime) -> Row | None:
    """The suspension that holds now."""
    held = (row for row in list_of(connection, who) if row.act == "suspend" and row.lifted_at is None)
    return next((row for row in held if row.until > now), None)


def find_decision(connection: sa.Connection, id_: str) -> Row | None:
    """One of them."""
    query = sa.select(misuse_decisions).where(misuse_decisions.c.id == id_).with_for_update()
    return connection.execute(query).one_or_none()


def find_of_statement(connection: sa.Connection, statement_id: str) -> Row | None:
    """The one that a statement of reasons tells of."""
    query = sa.select(misuse_decisions).where(misuse_decisions.c.statement_id == statement_id)
    return connection.execute(query).one_or_none()


def lift_of_statement(connection: sa.Connection, statement_id: str, now: datetime) -> bool:
    """It stands no longer, with its statement; whether it stood."""
    own = misuse_decisions.c
    standing = (own.statement_id == statement_id, own.lifted_at.is_(None))
    return connection.execute(sa.update(misuse_decisions).where(*standing).values(lifted_at=now)).rowcount > 0


def mark_lifted(connection: sa.Connection, id_: str, values: dict[str, Any]) -> None:
    """It stands no longer, and who said so."""
    mine = sa.update(misuse_decisions).where(misuse_decisions.c.id == id_)
    connection.execute(mine.values(ready(connection, misuse_decisions, values)))
