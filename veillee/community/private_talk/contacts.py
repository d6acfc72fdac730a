"""Keeping somebody: two who talk in private become contacts when both say so, and are none when either ends it."""

import msgspec
import sqlalchemy as sa

from veillee.community.conversations import find_private_between
from veillee.community.people import (
    Caller,
    ContactState,
    Person,
    check_may_speak,
    check_reachable,
    contact_states,
    get_person,
    keep,
    let_go,
    list_contacts,
)
from veillee.foundation.basics import Clock, NotFound
from veillee.foundation.storage import Database, Transaction


class ContactView(msgspec.Struct, frozen=True, kw_only=True):
    """How the caller stands with somebody: nobody asked, I asked, they asked, we are contacts."""

    person: Person
    contact: ContactState


class Contacts:
    """The verbs of two who talk already."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def list_mine(self, caller: Caller) -> list[Person]:
        """Those with whom the caller is in contact, the latest first."""
        return await self._database.read(list_contacts, caller.id)

    async def keep(self, caller: Caller, person_id: str) -> ContactView:
        """Ask, or confirm what the other has asked; again is the same.

        Raises NotFound for somebody with whom the caller does not talk in private or who is apart, Problem `paused`,
        Forbidden `muted`.
        """
        check_may_speak(caller, self._clock())
        return await self._database.write(self._keep, caller.id, person_id)

    async def let_go(self, caller: Caller, person_id: str) -> ContactView:
        """No contacts any more; a question is taken back or declined. Raises NotFound."""
        return await self._database.write(_let_go, caller.id, person_id)

    def _keep(self, transaction: Transaction, person_id: str, other_id: str) -> ContactView:
        connection = transaction.connection
        get_person(connection, other_id)
        if person_id == other_id or find_private_between(connection, person_id, other_id) is None:
            raise NotFound
        check_reachable(connection, person_id, other_id)
        keep(transaction, person_id, other_id, at=self._clock())
        return _view(connection, person_id, other_id)


def _let_go(transaction: Transaction, person_id: str, other_id: str) -> ContactView:
    get_person(transaction.connection, other_id)
    let_go(transaction, person_id, other_id)
    return _view(transaction.connection, person_id, other_id)


def _view(connection: sa.Connection, person_id: str, other_id: str) -> ContactView:
    state = contact_states(connection, person_id, [other_id])[other_id]
    return ContactView(person=get_person(connection, other_id), contact=state)
