"""The ledger: what may not be rewritten later.

Every report, decision and reading of private words becomes a leaf of an append-only log, in the same transaction as
what it records. A leaf says which kind of thing happened and when, and commits to its content under a salt; it never
holds personal data. Leaves are hashed as RFC 6962 §2.1 says; each size has a checkpoint, signed with the place's key
in the form of C2SP tlog-checkpoint, in the same transaction; everything is served as C2SP tlog-tiles.

Owns the tables `ledger_leaves`, `ledger_nodes`, `ledger_checkpoints` and `ledger_head`. Announces LeafAppended.
"""

from veillee.safety.ledger.actions import CLOCK_BEHIND, append, append_if_new, forget, publish
from veillee.safety.ledger.model import Content, Receipt, make_leaf, open_commitment, time_of
from veillee.safety.ledger.note import public_key_of
from veillee.safety.ledger.queries import (
    KeptLeaf,
    find_category,
    find_first,
    get_proof,
    list_of_category,
    opens,
    write_tlog_proof,
)
from veillee.safety.ledger.receipts import (
    HeldReceipt,
    Record,
    check_claimed,
    check_receipt,
    check_records,
    read_receipt,
)
from veillee.safety.ledger.seal import Sealer, WrongKey
from veillee.safety.ledger.verify import Fault, Verification
from veillee.safety.ledger.wire import LeafProof

__all__ = [
    "CLOCK_BEHIND",
    "Content",
    "Fault",
    "HeldReceipt",
    "KeptLeaf",
    "LeafProof",
    "Receipt",
    "Record",
    "Sealer",
    "Verification",
    "WrongKey",
    "append",
    "append_if_new",
    "check_claimed",
    "check_receipt",
    "check_records",
    "find_category",
    "find_first",
    "forget",
    "get_proof",
    "list_of_category",
    "make_leaf",
    "open_commitment",
    "opens",
    "public_key_of",
    "publish",
    "read_receipt",
    "time_of",
    "write_tlog_proof",
]
