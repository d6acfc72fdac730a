"""The vault: copies of what cases are about, sealed when they are reported, kept apart from what they were copied from.

What is sealed survives its author deleting it. Each case has a key of its own, wrapped with the place's key; whoever
destroys the key destroys the copies. Every touch is an entry of the case's chain of custody and a leaf of the ledger,
in the same transaction. Knows nothing of what it keeps.

Owns the tables `evidence_cases`, `evidence_items`, `evidence_custody` and `judged`. Announces nothing.
"""

from veillee.safety.evidence.actions import DamagedEvidence, Vault, rewrap_batch
from veillee.safety.evidence.bag import BagProblem, write_bag
from veillee.safety.evidence.judged import Judged, forget_judged, rewrap_judged
from veillee.safety.evidence.model import ACTS, Act, Custody, Item, Touch, Vaulted
from veillee.safety.evidence.queries import (
    check_custody,
    check_keys,
    find_vaulted,
    has_file,
    list_custody,
    list_held,
    opens_with,
    read_records,
)
from veillee.safety.evidence.timestamp import NoTimestamp, Timestamp, fetch_timestamp

__all__ = [
    "ACTS",
    "Act",
    "BagProblem",
    "Custody",
    "DamagedEvidence",
    "Item",
    "Judged",
    "NoTimestamp",
    "Timestamp",
    "Touch",
    "Vault",
    "Vaulted",
    "check_custody",
    "check_keys",
    "fetch_timestamp",
    "find_vaulted",
    "forget_judged",
    "has_file",
    "list_custody",
    "list_held",
    "opens_with",
    "read_records",
    "rewrap_batch",
    "rewrap_judged",
    "write_bag",
]
