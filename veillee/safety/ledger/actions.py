"""The one verb of the ledger."""

import secrets
from datetime import datetime

from veillee.foundation.basics import utc_now
from veillee.foundation.storage import Transaction
from veillee.safety.ledger import model, store


def append(
    transaction: Transaction, category: str, content: model.Content, at: datetime | None = None
) -> model.Receipt:
    """Record that something of this category happened, committing to its content.

    The leaf exists exactly if the transaction commits. `content` may hold personal data: only its salted commitment
    goes into the leaf.
    """
    salt = secrets.token_bytes(model.SALT_BYTES)
    leaf = model.make_leaf(category, content, salt, at or utc_now())
    leaf_hash = model.hash_leaf(leaf)
    index = store.take_index(transaction.connection)
    store.add_leaf(transaction.connection, index, leaf, leaf_hash, salt)
    return model.Receipt(index=index, leaf_hash=leaf_hash)
