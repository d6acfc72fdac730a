"""The place's key and its generations: which of them the database knows, and which are in hand here."""

from collections.abc import Callable, Iterable
from datetime import datetime

import sqlalchemy as sa

from veillee.foundation.basics import Unavailable
from veillee.foundation.storage import Transaction
from veillee.safety.sealing import store
from veillee.safety.sealing.cipher import Damaged, Wrapping, fingerprint_of

FIRST = 1


class KeyMissing(Unavailable):
    """Something is wrapped under a generation of the place's key that is not in this node's data folder."""


class PlaceKeys:
    """Finds the key of a generation. `find` gives the keys in hand, 32 bytes each, and is asked again for a new one.

    complete: whoever made it has seen that no generation is missing, so that a key that is named and unknown is
    damage. Any thread may use it.
    """

    def __init__(self, find: Callable[[], Iterable[bytes]], *, complete: bool = False) -> None:
        self._find = find
        self._complete = complete
        self._known: dict[tuple[int, str], Wrapping] = {}
        self._recognised: dict[tuple[bytes, str], Wrapping] = {}

    @classmethod
    def of(cls, *keys: bytes) -> "PlaceKeys":
        """Just these."""
        return cls(lambda: keys)

    def register(self, transaction: Transaction, at: datetime) -> None:
        """The key in hand is the first of the place, unless the place has one."""
        if store.read_newest(transaction.connection) is None:
            (key,) = self._find()
            store.add_generation(transaction, FIRST, fingerprint_of(key), at)

    def any_in_hand(self) -> bool:
        """Whether there is any."""
        return any(True for _ in self._find())

    def missing(self, connection: sa.Connection) -> list[int]:
        """The generations whose key is not in hand."""
        in_hand = {fingerprint_of(key) for key in self._find()}
        return [row.generation for row in store.list_generations(connection) if bytes(row.fingerprint) not in in_hand]

    def newest(self, connection: sa.Connection, purpose: str) -> tuple[int, Wrapping]:
        """The generation that wraps what is new. Raises KeyMissing."""
        generation = store.read_newest(connection)
        if generation is None:
            raise KeyMissing
        return generation, self.wrapping(connection, generation, purpose)

    def newest_by_fingerprint(self, connection: sa.Connection, purpose: str) -> tuple[bytes, Wrapping]:
        """The same, with what its key is recognised by. Raises KeyMissing."""
        generations = store.list_generations(connection)
        if not generations:
            raise KeyMissing
        fingerprint = bytes(generations[-1].fingerprint)
        return fingerprint, self.recognise(fingerprint, purpose)

    def recognise(self, fingerprint: bytes, purpose: str) -> Wrapping:
        """What wraps under the key with this fingerprint, without a look at the database.

        Raises KeyMissing, Damaged.
        """
        known = self._recognised.get((fingerprint, purpose))
        if known is None:
            key = next((key for key in self._find() if fingerprint_of(key) == fingerprint), None)
            if key is None:
                raise Damaged if self._complete else KeyMissing
            known = self._recognised[fingerprint, purpose] = Wrapping(key, purpose)
        return known

    def wrapping(self, connection: sa.Connection, generation: int | None, purpose: str) -> Wrapping:
        """What wraps under that generation; None: the first. Raises KeyMissing."""
        wanted = FIRST if generation is None else generation
        known = self._known.get((wanted, purpose))
        if known is None:
            known = self._known[wanted, purpose] = Wrapping(self._key(connection, wanted), purpose)
        return known

    def _key(self, connection: sa.Connection, generation: int) -> bytes:
        for row in store.list_generations(connection):
            if row.generation == generation:
                for key in self._find():
                    if fingerprint_of(key) == bytes(row.fingerprint):
                        return key
        raise KeyMissing
