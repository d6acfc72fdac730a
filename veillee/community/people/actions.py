"""What is done to people: by each other, and by the watch."""

from datetime import datetime

import sqlalchemy as sa

from veillee.community.people.access import get_person
from veillee.community.people.events import (
    ContactChanged,
    PairFrozen,
    PairReleased,
    PersonBlocked,
    PersonRestricted,
    RestrictionLifted,
)
from veillee.community.people.model import Caller, Person, RestrictionKind
from veillee.community.people.queries import are_apart, is_frozen, page_blocked
from veillee.community.people.store import (
    add_block,
    add_contact,
    add_freeze,
    add_restriction,
    end_freezes,
    end_restrictions,
    remove_block,
    remove_contact,
)
from veillee.foundation.basics import Clock, Invalid, NotFound, Problem, new_id
from veillee.foundation.storage import Asked, Database, Page, Transaction


class People:
    """The verbs of members about members."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, person_id: str) -> Person:
        """What any member may know of a person. Raises NotFound."""
        return await self._database.read(get_person, person_id)

    async def blocked_by(self, caller: Caller, asked: Asked) -> Page[Person]:
        """Whom the caller has blocked, the latest first."""
        return await self._database.read(page_blocked, caller.id, asked)

    async def block(self, caller: Caller, person_id: str) -> None:
        """Nothing more passes between the two, who are no contacts any more. Raises NotFound, Invalid for oneself."""
        if person_id == caller.id:
            raise Invalid({"id": "oneself"})
        await self._database.write(self._block, caller.id, person_id)

    async def unblock(self, caller: Caller, person_id: str) -> None:
        """Take a block back. Raises NotFound."""
        await self._database.write(self._unblock, caller.id, person_id)

    def _block(self, transaction: Transaction, blocker_id: str, blocked_id: str) -> None:
        get_person(transaction.connection, blocked_id)
        add_block(transaction, blocker_id, blocked_id, self._clock())
        let_go(transaction, blocker_id, blocked_id)
        transaction.announce(PersonBlocked(person_id=blocker_id, other_id=blocked_id, blocked=True))

    def _unblock(self, transaction: Transaction, blocker_id: str, blocked_id: str) -> None:
        get_person(transaction.connection, blocked_id)
        remove_block(transaction, blocker_id, blocked_id)
        transaction.announce(PersonBlocked(person_id=blocker_id, other_id=blocked_id, blocked=False))


def keep(transaction: Transaction, person_id: str, other_id: str, *, at: datetime) -> None:
    """One wants to keep the other: asks, or confirms what the other has asked. Again is the same."""
    if add_contact(transaction, person_id, other_id, at):
        transaction.announce(ContactChanged(person_id=person_id, other_id=other_id))


def let_go(transaction: Transaction, person_id: str, other_id: str) -> None:
    """They are no contacts, and neither has asked; either may end it, and none is fine."""
    if remove_contact(transaction, person_id, other_id):
        transaction.announce(ContactChanged(person_id=person_id, other_id=other_id))


def freeze(transaction: Transaction, one: str, other: str, *, about: str, at: datetime) -> None:
    """Nothing passes between the two until staff have looked; `about`: the words over which. Not with oneself."""
    low, high = sorted((one, other))
    if low != high:
        add_freeze(transaction, (low, high), about, at)
        transaction.announce(PairFrozen(one_id=low, other_id=high))


def unfreeze(transaction: Transaction, about: str, *, at: datetime) -> None:
    """What was frozen over these words is free again; none is fine."""
    for one, other in end_freezes(transaction, about, at):
        transaction.announce(PairReleased(one_id=one, other_id=other))


def check_reachable(connection: sa.Connection, person_id: str, other_id: str) -> None:
    """Raises NotFound when either has blocked the other, Problem `paused` while they are frozen."""
    if are_apart(connection, person_id, other_id):
        raise NotFound
    if is_frozen(connection, person_id, other_id):
        raise paused()


def paused() -> Problem:
    """What either of two frozen people is told: the same, and not why."""
    return Problem("paused", 409, "This talk is paused while somebody of the staff looks; you need not do anything.")


def restrict(
    transaction: Transaction,
    person_id: str,
    kind: RestrictionKind,
    *,
    at: datetime,
    until: datetime | None,
    statement_id: str | None,
) -> None:
    """Bind a person from now on; their sessions learn of it after the commit."""
    add_restriction(transaction, new_id(), person_id, kind, at, until, statement_id)
    transaction.announce(PersonRestricted(person_id=person_id, kind=kind, until=until, statement_id=statement_id))


def lift(
    transaction: Transaction, person_id: str, kind: RestrictionKind, *, at: datetime, statement_id: str | None
) -> bool:
    """End what that statement laid on a person. Whether there was something to end."""
    ended = end_restrictions(transaction, person_id, kind, statement_id, at) > 0
    if ended:
        transaction.announce(RestrictionLifted(person_id=person_id, kind=kind))
    return ended
