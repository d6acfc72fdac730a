"""Bounded reads about people."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from veillee.community.people.model import (
    SEVERITY,
    Caller,
    ContactState,
    Freeze,
    Person,
    Restriction,
    age_band,
    facts_of,
)
from veillee.community.people.names import name_key
from veillee.community.people.store import blocks, contacts, frozen_pairs, people, restrictions
from veillee.foundation.storage import Asked, Page, Prepared, is_embedded, is_one_of, read_page
from veillee.safety.policy import Facts

Pair = tuple[str, str]
BLOCKS_MAX = 1_000
RESTRICTIONS_MAX = 100
CONTACTS_MAX = 1_000
FREEZES_MAX = 20
LAST_OF_ALL = "\U0010ffff"
"""By its bytes no text comes after it."""

CONTACT_STATES: dict[tuple[bool, bool], ContactState] = {
    (False, False): "none",
    (True, False): "asked_by_me",
    (False, True): "asked_by_them",
    (True, True): "mutual",
}


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


def read_entered(connection: sa.Connection, ids: Iterable[str]) -> dict[str, datetime]:
    """Since when these people are here, by id."""
    rows = connection.execute(sa.select(people.c.id, people.c.entered_at).where(people.c.id.in_(list(ids))))
    return {row.id: row.entered_at for row in rows}


_PERSON = sa.select(people).where(people.c.id == sa.bindparam("person"))
_BINDING = (
    sa.select(restrictions)
    .where(restrictions.c.person_id == sa.bindparam("person"), restrictions.c.lifted_at.is_(None))
    .order_by(restrictions.c.from_at.desc())
    .limit(RESTRICTIONS_MAX)
)


def find_caller(
    connection: sa.Connection, person_id: str, *, session: bytes, expires_at: datetime, now: datetime
) -> Caller | None:
    """The person together with what currently binds them."""
    row = connection.execute(_PERSON, {"person": person_id}).first()
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


def list_restrictions(connection: sa.Connection) -> list[Any]:
    """All that ever bound anybody: rows of the table."""
    return list(connection.execute(sa.select(restrictions).order_by(restrictions.c.id)).all())


def find_restriction(connection: sa.Connection, person_id: str, now: datetime) -> Restriction | None:
    """The gravest restriction that binds a person now; of several as grave, the one that lasts longest."""
    rows = connection.execute(_BINDING, {"person": person_id})
    binding = (Restriction(kind=row.kind, until=row.until, statement=row.statement_id) for row in rows)
    return max((r for r in binding if r.holds(now)), key=_weight, default=None)


def list_binding(connection: sa.Connection, person_id: str, now: datetime) -> list[tuple[Restriction, datetime]]:
    """Everything that binds a person now and since when, the gravest first."""
    rows = connection.execute(_BINDING, {"person": person_id})
    binding = [(Restriction(kind=row.kind, until=row.until, statement=row.statement_id), row.from_at) for row in rows]
    return sorted((each for each in binding if each[0].holds(now)), key=lambda each: _weight(each[0]), reverse=True)


def _weight(restriction: Restriction) -> tuple[int, datetime]:
    return SEVERITY[restriction.kind], restriction.until or datetime.max.replace(tzinfo=UTC)


def find_person_named(connection: sa.Connection, key: str) -> Person | None:
    """The person whose name looks like that."""
    row = connection.execute(sa.select(people).where(people.c.name_key == key)).first()
    return None if row is None else person_of(row)


def search_people(connection: sa.Connection, words: str, limit: int) -> list[Person]:
    """Those whose pseudonym begins or looks like that, and those who have left and had exactly that one."""
    key, own = name_key(words), people.c
    begins = sa.select(people).where(own.name_key >= key, own.name_key < key + LAST_OF_ALL)
    found = list(connection.execute(begins.order_by(own.name_key).limit(limit)).all())
    # Asked for those without a name key, SQLite would look through all of them; asked in the order of ids, PostgreSQL.
    called = sa.select(people).where(own.pseudonym.between(words, words)).order_by(own.pseudonym).limit(limit + 1)
    found += (row for row in connection.execute(called) if row.name_key is None)
    return [person_of(row) for row in found[:limit]]


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
    return _APART.first(connection, {"one": one, "other": other}) is not None


def find_apart(connection: sa.Connection, pairs: Collection[Pair]) -> set[Pair]:
    """Those of these pairs of which either has blocked the other."""
    if is_embedded(connection) or not pairs:
        return {pair for pair in pairs if are_apart(connection, *pair)}
    both = [*pairs, *((other, one) for one, other in pairs)]
    columns = (blocks.c.blocker_id, blocks.c.blocked_id)
    rows = connection.execute(sa.select(*columns).where(is_one_of(connection, columns, both)))
    found = {frozenset(row) for row in rows}
    return {pair for pair in pairs if frozenset(pair) in found}


def list_apart(connection: sa.Connection, person_id: str, others: Collection[str]) -> set[str]:
    """Those of the others from whom the person is apart."""
    if not others:
        return set()
    mine = sa.select(blocks.c.blocked_id).where(blocks.c.blocker_id == person_id, blocks.c.blocked_id.in_(others))
    theirs = sa.select(blocks.c.blocker_id).where(blocks.c.blocked_id == person_id, blocks.c.blocker_id.in_(others))
    return set(connection.execute(mine.union(theirs)).scalars())


def page_blocked(connection: sa.Connection, blocker_id: str, asked: Asked) -> Page[Person]:
    """Whom a person has blocked, the latest first."""
    query = sa.select(people).join(blocks, blocks.c.blocked_id == people.c.id).where(blocks.c.blocker_id == blocker_id)
    page = read_page(connection, query, (blocks.c.at, blocks.c.blocked_id), asked)
    return Page(items=[person_of(row) for row in page.items], next=page.next)


def contact_states(connection: sa.Connection, person_id: str, others: Iterable[str]) -> dict[str, ContactState]:
    """How the person stands with each of these, seen from the person."""
    ids = list(others)
    asked = connection.execute(
        sa.select(contacts.c.other_id).where(contacts.c.person_id == person_id, contacts.c.other_id.in_(ids))
    )
    mine = frozenset(asked.scalars())
    asking = connection.execute(
        sa.select(contacts.c.person_id).where(contacts.c.other_id == person_id, contacts.c.person_id.in_(ids))
    )
    theirs = frozenset(asking.scalars())
    return {other: CONTACT_STATES[other in mine, other in theirs] for other in ids}


def list_contacts(connection: sa.Connection, person_id: str) -> list[Person]:
    """Those whom the person keeps and who keep the person, the latest first, at most CONTACTS_MAX."""
    back = contacts.alias()
    rows = connection.execute(
        sa.select(people)
        .join(contacts, contacts.c.other_id == people.c.id)
        .join(back, sa.and_(back.c.person_id == contacts.c.other_id, back.c.other_id == contacts.c.person_id))
        .where(contacts.c.person_id == person_id)
        .order_by(contacts.c.at.desc())
        .limit(CONTACTS_MAX)
    )
    return [person_of(row) for row in rows]


def find_facts(connection: sa.Connection, person_id: str, now: datetime) -> Facts | None:
    """What the gate may know of a person."""
    row = connection.execute(sa.select(people.c.age, people.c.entered_at).where(people.c.id == person_id)).first()
    return None if row is None else facts_of(row.age, row.entered_at, now)


def count_shut_out(connection: sa.Connection, ids: Iterable[str], now: datetime) -> int:
    """How many of these people are banned or suspended now."""
    table = restrictions.c
    binding = sa.or_(table.until.is_(None), table.until > now)
    rows = connection.execute(
        sa.select(sa.func.count(table.person_id.distinct())).where(
            table.person_id.in_(list(ids)), table.kind.in_(("ban", "suspend")), table.lifted_at.is_(None), binding
        )
    )
    return rows.scalar_one()


def is_frozen(connection: sa.Connection, one: str, other: str) -> bool:
    """Whether the two may not reach each other until somebody of the staff has looked."""
    low, high = sorted((one, other))
    return _FROZEN.first(connection, {"low": low, "high": high}) is not None


def find_frozen(connection: sa.Connection, pairs: Collection[Pair]) -> set[Pair]:
    """Those of these pairs who may not reach each other until somebody of the staff has looked."""
    if is_embedded(connection) or not pairs:
        return {pair for pair in pairs if is_frozen(connection, *pair)}
    columns = (frozen_pairs.c.one_id, frozen_pairs.c.other_id)
    condition = is_one_of(connection, columns, [sorted(pair) for pair in pairs])
    rows = connection.execute(sa.select(*columns).where(condition, frozen_pairs.c.lifted_at.is_(None)))
    found = {tuple(row) for row in rows}
    return {pair for pair in pairs if tuple(sorted(pair)) in found}


def frozen_with(connection: sa.Connection, person_id: str, others: Iterable[str]) -> frozenset[str]:
    """Those of the others with whom the person is frozen."""
    ids, table = list(others), frozen_pairs.c
    either = sa.or_(
        sa.and_(table.one_id == person_id, table.other_id.in_(ids)),
        sa.and_(table.other_id == person_id, table.one_id.in_(ids)),
    )
    rows = connection.execute(sa.select(table.one_id, table.other_id).where(either, table.lifted_at.is_(None)))
    return frozenset(row.other_id if row.one_id == person_id else row.one_id for row in rows)


def list_freezes(connection: sa.Connection, about: str) -> list[Freeze]:
    """Whom these words froze towards each other, also when it has ended; the first first, at most FREEZES_MAX."""
    table = frozen_pairs.c
    rows = connection.execute(
        sa.select(frozen_pairs).where(table.about == about).order_by(table.frozen_at, table.id).limit(FREEZES_MAX)
    ).all()
    known = find_people(connection, {id_ for row in rows for id_ in (row.one_id, row.other_id)})
    return [
        Freeze(people=(known[row.one_id], known[row.other_id]), frozen_at=row.frozen_at, lifted_at=row.lifted_at)
        for row in rows
    ]


_APART = Prepared(
    sa.select(blocks.c.blocker_id).where(
        sa.or_(
            sa.and_(blocks.c.blocker_id == sa.bindparam("one"), blocks.c.blocked_id == sa.bindparam("other")),
            sa.and_(blocks.c.blocker_id == sa.bindparam("other"), blocks.c.blocked_id == sa.bindparam("one")),
        )
    )
)
_FROZEN = Prepared(
    sa.select(frozen_pairs.c.id).where(
        frozen_pairs.c.one_id == sa.bindparam("low"),
        frozen_pairs.c.other_id == sa.bindparam("high"),
        frozen_pairs.c.lifted_at.is_(None),
    )
)
