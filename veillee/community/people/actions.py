"""What is done to people: by each other, and by the watch."""

from datetime import datetime

from veillee.community.people.access import get_person
from veillee.community.people.events import PersonBlocked, PersonRestricted, RestrictionLifted
from veillee.community.people.model import Caller, Person, RestrictionKind
from veillee.community.people.queries import list_blocked
from veillee.community.people.store import add_block, add_restriction, end_restrictions, remove_block
from veillee.foundation.basics import Clock, Invalid, new_id
from veillee.foundation.storage import Database, Transaction


class People:
    """The verbs of members about members."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, person_id: str) -> Person:
        """What any member may know of a person. Raises NotFound."""
        return await self._database.read(get_person, person_id)

    async def blocked_by(self, caller: Caller) -> list[Person]:
        """Whom the caller has blocked."""
        return await self._database.read(list_blocked, caller.id)

    async def block(self, caller: Caller, person_id: str) -> None:
        """Nothing more passes between the two. Raises NotFound, Invalid for oneself."""
        if person_id == caller.id:
            raise Invalid({"id": "oneself"})
        await self._database.write(self._block, caller.id, person_id)

    async def unblock(self, caller: Caller, person_id: str) -> None:
        """Take a block back. Raises NotFound."""
        await self._database.write(self._unblock, caller.id, person_id)

    def _block(self, transaction: Transaction, blocker_id: str, blocked_id: str) -> None:
        get_person(transaction.connection, blocked_id)
        add_block(transaction, blocker_id, blocked_id, self._clock())
        transaction.announce(PersonBlocked(person_id=blocker_id, other_id=blocked_id, blocked=True))

    def _unblock(self, transaction: Transaction, blocker_id: str, blocked_id: str) -> None:
        get_person(transaction.connection, blocked_id)
        remove_block(transaction, blocker_id, blocked_id)
        transaction.announce(PersonBlocked(person_id=blocker_id, other_id=blocked_id, blocked=False))


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
) -> None:
    """End what that statement laid on a person; nothing happens when it binds no more."""
    if end_restrictions(transaction, person_id, kind, statement_id, at):
        transaction.announce(RestrictionLifted(person_id=person_id, kind=kind))
