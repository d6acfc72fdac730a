"""The data keys of conversations: a bounded number of them in hand, the rest wrapped in the database."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from veillee.foundation.storage import Transaction
from veillee.safety.sealing import store
from veillee.safety.sealing.cipher import NONCE_BYTES, DataKey
from veillee.safety.sealing.place_keys import PlaceKeys

PURPOSE = "veillee conversations"
KEYS_MAX = 8_192
KEYS_PER_LOOKUP = 500


class Gone(Exception):
    """The key was destroyed, or there never was one: nobody will read it again."""


class Keyring:
    """Seals and opens what was said, each text bound to its owner and its own id. Any thread may use it.

    What another node destroys stays in hand here until `forget` is called, which its event does.
    """

    def __init__(self, place_keys: PlaceKeys, keys_max: int = KEYS_MAX) -> None:
        self._place_keys = place_keys
        self._keys_max = keys_max
        self._keys: OrderedDict[str, DataKey | None] = OrderedDict()
        self._lock = threading.Lock()

    def make(self, transaction: Transaction, owner: str, at: datetime) -> None:
        """A key for a new conversation or first word. Raises KeyMissing."""
        generation, wrapping = self._place_keys.newest(transaction.connection, PURPOSE)
        _, wrapped = wrapping.make(owner)
        store.put_key(transaction, owner, wrapped, generation, at)
        # A transaction that came to nothing may have left the key it had made.
        with self._lock:
            self._keys.pop(owner, None)

    def destroy(self, transaction: Transaction, owner: str, at: datetime) -> bool:
        """What was sealed for the owner is ciphertext for good. Whether there was a key; `forget` after the commit."""
        if all(row.wrapped is None for row in store.find_keys(transaction.connection, (owner,))):
            return False
        store.change_key(transaction, owner, wrapped=None, generation=None, destroyed_at=at)
        return True

    def drop(self, transaction: Transaction, owners: Sequence[str]) -> None:
        """The same for owners that nobody will ask about again: nothing remains of their keys."""
        store.delete_keys(transaction, owners)
        for owner in owners:
            self.forget(owner)

    def forget(self, owner: str) -> None:
        """It was destroyed: what is in hand of it goes, and does not come back from an older look at the database."""
        with self._lock:
            self._keys[owner] = None

    def load(self, connection: sa.Connection, owners: Collection[str]) -> dict[str, DataKey | None]:
        """The keys of these, None where they are gone. Raises KeyMissing, Damaged."""
        found: dict[str, DataKey | None] = {}
        with self._lock:
            for owner in owners:
                if owner in self._keys:
                    self._keys.move_to_end(owner)
                    found[owner] = self._keys[owner]
        if len(found) < len(set(owners)):
            found |= self._read(connection, [owner for owner in owners if owner not in found])
        return found

    def seal(self, connection: sa.Connection, texts: Sequence[tuple[str, str, str]]) -> list[bytes]:
        """Sealed bytes for each (owner, own id, text). Raises Gone, KeyMissing, Damaged."""
        keys = self.load(connection, {owner for owner, _, _ in texts})
        nonces = secrets.token_bytes(NONCE_BYTES * len(texts))
        sealed = []
        for number, (owner, id_, text) in enumerate(texts):
            if (key := keys[owner]) is None:
                raise Gone
            nonce = nonces[number * NONCE_BYTES : (number + 1) * NONCE_BYTES]
            sealed.append(key.seal(text.encode(), f"{owner}/{id_}", nonce))
        return sealed

    def open(self, connection: sa.Connection, owner: str, id_: str, sealed: bytes) -> str:
        """The text. Raises Gone, KeyMissing, Damaged."""
        if (key := self.load(connection, (owner,))[owner]) is None:
            raise Gone
        return key.open(bytes(sealed), f"{owner}/{id_}").decode()

    def knows(self, connection: sa.Connection, owner: str) -> bool:
        """Whether it has a key or had one."""
        return bool(store.find_keys(connection, (owner,)))

    def _read(self, connection: sa.Connection, owners: Sequence[str]) -> dict[str, DataKey | None]:
        read: dict[str, DataKey | None] = dict.fromkeys(owners)
        for start in range(0, len(owners), KEYS_PER_LOOKUP):
            for row in store.find_keys(connection, owners[start : start + KEYS_PER_LOOKUP]):
                if row.wrapped is not None:
                    read[row.conversation_id] = self._unwrap(connection, row)
        self._keep((owner, key) for owner, key in read.items() if key is not None)
        return read

    def _unwrap(self, connection: sa.Connection, row: store.Row) -> DataKey:
        wrapping = self._place_keys.wrapping(connection, row.generation, PURPOSE)
        return wrapping.unwrap(bytes(row.wrapped), row.conversation_id)

    def _keep(self, keys: Iterable[tuple[str, DataKey]]) -> None:
        with self._lock:
            for owner, key in keys:
                self._keys.setdefault(owner, key)
            while len(self._keys) > self._keys_max:
                self._keys.popitem(last=False)
