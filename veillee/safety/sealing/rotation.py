"""A new generation of the place's key: what the old one wraps is wrapped by the new one, a batch at a time."""

from datetime import datetime

import sqlalchemy as sa

from veillee.foundation.storage import Transaction
from veillee.safety.sealing import store
from veillee.safety.sealing.cipher import fingerprint_of
from veillee.safety.sealing.keyring import PURPOSE
from veillee.safety.sealing.place_keys import PlaceKeys

KEYS_PER_BATCH = 500


def has_generations(connection: sa.Connection) -> bool:
    """Whether the database knows which key is the place's."""
    return store.read_newest(connection) is not None


def list_generations(connection: sa.Connection) -> list[int]:
    """The generations that something may be wrapped under, the oldest first."""
    return [int(row.generation) for row in store.list_generations(connection)]


def is_only_generation(connection: sa.Connection, fingerprint: bytes) -> bool:
    """Whether everything is wrapped under the key of this fingerprint."""
    return [bytes(row.fingerprint) for row in store.list_generations(connection)] == [fingerprint]


def begin_generation(transaction: Transaction, place_key: bytes, at: datetime) -> int:
    """From now on new keys are wrapped under this one; its generation. Beginning again is the same."""
    fingerprint, last = fingerprint_of(place_key), 0
    for row in store.list_generations(transaction.connection):
        last = int(row.generation)
        if bytes(row.fingerprint) == fingerprint:
            return last
    store.add_generation(transaction, last + 1, fingerprint, at)
    return last + 1


def rewrap_batch(transaction: Transaction, place_keys: PlaceKeys) -> int:
    """Wrap keys of conversations under the newest generation; how many, at most KEYS_PER_BATCH.

    Raises KeyMissing, Damaged.
    """
    connection = transaction.connection
    newest, heir = place_keys.newest(connection, PURPOSE)
    rows = store.list_older(connection, newest, KEYS_PER_BATCH)
    for row in rows:
        former = place_keys.wrapping(connection, row.generation, PURPOSE)
        wrapped = former.hand_over(bytes(row.wrapped), row.conversation_id, heir)
        store.change_key(transaction, row.conversation_id, wrapped=wrapped, generation=newest)
    return len(rows)


def end_generations(transaction: Transaction) -> int:
    """Nothing is wrapped under older generations any more: they are forgotten. The newest one."""
    newest = store.read_newest(transaction.connection)
    assert newest is not None
    store.forget_generations(transaction, newest)
    return newest
