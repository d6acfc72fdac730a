"""Leaves: what they say, what they commit to, and what is handed out about them."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from veillee.foundation.basics import Event
from veillee.safety.ledger.tree import hash_leaf

SALT_BYTES = 32

Content = Mapping[str, Any]
"""What a leaf commits to: JSON without floating-point numbers."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Where the ledger holds something. index: dense, from 0; leaf_hash: 64 lower-case hex digits."""

    index: int
    leaf_hash: str


class Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """What a leaf says. commitment: 64 hex digits; time: RFC 3339 in UTC, the hour."""

    category: str
    commitment: str
    time: str


class LeafAppended(Event, frozen=True):
    """The tree has grown by one leaf to this size and this root. Audience: whoever seals it, within the transaction."""

    size: int
    root: bytes


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and nothing superfluous: one value, one sequence of bytes."""
    return msgspec.json.encode(value, order="sorted")


def commit(content: Content, salt: bytes) -> str:
    """SHA-256 over salt and canonical content, hex. Without the salt it tells nothing, even about short contents."""
    return hashlib.sha256(salt + canonical(content)).hexdigest()


def make_leaf(category: str, content: Content, salt: bytes, at: datetime) -> bytes:
    """The leaf's bytes. They say the hour: the minute would tell who was reported by whom they had just written to."""
    return canonical(Leaf(category=category, commitment=commit(content, salt), time=hour_of(at)))


def hour_of(at: datetime) -> str:
    """As leaves say it."""
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return hour.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_leaf(leaf: bytes) -> Leaf:
    """What a leaf says. Raises msgspec.MsgspecError for bytes that are no leaf."""
    return msgspec.json.decode(leaf, type=Leaf)


def time_of(leaf: bytes) -> datetime | None:
    """The hour that a leaf says; None of bytes that are no leaf."""
    try:
        return datetime.fromisoformat(read_leaf(leaf).time)
    except (msgspec.MsgspecError, ValueError):
        return None


def make_receipt(index: int, leaf: bytes) -> Receipt:
    """What whoever caused a leaf is given."""
    return Receipt(index=index, leaf_hash=hash_leaf(leaf).hex())


def open_commitment(leaf: bytes, content: Content, salt: bytes) -> bool:
    """Whether this content, with this salt, is what the leaf committed to; bytes that are no leaf commit to nothing."""
    try:
        return read_leaf(leaf).commitment == commit(content, salt)
    except msgspec.MsgspecError:
        return False
