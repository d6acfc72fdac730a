"""The verbs of the ledger."""

import secrets
from datetime import datetime, timedelta

import structlog

from veillee.foundation.basics import utc_now
from veillee.foundation.storage import Transaction
from veillee.safety.ledger import model, store
from veillee.safety.ledger.tree import Edge

TILE_HEIGHT = 8
CLOCK_BEHIND = "clock.behind"
CLOCK_BEHIND_MAX = timedelta(minutes=5)
"""The clocks of nodes may differ by so much, which says nothing."""

log = structlog.get_logger("ledger")


def append(
    transaction: Transaction, category: str, content: model.Content, at: datetime | None = None
) -> model.Receipt:
    """Record that something of this category happened, committing to its content.

    The leaf exists exactly if the transaction commits. `content` may hold personal data: only its salted commitment
    goes into the leaf. The head's row is locked first and until the transaction ends, so that indexes are dense and
    in order whichever node appends.

    A clock that is behind the latest leaf is shown by a leaf of its own before this one, and refuses nothing: one that
    was ahead for a moment would keep everybody from deciding until it is that late.
    """
    now = at or utc_now()
    head = store.lock_head(transaction.connection)
    latest = store.find_latest(transaction.connection, head.size)
    hour = None if latest is None else model.time_of(latest.leaf)
    if hour is not None and now + CLOCK_BEHIND_MAX < hour:
        log.error("clock behind", now=now.isoformat(), latest_leaf=hour.isoformat())
        _add(transaction, head, CLOCK_BEHIND, {"latest": hour, "now": now}, now)
        head = store.lock_head(transaction.connection)
    return _add(transaction, head, category, content, now)


def _add(
    transaction: Transaction, head: store.Row, category: str, content: model.Content, at: datetime
) -> model.Receipt:
    salt = secrets.token_bytes(model.SALT_BYTES)
    leaf = model.make_leaf(category, content, salt, at)
    receipt = model.make_receipt(head.size, leaf)
    values = {"index": receipt.index, "category": category, "leaf": leaf, "leaf_hash": receipt.leaf_hash, "salt": salt}
    store.add_leaf(transaction.connection, values)
    _grow(transaction, Edge.decode(head.size, head.edge), bytes.fromhex(receipt.leaf_hash))
    return receipt


def append_if_new(
    transaction: Transaction, category: str, content: model.Content, at: datetime | None = None
) -> model.Receipt | None:
    """Append unless the latest leaf of this category already commits to this very content."""
    last = store.last_of(transaction.connection, category)
    if last is not None and last.salt is not None and model.open_commitment(last.leaf, content, last.salt):
        return None
    return append(transaction, category, content, at)


def publish(transaction: Transaction, now: datetime, minutes: int) -> None:
    """Show everybody what has been appended, once in each stretch of so many minutes of the day; to be called often.

    Leaves are shown in batches: whoever could watch a report appear would know at once that they were reported. The
    stretches are those of the clock, so that a quiet evening, a restart or a further node shows nothing sooner.
    """
    since_midnight = now - now.replace(hour=0, minute=0, second=0, microsecond=0)
    store.publish(transaction.connection, now, last_before=now - since_midnight % timedelta(minutes=minutes))


def forget(transaction: Transaction, index: int) -> None:
    """Destroy the salt of a leaf: nobody can show any more what it committed to, and the log stays whole."""
    store.forget_salt(transaction.connection, index)


def _grow(transaction: Transaction, edge: Edge, leaf_hash: bytes) -> None:
    completed = edge.append(leaf_hash)
    full = [
        {"level": height // TILE_HEIGHT, "index": index, "hash": subtree}
        for height, index, subtree in completed
        if height % TILE_HEIGHT == 0
    ]
    if full:
        store.add_nodes(transaction.connection, full)
    store.move_head(transaction.connection, edge.size, edge.encode())
    transaction.announce(model.LeafAppended(size=edge.size, root=edge.root()))
