"""From (person, conversation) to a Membership, or fail as if it did not exist.

What a conversation is called comes from above: `Namer` is given by rooms through the server's wiring.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.community.conversations.store import conversations, departures, memberships
from veillee.community.people import (
    ContactState,
    Person,
    contact_states,
    facts_of,
    frozen_with,
    list_apart,
    people,
    person_of,
)
from veillee.community.presence import Membership
from veillee.community.screening import ScreeningState, find_states
from veillee.foundation.basics import NotFound, is_id
from veillee.foundation.storage import Asked, Page, read_page
from veillee.safety.policy import Facts

MEMBERSHIPS_MAX = 500

NameOfRoom = tuple[str, str]
Namer = Callable[[sa.Connection, Iterable[str]], dict[str, NameOfRoom]]
"""(name, slug) of those of the conversations that are rooms."""


def list_memberships(connection: sa.Connection, person_id: str, namer: Namer, now: datetime) -> list[Membership]:
    """A person's conversations, the latest joined first, at most MEMBERSHIPS_MAX."""
    rows = connection.execute(_MINE_LATEST, {"person": person_id}).all()
    return _complete(connection, person_id, rows, namer, now)


def page_memberships(
    connection: sa.Connection, person_id: str, namer: Namer, now: datetime, asked: Asked
) -> Page[Membership]:
    """The same page by page."""
    page = read_page(
        connection, _MINE.params(person=person_id), (memberships.c.joined_at, memberships.c.conversation_id), asked
    )
    return Page(items=_complete(connection, person_id, page.items, namer, now), next=page.next)


def get_membership(
    connection: sa.Connection, person_id: str, conversation: str, namer: Namer, now: datetime
) -> Membership:
    """The person's membership of that conversation. Raises NotFound."""
    if not is_id(conversation):
        raise NotFound
    rows = connection.execute(_MINE_ONE, {"person": person_id, "conversation": conversation}).all()
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


def find_former_between(connection: sa.Connection, one: str, other: str) -> str | None:
    """The private conversation of two people that `one` left last, if they are in none together."""
    theirs = sa.union(
        sa.select(memberships.c.conversation_id).where(memberships.c.person_id == other),
        sa.select(departures.c.conversation_id).where(departures.c.person_id == other),
    )
    return connection.execute(
        sa.select(conversations.c.id)
        .join(departures, departures.c.conversation_id == conversations.c.id)
        .where(conversations.c.kind == "private", departures.c.person_id == one, conversations.c.id.in_(theirs))
        .order_by(departures.c.left_at.desc())
        .limit(1)
    ).scalar()


def find_partner(connection: sa.Connection, conversation: str, person_id: str) -> str | None:
    """The other one of a private conversation, though they may have left; None for a room."""
    kind = sa.select(conversations.c.kind).where(conversations.c.id == conversation)
    if connection.execute(kind).scalar() != "private":
        return None
    others = [
        sa.select(table.c.person_id).where(table.c.conversation_id == conversation, table.c.person_id != person_id)
        for table in (memberships, departures)
    ]
    return connection.execute(sa.union(*others)).scalar()


def list_partners(connection: sa.Connection, person_id: str) -> list[str]:
    """With whom somebody talks in private, at most MEMBERSHIPS_MAX."""
    mine, theirs = memberships.alias(), memberships.alias()
    query = (
        sa.select(theirs.c.person_id)
        .join(mine, mine.c.conversation_id == theirs.c.conversation_id)
        .join(conversations, conversations.c.id == theirs.c.conversation_id)
        .where(conversations.c.kind == "private", mine.c.person_id == person_id, theirs.c.person_id != person_id)
    )
    return list(connection.execute(query.limit(MEMBERSHIPS_MAX)).scalars())


def get_last_seen(connection: sa.Connection, person_id: str, conversation: str) -> int:
    """The last seq that the person could see: the head for a member, where they left for a former one.

    Raises NotFound.
    """
    if not is_id(conversation):
        raise NotFound
    member = sa.select(conversations.c.head).join(memberships, memberships.c.conversation_id == conversations.c.id)
    mine = (memberships.c.person_id == person_id, memberships.c.conversation_id == conversation)
    head = connection.execute(member.where(*mine)).scalar()
    if head is None:
        left = (departures.c.person_id == person_id, departures.c.conversation_id == conversation)
        head = connection.execute(sa.select(departures.c.left_seq).where(*left)).scalar()
    if head is None:
        raise NotFound
    return int(head)


# Made once: whoever comes in asks this, and ten thousand may come in one moment.
_MINE: sa.Select[Any] = (
    sa.select(
        conversations.c.id,
        conversations.c.kind,
        conversations.c.head,
        memberships.c.read_seq,
        memberships.c.joined_at,
    )
    .join(memberships, memberships.c.conversation_id == conversations.c.id)
    .where(memberships.c.person_id == sa.bindparam("person"))
)
_MINE_LATEST = _MINE.order_by(memberships.c.joined_at.desc()).limit(MEMBERSHIPS_MAX)
_MINE_ONE = _MINE.where(conversations.c.id == sa.bindparam("conversation"))


def _complete(connection: sa.Connection, person_id: str, rows: Any, namer: Namer, now: datetime) -> list[Membership]:
    rooms = [row.id for row in rows if row.kind == "room"]
    names = namer(connection, rooms) if rooms else {}
    others = _others(connection, person_id, [row.id for row in rows if row.kind == "private"], now)
    ids = [other.id for other, _ in others.values()]
    states = contact_states(connection, person_id, ids) if ids else {}
    frozen = frozen_with(connection, person_id, ids) if ids else frozenset()
    apart = list_apart(connection, person_id, ids)
    screening = find_states(connection, person_id, ids)
    return [_membership(row, names.get(row.id), others.get(row.id), states, frozen, apart, screening) for row in rows]


def _membership(
    row: Any,
    name: NameOfRoom | None,
    other: tuple[Person, Facts] | None,
    states: dict[str, ContactState],
    frozen: frozenset[str],
    apart: Collection[str],
    screening: dict[str, ScreeningState],
) -> Membership:
    return Membership(
        conversation=row.id,
        kind=row.kind,
        name=name[0] if name else None,
        slug=name[1] if name else None,
        other=other[0] if other else None,
        other_facts=other[1] if other else None,
        since=row.joined_at,
        contact=states[other[0].id] if other else None,
        screening=screening[other[0].id] if other else None,
        paused=other is not None and other[0].id in frozen,
        head=row.head,
        read=row.read_seq,
        apart=other is not None and other[0].id in apart,
    )


def _others(
    connection: sa.Connection, person_id: str, private_ids: list[str], now: datetime
) -> dict[str, tuple[Person, Facts]]:
    found: dict[str, tuple[Person, Facts]] = {}
    if not private_ids:
        return found
    # Who left is still the other one of the talk, though nothing more reaches them.
    for table in (departures, memberships):
        rows = connection.execute(
            sa.select(table.c.conversation_id, people)
            .join(people, people.c.id == table.c.person_id)
            .where(table.c.conversation_id.in_(private_ids), table.c.person_id != person_id)
        )
        found |= {row.conversation_id: (person_of(row), facts_of(row.age, row.entered_at, now)) for row in rows}
    return found
