"""The tables of the vault."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, metadata

cases = sa.Table(
    "evidence_cases",
    metadata,
    sa.Column("case_id", Id, primary_key=True),
    sa.Column("wrapped_key", sa.LargeBinary, comment="None once destroyed, and the copies with it"),
    sa.Column("sealed_at", Instant, nullable=False),
    sa.Column("until", Instant, nullable=False),
    sa.Column("held", sa.Boolean, nullable=False),
    sa.Column("destroyed_at", Instant),
    sa.Column("custody_number", sa.Integer, nullable=False, comment="the last entry of the chain of custody"),
    sa.Column("custody_hash", sa.String(64), nullable=False),
    sa.Column("generation", sa.Integer, comment="of the place's key that wraps it; None: the first"),
)
sa.Index("ix_evidence_cases_due", cases.c.destroyed_at, cases.c.held, cases.c.until)

items = sa.Table(
    "evidence_items",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("case_id", Id, sa.ForeignKey("evidence_cases.case_id"), nullable=False, index=True),
    sa.Column("sealed_at", Instant, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False, comment="nonce and ciphertext, AES-256-GCM"),
    sa.Column("name", sa.String(80), comment="of a file as it is; None: a record"),
)

custody = sa.Table(
    "evidence_custody",
    metadata,
    sa.Column("case_id", Id, sa.ForeignKey("evidence_cases.case_id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("act", sa.String(20), nullable=False),
    sa.Column("staff_id", Id, comment="None: the place by itself"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("item_id", Id),
    sa.Column("digest", sa.String(64), comment="SHA-256 of the sealed bytes"),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("leaf_index", sa.BigInteger, nullable=False),
    sa.Column("until", Instant, comment="kept until then"),
    sa.Column("name", sa.String(80), comment="of a file"),
)

Row = sa.Row[Any]


def find_case(connection: sa.Connection, case: str) -> Row | None:
    """What is known of a case; its row is locked until the transaction ends."""
    query: sa.Select[Any] = sa.select(cases).where(cases.c.case_id == case).with_for_update()
    return connection.execute(query).one_or_none()


def look_at_case(connection: sa.Connection, case: str) -> Row | None:
    """The same for who only reads."""
    query: sa.Select[Any] = sa.select(cases).where(cases.c.case_id == case)
    return connection.execute(query).one_or_none()


def add_case(connection: sa.Connection, values: dict[str, Any]) -> None:
    """A case gets its key."""
    connection.execute(sa.insert(cases).values(values))


def change_case(connection: sa.Connection, case: str, **values: Any) -> None:
    """Something about a case changed."""
    connection.execute(sa.update(cases).where(cases.c.case_id == case).values(values))


def add_item(connection: sa.Connection, values: dict[str, Any]) -> None:
    """Store one sealed copy."""
    connection.execute(sa.insert(items).values(values))


def list_items(connection: sa.Connection, case: str, *, files: bool = True) -> list[Row]:
    """The sealed copies of a case, in the order in which they were made; records alone without `files`."""
    query: sa.Select[Any] = sa.select(items).where(items.c.case_id == case).order_by(items.c.sealed_at, items.c.id)
    return list(connection.execute(query if files else query.where(items.c.name.is_(None))).all())


def find_file(connection: sa.Connection, case: str, name: str) -> Row | None:
    """A sealed file."""
    query: sa.Select[Any] = sa.select(items).where(items.c.case_id == case, items.c.name == name)
    return connection.execute(query.limit(1)).one_or_none()


def has_file(connection: sa.Connection, case: str, name: str) -> bool:
    """Whether there is one, without fetching it."""
    query = sa.select(items.c.id).where(items.c.case_id == case, items.c.name == name)
    return connection.execute(query.limit(1)).first() is not None


def count_items(connection: sa.Connection, case: str) -> int:
    """How many records there are."""
    query = sa.select(sa.func.count()).select_from(items).where(items.c.case_id == case, items.c.name.is_(None))
    return connection.execute(query).scalar_one()


def delete_items(connection: sa.Connection, case: str) -> None:
    """They are gone."""
    connection.execute(sa.delete(items).where(items.c.case_id == case))


def add_custody(connection: sa.Connection, values: dict[str, Any]) -> None:
    """Store one entry of a chain."""
    connection.execute(sa.insert(custody).values(values))


def list_custody(connection: sa.Connection, case: str | None) -> list[Row]:
    """The chain of custody of a case, or of all."""
    query: sa.Select[Any] = sa.select(custody).order_by(custody.c.case_id, custody.c.number)
    if case is not None:
        query = query.where(custody.c.case_id == case)
    return list(connection.execute(query).all())


def list_cases(connection: sa.Connection) -> list[Row]:
    """Every case of the vault."""
    query: sa.Select[Any] = sa.select(cases).order_by(cases.c.case_id)
    return list(connection.execute(query).all())


def list_older(connection: sa.Connection, newest: int, limit: int) -> list[Row]:
    """Cases whose key is wrapped under an older generation of the place's, at most so many."""
    older = sa.or_(cases.c.generation.is_(None), cases.c.generation < newest)
    query: sa.Select[Any] = sa.select(cases).where(cases.c.wrapped_key.is_not(None), older)
    return list(connection.execute(query.limit(limit)).all()) if newest > 1 else []


def find_any_wrapped(connection: sa.Connection) -> Row | None:
    """A case whose key was not destroyed, if there is one."""
    query: sa.Select[Any] = sa.select(cases).where(cases.c.wrapped_key.is_not(None)).limit(1)
    return connection.execute(query).one_or_none()


def list_held(connection: sa.Connection) -> list[str]:
    """Cases whose copies are held."""
    query = sa.select(cases.c.case_id).where(cases.c.destroyed_at.is_(None), cases.c.held.is_(True))
    return list(connection.execute(query).scalars())


def list_due(connection: sa.Connection, now: datetime, limit: int) -> list[str]:
    """Cases whose time is over and that nothing holds."""
    query = sa.select(cases.c.case_id).where(
        cases.c.destroyed_at.is_(None), cases.c.held.is_(False), cases.c.until <= now
    )
    return list(connection.execute(query.order_by(cases.c.until).limit(limit)).scalars())
