"""The ledger: what may not be rewritten later.

Every report, decision and reading of private words becomes a leaf of an append-only log, in the same transaction as
what it records. A leaf says which kind of thing happened and when, and commits to its content under a salt; it never
holds personal data. Leaves are hashed as RFC 6962 §2.1 says.

Owns the tables `ledger_leaves` and `ledger_size`. Announces nothing.
"""

from veillee.safety.ledger.actions import append
from veillee.safety.ledger.model import Receipt, make_leaf, open_commitment

__all__ = ["Receipt", "append", "make_leaf", "open_commitment"]
