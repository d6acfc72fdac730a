"""From (person, conversation) to a Membership, or fail as if it did not exist.

What a conversation is called comes from above: `Namer` is given by rooms through the server's wiring.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.community.conversations.store import conversations, memberships
from veillee.community.people import Person, facts_of, people, person_of
from veillee.community.presence import Membership
from veillee.foundation.basics import NotFound, is_id
from veillee.safety.policy import Facts

MEMBERSHIPS_MAX = 500

NameOfRoom = tuple[str, str]
Namer = Callable[[sa.Connection, Iterable[str]], dict[str, NameOfRoom]]
"""(name, slug) of those of the conversations that are rooms."""


def list_memberships(connection: sa.Connection, person_id: str, namer: Namer, now: datetime) -> list[Membership]:
    """A person's conversations, the latest joined first, at most MEMBERSHIPS_MAX."""
    rows = connection.execute(_mine(person_id).order_by(memberships.c.joined_at.desc()).limit(MEMBERSHIPS_MAX)).all()
    return _complete(connection, person_id, rows, namer, now)


def get_membership(
    connection: sa.Connection, person_id: str, conversation: str, namer: Namer, now: datetime
) -> Membership:
    """The person's membership of that conversation. Raises NotFound."""
    if not is_id(conversation):
        raise NotFound
    rows = connection.execute(_mine(person_id).where(conversations.c.id == conversation)).all()
    if not rows:
        raise NotFound
    return _complete(connection, person_id, rows, namer, now)[0]


def find_private_between(connection: sa.Connection, one: str, other: str) -> str | None:
    """The private conversation of two people, if there is one."""
    mine, theirs = memberships.alias(), memberships.alias()
    return connection.execute(
        sa.select(conversations.c.id)
        .join(mine, mine.c.conversation_id == conversations.c.id)
        .join(theirs, theirs.c.conversation_id == conversations.c.id)
        .where(conversations.c.kind == "private", mine.c.person_id == one, theirs.c.person_id == other)
    ).scalar()


def _mine(person_id: str) -> sa.Select[Any]:
    return (
        sa.select(conversations.c.id, conversations.c.kind, conversations.c.head, memberships.c.read_seq)
        .join(memberships, memberships.c.conversation_id == conversations.c.id)
        .where(memberships.c.person_id == person_id)
    )


def _complete(connection: sa.Connection, person_id: str, rows: Any, namer: Namer, now: datetime) -> list[Membership]:
    names = namer(connection, [row.id for row in rows if row.kind == "room"])
    others = _others(connection, person_id, [row.id for row in rows if row.kind == "private"], now)
    return [_membership(row, names.get(row.id), others.get(row.id)) for row in rows]


def _membership(row: Any, name: NameOfRoom | None, other: tuple[Person, Facts] | None) -> Membership:
    return Membership(
        conversation=row.id,
        kind=row.kind,
        name=name[0] if name else None,
        slug=name[1] if name else None,
        other=other[0] if other else None,
        other_facts=other[1] if other else None,
        head=row.head,
        read=row.read_seq,
    )


def _others(
    connection: sa.Connection, person_id: str, private_ids: list[str], now: datetime
) -> dict[str, tuple[Person, Facts]]:
    rows = connection.execute(
        sa.select(memberships.c.conversation_id, people)
        .join(people, people.c.id == memberships.c.person_id)
        .where(memberships.c.conversation_id.in_(private_ids), memberships.c.person_id != person_id)
    )
    return {row.conversation_id: (person_of(row), facts_of(row.age, row.entered_at, now)) for row in rows}
