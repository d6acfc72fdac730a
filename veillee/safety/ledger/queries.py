"""Bounded reads of the ledger: its head, leaves, and proofs computed from what tiles hold."""

import base64
from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import Invalid, NotFound
from veillee.safety.ledger import store, tree
from veillee.safety.ledger.model import Content, canonical, open_commitment, read_leaf
from veillee.safety.ledger.note import LogIdentity, write_note
from veillee.safety.ledger.wire import ConsistencyProof, LeafPage, LeafProof, LedgerHead, LedgerLeaf, Opening

LEAVES_PAGE_MAX = 100
TILE_HEIGHT = 8
INDEX_MAX = 2**63 - 1


def get_head(connection: sa.Connection, least: int = 0) -> LedgerHead:
    """The checkpoint that everybody may see, or the one of size `least` when that is later. Raises NotFound."""
    head = store.find_head(connection)
    if head is None or head.origin is None:
        raise NotFound
    last = store.find_checkpoint(connection, max(head.published_size, least))
    if last is None:
        raise NotFound
    identity = LogIdentity(origin=head.origin, public_key=head.public_key)
    return LedgerHead(
        origin=head.origin,
        key=identity.verifier_key,
        size=last.size,
        root=last.root.hex(),
        checkpoint=write_note(identity, last.size, last.root, last.signature),
        published_at=head.published_at,
    )


def list_leaves(connection: sa.Connection, before: int | None, limit: int) -> LeafPage:
    """A page of leaves, the latest first. Raises Invalid by field."""
    if not 1 <= limit <= LEAVES_PAGE_MAX:
        raise Invalid({"limit": "out-of-range"})
    if before is not None and not 0 <= before <= INDEX_MAX:
        raise Invalid({"before": "out-of-range"})
    size = get_head(connection).size
    rows = store.list_before(connection, size if before is None else min(before, size), limit)
    return LeafPage(
        leaves=[_leaf(row) for row in rows], before=rows[-1].position if rows and rows[-1].position > 0 else None
    )


def get_proof(
    connection: sa.Connection, index: int, content: Content | None = None, former: Content | None = None
) -> LeafProof:
    """A leaf with its proof. Raises NotFound for a leaf that is not there, or not there for everybody yet.

    content: what the leaf is known to commit to, or what such leaves committed to formerly, for the eyes of whom it
    concerns; they see the first checkpoint that has it when everybody does not see it yet, and so nothing of what came
    after.
    """
    head = get_head(connection) if content is None or index < 0 else get_head(connection, index + 1)
    row = store.find_leaf(connection, index) if 0 <= index < head.size else None
    if row is None:
        raise NotFound
    path = tree.inclusion_proof(_stored_subtree(connection), index, head.size)
    return LeafProof(
        index=index,
        leaf_hash=row.leaf_hash,
        leaf=row.leaf.decode(errors="replace"),
        proof=[step.hex() for step in path],
        checkpoint=head.checkpoint,
        key=head.key,
        opening=_opening(row, content) or _opening(row, former),
    )


def write_tlog_proof(proof: LeafProof) -> str:
    """The same as C2SP tlog-proof writes it: for tools that know nothing of us (https://c2sp.org/tlog-proof)."""
    steps = [base64.b64encode(bytes.fromhex(step)).decode() for step in proof.proof]
    return "\n".join(["c2sp.org/tlog-proof@v1", f"index {proof.index}", *steps, "", proof.checkpoint])


def get_consistency(connection: sa.Connection, old: int, new: int) -> ConsistencyProof:
    """Raises Invalid by field for sizes that the ledger has not, or not in this order."""
    size = get_head(connection).size
    if not 1 <= new <= size:
        raise Invalid({"new": "out-of-range"})
    if not 1 <= old <= new:
        raise Invalid({"old": "out-of-range"})
    proof = tree.consistency_proof(_stored_subtree(connection), old, new)
    return ConsistencyProof(old=old, new=new, proof=[step.hex() for step in proof])


def _leaf(row: store.Row) -> LedgerLeaf:
    try:
        said = read_leaf(row.leaf)
    except msgspec.MsgspecError:
        return LedgerLeaf(index=row.position, leaf_hash=row.leaf_hash, category=None, time=None)
    return LedgerLeaf(index=row.position, leaf_hash=row.leaf_hash, category=said.category, time=said.time)


def _opening(row: store.Row, content: Content | None) -> Opening | None:
    if content is None or row.salt is None:
        return None
    # Content that has been changed since would make an opening that does not open.
    opens = open_commitment(row.leaf, content, row.salt)
    return Opening(salt=row.salt.hex(), content=canonical(content).decode()) if opens else None


def _stored_subtree(connection: sa.Connection) -> tree.Subtree:
    """Full subtrees, hashed together from the level of tiles at or below them."""

    def subtree(height: int, index: int) -> bytes:
        level, rest = divmod(height, TILE_HEIGHT)
        start, end = index << rest, (index + 1) << rest
        if level:
            hashes = store.list_nodes(connection, level, start, end)
        else:
            hashes = [bytes.fromhex(row.leaf_hash) for row in store.list_leaves(connection, start, end)]
        while len(hashes) > 1:
            hashes = [tree.hash_children(*pair) for pair in zip(hashes[::2], hashes[1::2], strict=True)]
        return hashes[0]

    return subtree


class KeptLeaf(msgspec.Struct, frozen=True, kw_only=True):
    """A leaf with what opens it; salt: None when that was destroyed."""

    index: int
    leaf: bytes
    salt: bytes | None


def list_of_category(connection: sa.Connection, category: str) -> list[KeptLeaf]:
    """Every leaf of a kind, the earliest first."""
    rows = store.list_of(connection, category)
    return [KeptLeaf(index=row.position, leaf=row.leaf, salt=row.salt) for row in rows]


def find_first(connection: sa.Connection, category: str) -> KeptLeaf | None:
    """The earliest leaf of a kind."""
    row = store.first_of(connection, category)
    return None if row is None else KeptLeaf(index=row.position, leaf=row.leaf, salt=row.salt)


def opens(leaf: KeptLeaf, contents: Iterable[Content]) -> bool:
    """Whether it commits to one of these; of one whose salt was destroyed nobody can say."""
    return leaf.salt is not None and any(open_commitment(leaf.leaf, one, leaf.salt) for one in contents)


def find_category(connection: sa.Connection, index: int) -> str | None:
    """Of which kind a leaf is."""
    row = store.find_leaf(connection, index)
    return None if row is None else str(row.category)
