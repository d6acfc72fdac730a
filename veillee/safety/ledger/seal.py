"""Sealing: every size of the ledger gets its signed checkpoint in the transaction that appends the leaf."""

from datetime import UTC, datetime

from veillee.foundation.basics import Listeners, utc_now
from veillee.foundation.storage import Transaction
from veillee.safety.ledger import store
from veillee.safety.ledger.model import LeafAppended
from veillee.safety.ledger.note import LogKey
from veillee.safety.ledger.tree import Edge

AT_ONCE = datetime.max.replace(tzinfo=UTC)


class WrongKey(Exception):
    """The key is not the one that this ledger is known by; the message is one line for the operator."""


class Sealer:
    """Signs each head as it comes into being. Opened once at start, before anything is appended."""

    def __init__(self, seed: bytes, origin: str, *, live: bool = True) -> None:
        """seed: the 32 bytes of the Ed25519 key; origin: by what a new ledger will be known.

        live: everybody sees each leaf at once; otherwise what publish() was last called for.
        """
        self._seed = seed
        self._key = LogKey(seed, origin)
        self._live = live

    def register(self, listeners: Listeners) -> None:
        """Seal what is appended from now on."""
        listeners.within(LeafAppended, self._seal)

    def open(self, transaction: Transaction) -> None:
        """Take on the identity of the ledger, or give a new one its own; seal what is not sealed. Raises WrongKey.

        A ledger keeps the origin under which it was first opened, whatever the place's address is later: whoever
        holds its checkpoints knows it by that.
        """
        row = store.lock_head(transaction.connection)
        edge = Edge.decode(row.size, row.edge)
        known = store.find_head(transaction.connection)
        if known is None or known.origin is None:
            own = self._key.identity
            store.set_identity(transaction.connection, own.origin, own.public_key)
        else:
            self._key = LogKey(self._seed, known.origin)
            if self._key.identity.public_key != known.public_key:
                raise WrongKey("ledger.key: is not the key of this ledger; restore it from a backup or another node")
        last = store.last_checkpoint(transaction.connection)
        if last is None or last.size < edge.size:
            self._seal(transaction, LeafAppended(size=edge.size, root=edge.root()))

    def _seal(self, transaction: Transaction, event: LeafAppended) -> None:
        signature = self._key.sign(event.size, event.root)
        store.add_checkpoint(transaction.connection, event.size, event.root, signature)
        if self._live:
            store.publish(transaction.connection, utc_now(), last_before=AT_ONCE)
