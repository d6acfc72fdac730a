"""Leaves: what they say and how they are hashed."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

LEAF_PREFIX = b"\x00"
SALT_BYTES = 32

Content = Mapping[str, Any]
"""What a leaf commits to: JSON without floating-point numbers."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Where the ledger holds something. index: dense, from 0; leaf_hash: 64 lower-case hex digits."""

    index: int
    leaf_hash: str


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and nothing superfluous: one value, one sequence of bytes."""
    return msgspec.json.encode(value, order="sorted")


def commit(content: Content, salt: bytes) -> str:
    """SHA-256 over salt and canonical content, hex. Without the salt it tells nothing, even about short contents."""
    return hashlib.sha256(salt + canonical(content)).hexdigest()


def make_leaf(category: str, content: Content, salt: bytes, at: datetime) -> bytes:
    """The leaf's bytes."""
    time = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return canonical({"category": category, "commitment": commit(content, salt), "time": time})


def hash_leaf(leaf: bytes) -> str:
    """The leaf hash of RFC 6962 §2.1, hex."""
    return hashlib.sha256(LEAF_PREFIX + leaf).hexdigest()


def open_commitment(leaf: bytes, content: Content, salt: bytes) -> bool:
    """Whether this content, with this salt, is what the leaf committed to."""
    said = msgspec.json.decode(leaf)["commitment"]
    return bool(said == commit(content, salt))
