"""The Merkle tree of RFC 6962 §2.1: hashes, the right edge of a growing tree, proofs and their verification.

Hashes are SHA-256, 32 bytes. Sizes and indexes count leaves from 0. Everything here is arithmetic: nothing is stored.
"""

import hashlib
from collections.abc import Callable, Iterable

HASH_BYTES = 32
LEAF_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"
EMPTY_ROOT = hashlib.sha256(b"").digest()

Subtree = Callable[[int, int], bytes]
"""subtree(height, index): the hash over the 2**height leaves that begin at index * 2**height."""


def hash_leaf(leaf: bytes) -> bytes:
    """MTH of one leaf."""
    return hashlib.sha256(LEAF_PREFIX + leaf).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    """MTH of a node."""
    return hashlib.sha256(NODE_PREFIX + left + right).digest()


class Edge:
    """The right edge of a growing tree: the hash of each of its full subtrees, the largest first.

    It is all that appending needs: 32 bytes for each bit that is set in the size.
    """

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)
        if len(self.hashes) != size.bit_count():
            raise ValueError("an edge has one hash for each bit of its size")

    @classmethod
    def decode(cls, size: int, encoded: bytes) -> "Edge":
        """The edge that encode() wrote. Raises ValueError for bytes that are none of this size."""
        if len(encoded) != size.bit_count() * HASH_BYTES:
            raise ValueError("an edge has one hash for each bit of its size")
        return cls(size, (encoded[at : at + HASH_BYTES] for at in range(0, len(encoded), HASH_BYTES)))

    def encode(self) -> bytes:
        """The hashes, one after the other."""
        return b"".join(self.hashes)

    def copy(self) -> "Edge":
        """The same edge, growing apart."""
        return Edge(self.size, self.hashes)

    def append(self, leaf_hash: bytes) -> list[tuple[int, int, bytes]]:
        """Add one leaf; the subtrees that it completes, as (height, index, hash), the lowest first."""
        completed, carried = [], leaf_hash
        for height in range((~self.size & (self.size + 1)).bit_length() - 1):
            carried = hash_children(self.hashes.pop(), carried)
            completed.append((height + 1, self.size >> height + 1, carried))
        self.hashes.append(carried)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """MTH of the whole tree."""
        if not self.hashes:
            return EMPTY_ROOT
        *others, root = self.hashes
        for left in reversed(others):
            root = hash_children(left, root)
        return root


def hash_range(subtree: Subtree, start: int, end: int) -> bytes:
    """MTH(D[start:end]) where start is a multiple of the largest power of two below or at end - start."""
    size = end - start
    if size & (size - 1) == 0:
        height = size.bit_length() - 1
        return subtree(height, start >> height)
    middle = start + _split(size)
    return hash_children(hash_range(subtree, start, middle), hash_range(subtree, middle, end))


def inclusion_proof(subtree: Subtree, index: int, size: int) -> list[bytes]:
    """PATH(index, D[0:size]) of RFC 6962 §2.1.1, the leaf's sibling first. Raises ValueError outside the tree."""
    if not 0 <= index < size:
        raise ValueError("no such leaf in a tree of this size")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(hash_range(subtree, middle, end))
            end = middle
        else:
            path.append(hash_range(subtree, start, middle))
            start = middle
    return path[::-1]


def consistency_proof(subtree: Subtree, old: int, new: int) -> list[bytes]:
    """PROOF(old, D[0:new]) of RFC 6962 §2.1.2; empty when they are equal. Raises ValueError unless 0 < old <= new."""
    if not 0 < old <= new:
        raise ValueError("a tree is consistent with later trees, and not with the empty one")
    start, end, path, whole = 0, new, [], True
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(hash_range(subtree, middle, end))
            end = middle
        else:
            path.append(hash_range(subtree, start, middle))
            start, whole = middle, False
    if not whole:
        path.append(hash_range(subtree, start, end))
    return path[::-1]


def root_of_inclusion(leaf_hash: bytes, index: int, size: int, proof: list[bytes]) -> bytes | None:
    """The root that this proof leads to, or None when it has not the length that it must have."""
    if not 0 <= index < size:
        return None
    node, last, root, left = index, size - 1, leaf_hash, list(proof)
    while last > 0:
        if node & 1 or node < last:
            if not left:
                return None
            sibling = left.pop(0)
            root = hash_children(sibling, root) if node & 1 else hash_children(root, sibling)
        node, last = node >> 1, last >> 1
    return None if left else root


def _split(size: int) -> int:
    """The largest power of two that is smaller than size."""
    return 1 << (size - 1).bit_length() - 1
