"""The tree is the one of RFC 6962: known values, and the definitions word for word on trees of any shape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.safety.ledger import auditor
from veillee.safety.ledger.tree import (
    EMPTY_ROOT,
    Edge,
    Subtree,
    consistency_proof,
    hash_leaf,
    inclusion_proof,
    root_of_inclusion,
)

# The inputs and roots that certificate transparency logs are tested with.
INPUTS = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [bytes.fromhex(text) for text in INPUTS]
INCLUSION = {
    (0, 8): ["96a296d2", "5f083f0a", "6b47aaf2"],
    (5, 8): ["bc1a0643", "ca854ea1", "d37ee418"],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): ["96a296d2", "5f083f0a", "6b47aaf2"],
    (6, 8): ["0ebc5d34", "ca854ea1", "d37ee418"],
    (2, 5): ["5f083f0a", "bc1a0643"],
}
entries = st.lists(st.binary(max_size=3), min_size=1, max_size=70)


def grown(leaves: list[bytes]) -> Edge:
    edge = Edge()
    for leaf in leaves:
        edge.append(hash_leaf(leaf))
    return edge


def subtree_of(leaves: list[bytes]) -> Subtree:
    return lambda height, index: auditor.mth(leaves[index << height : (index + 1) << height])


@pytest.mark.parametrize("size", range(9))
def test_the_known_roots(size: int) -> None:
    assert grown(LEAVES[:size]).root().hex() == ROOTS[size]
    assert ROOTS[0] == EMPTY_ROOT.hex()


def test_the_known_proofs() -> None:
    for (index, size), expected in INCLUSION.items():
        assert [step.hex()[:8] for step in inclusion_proof(subtree_of(LEAVES), index, size)] == expected
    for (old, new), expected in CONSISTENCY.items():
        assert [step.hex()[:8] for step in consistency_proof(subtree_of(LEAVES), old, new)] == expected


@given(entries)
def test_growing_gives_the_root_and_names_what_it_completes(leaves: list[bytes]) -> None:
    edge, subtree = Edge(), subtree_of(leaves)
    for leaf in leaves:
        edge = Edge.decode(edge.size, edge.encode())
        for height, index, found in edge.append(hash_leaf(leaf)):
            assert found == subtree(height, index)
        assert edge.root() == auditor.mth(leaves[: edge.size])


@given(entries, st.data())
def test_inclusion_is_proven_as_defined_and_only_for_the_leaf(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof(subtree_of(leaves), index, len(leaves))
    assert proof == auditor.path(index, leaves)
    root, leaf_hash = auditor.mth(leaves), hash_leaf(leaves[index])
    assert root_of_inclusion(leaf_hash, index, len(leaves), proof) == root
    assert auditor.root_from_inclusion(index, len(leaves), leaf_hash, proof) == root
    assert root_of_inclusion(hash_leaf(b"other"), index, len(leaves), proof) != root
    assert root_of_inclusion(leaf_hash, index, len(leaves), [*proof, root]) is None
    if proof:
        assert root_of_inclusion(leaf_hash, index, len(leaves), proof[:-1]) is None


@given(entries, st.data())
def test_consistency_is_proven_as_defined(leaves: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    proof = consistency_proof(subtree_of(leaves), old, len(leaves))
    assert proof == auditor.proof(old, leaves)
    auditor.check_consistency(old, len(leaves), auditor.mth(leaves[:old]), auditor.mth(leaves), proof)


def test_what_is_not_in_the_tree_has_no_proof() -> None:
    for index, size in ((-1, 3), (3, 3), (0, 0)):
        with pytest.raises(ValueError, match="no such leaf"):
            inclusion_proof(subtree_of(LEAVES), index, size)
        assert root_of_inclusion(bytes(32), index, size, []) is None
    for old, new in ((0, 3), (4, 3)):
        with pytest.raises(ValueError, match="consistent"):
            consistency_proof(subtree_of(LEAVES), old, new)
    for size, encoded in ((3, bytes(32)), (1, b""), (0, bytes(32))):
        with pytest.raises(ValueError, match="one hash for each bit"):
            Edge.decode(size, encoded)
