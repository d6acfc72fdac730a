"""What the ledger's routes carry. Hashes are lower-case hex; `checkpoint` is a C2SP signed note, `key` a note key."""

from datetime import datetime

import msgspec


class LedgerHead(msgspec.Struct, frozen=True, kw_only=True):
    """The latest checkpoint that everybody may see, also taken apart. `key` verifies it: origin, key id, Ed25519 key.
    Leaves are shown in batches; `published_at`: when the last of them was."""

    origin: str
    key: str
    size: int
    root: str
    checkpoint: str
    published_at: datetime | None


class LedgerLeaf(msgspec.Struct, frozen=True, kw_only=True):
    """What a leaf says of itself: kind and time, and no person. Both null: somebody has made it unreadable."""

    index: int
    leaf_hash: str
    category: str | None
    time: str | None


class LeafPage(msgspec.Struct, frozen=True, kw_only=True):
    """Leaves, the latest first. `before`: asks for the next page; null on the last."""

    leaves: list[LedgerLeaf]
    before: int | None


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What a leaf commits to: its `commitment` is the SHA-256 of `salt` (as bytes) followed by `content` (as UTF-8)."""

    salt: str
    content: str


class LeafProof(msgspec.Struct, frozen=True, kw_only=True):
    """A leaf and the proof that it is in the tree of the checkpoint (RFC 6962 §2.1.1), its sibling first.

    `leaf`: the text that hashes to `leaf_hash`. `opening`: for whom the leaf is about; null once it was destroyed, and
    for everybody else.
    """

    index: int
    leaf_hash: str
    leaf: str
    proof: list[str]
    checkpoint: str
    key: str
    opening: Opening | None = None


class ConsistencyProof(msgspec.Struct, frozen=True, kw_only=True):
    """That the tree of size `new` begins with the tree of size `old` (RFC 6962 §2.1.2)."""

    old: int
    new: int
    proof: list[str]
