"""What members say about private talk being screened: the agreement of each, and what two contacts agree on."""

import sqlalchemy as sa

from veillee.community.conversations import find_private_between, list_partners
from veillee.community.people import Caller, check_may_speak, check_reachable, contact_states, get_person
from veillee.community.screening import (
    Consent,
    PairScreening,
    agree,
    end_off,
    find_consent,
    find_states,
    switch_off,
    withdraw,
)
from veillee.foundation.basics import Clock, NotFound, Problem
from veillee.foundation.storage import Database, Transaction


class Screening:
    """The verbs of being screened, and of switching it off for two."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, caller: Caller) -> Consent:
        """What the caller has said, and what is asked now."""
        return await self._database.read(find_consent, caller.id)

    async def agree(self, caller: Caller, wording: str) -> Consent:
        """Agree to the wording of that version. Raises Invalid when it is no longer asked."""
        return await self._database.write(self._agree, caller.id, wording)

    async def withdraw(self, caller: Caller) -> Consent:
        """Take it back: nothing passes in private talk but where both have switched it off."""
        return await self._database.write(self._withdraw, caller.id)

    async def switch_off(self, caller: Caller, person_id: str) -> PairScreening:
        """Ask that it be off between two contacts, or agree to what the other has asked; again is the same.

        Raises NotFound for somebody with whom the caller does not talk in private or who is apart, Problem `paused`,
        `contacts-only`, Forbidden `muted`.
        """
        check_may_speak(caller, self._clock())
        return await self._database.write(self._switch_off, caller.id, person_id)

    async def switch_on(self, caller: Caller, person_id: str) -> PairScreening:
        """It is on again, at once; a question is taken back or declined. Raises NotFound."""
        return await self._database.write(_switch_on, caller.id, person_id)

    def _agree(self, transaction: Transaction, person_id: str, wording: str) -> Consent:
        partners = list_partners(transaction.connection, person_id)
        agree(transaction, person_id, wording, partners=partners, at=self._clock())
        return find_consent(transaction.connection, person_id)

    def _withdraw(self, transaction: Transaction, person_id: str) -> Consent:
        partners = list_partners(transaction.connection, person_id)
        withdraw(transaction, person_id, partners=partners, at=self._clock())
        return find_consent(transaction.connection, person_id)

    def _switch_off(self, transaction: Transaction, person_id: str, other_id: str) -> PairScreening:
        connection = transaction.connection
        get_person(connection, other_id)
        if person_id == other_id or find_private_between(connection, person_id, other_id) is None:
            raise NotFound
        check_reachable(connection, person_id, other_id)
        if contact_states(connection, person_id, [other_id])[other_id] != "mutual":
            raise Problem("contacts-only", 409, "Screening can be switched off between two contacts only.")
        switch_off(transaction, person_id, other_id, at=self._clock())
        return _view(connection, person_id, other_id)


def _switch_on(transaction: Transaction, person_id: str, other_id: str) -> PairScreening:
    get_person(transaction.connection, other_id)
    end_off(transaction, person_id, other_id)
    return _view(transaction.connection, person_id, other_id)


def _view(connection: sa.Connection, person_id: str, other_id: str) -> PairScreening:
    state = find_states(connection, person_id, [other_id])[other_id]
    return PairScreening(person=get_person(connection, other_id), screening=state)
