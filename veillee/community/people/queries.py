"""Bounded reads about people."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from veillee.community.people.model import SEVERITY, Caller, Person, Restriction, age_band
from veillee.community.people.store import blocks, people, restrictions

BLOCKS_MAX = 1_000
RESTRICTIONS_MAX = 100


def person_of(row: Any) -> Person:
    """A row of `people` as others see it."""
    return Person(
        id=row.id,
        pseudonym=row.pseudonym,
        age_band=age_band(row.age),
        region=row.region,
        language=row.language,
        sample=row.sample,
    )


def find_person(connection: sa.Connection, person_id: str) -> Person | None:
    """The person with that id, or None."""
    row = connection.execute(sa.select(people).where(people.c.id == person_id)).first()
    return None if row is None else person_of(row)


def find_people(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Person]:
    """Those that exist, by id."""
    rows = connection.execute(sa.select(people).where(people.c.id.in_(list(ids))))
    return {row.id: person_of(row) for row in rows}


def find_caller(
    connection: sa.Connection, person_id: str, *, session: bytes, expires_at: datetime, now: datetime
) -> Caller | None:
    """The person together with what currently binds them."""
    row = connection.execute(sa.select(people).where(people.c.id == person_id)).first()
    if row is None:
        return None
    return Caller(
        person=person_of(row),
        age=row.age,
        entered_at=row.entered_at,
        expires_at=expires_at,
        restriction=find_restriction(connection, person_id, now),
        session=session,
    )


def find_restriction(connection: sa.Connection, person_id: str, now: datetime) -> Restriction | None:
    """The gravest restriction that binds a person now; of several as grave, the one that lasts longest."""
    rows = connection.execute(
        sa.select(restrictions)
        .where(restrictions.c.person_id == person_id, restrictions.c.lifted_at.is_(None))
        .order_by(restrictions.c.from_at.desc())
        .limit(RESTRICTIONS_MAX)
    )
    binding = (Restriction(kind=row.kind, until=row.until, statement=row.statement_id) for row in rows)
    return max((r for r in binding if r.holds(now)), key=_weight, default=None)


def _weight(restriction: Restriction) -> tuple[int, datetime]:
    return SEVERITY[restriction.kind], restriction.until or datetime.max.replace(tzinfo=UTC)


def find_sample(connection: sa.Connection, key: str) -> Person | None:
    """The sample person whose name looks like that."""
    row = connection.execute(sa.select(people).where(people.c.name_key == key, people.c.sample)).first()
    return None if row is None else person_of(row)


def kinds_of_people(connection: sa.Connection) -> frozenset[str]:
    """Whether `real` people, `sample` people, both or none have ever come in."""
    flags = connection.execute(sa.select(people.c.sample).distinct()).scalars()
    return frozenset("sample" if flag else "real" for flag in flags)


def is_name_taken(connection: sa.Connection, key: str) -> bool:
    """Whether somebody present or returning bears a name that looks like that."""
    return connection.execute(sa.select(people.c.id).where(people.c.name_key == key)).first() is not None


def are_apart(connection: sa.Connection, one: str, other: str) -> bool:
    """Whether either has blocked the other."""
    either = sa.or_(
        sa.and_(blocks.c.blocker_id == one, blocks.c.blocked_id == other),
        sa.and_(blocks.c.blocker_id == other, blocks.c.blocked_id == one),
    )
    return connection.execute(sa.select(blocks.c.at).where(either)).first() is not None


def list_blocked(connection: sa.Connection, blocker_id: str) -> list[Person]:
    """Whom a person has blocked, the latest first, at most BLOCKS_MAX."""
    rows = connection.execute(
        sa.select(people)
        .join(blocks, blocks.c.blocked_id == people.c.id)
        .where(blocks.c.blocker_id == blocker_id)
        .order_by(blocks.c.at.desc())
        .limit(BLOCKS_MAX)
    )
    return [person_of(row) for row in rows]
