"""Does the ledger hold? Recomputes everything from the leaves and names what does not fit.

What is trusted is the key alone: a root that it has signed says what the leaves were. Where a leaf is not what was
signed, its column, its text and all other leaves are tried in its place, so that the fault is named for what it is.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

import msgspec
import sqlalchemy as sa

from veillee.safety.ledger import store
from veillee.safety.ledger.actions import CLOCK_BEHIND
from veillee.safety.ledger.model import read_leaf, time_of
from veillee.safety.ledger.note import Checkpoint, LogIdentity
from veillee.safety.ledger.tree import Edge, hash_leaf

PAGE = 2_000
TILE_HEIGHT = 8
MISPLACED_MAX = 64
INDEX_MIN = -(2**63)
HOUR = timedelta(hours=1)


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that does not fit. kind: what was touched; where: which one; what: how it shows."""

    kind: Literal["row", "leaf", "order", "head", "receipt"]
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}: {self.what}"


class Verification:
    """One pass over the ledger, on one snapshot of the database."""

    def __init__(self, connection: sa.Connection, public_key: bytes | None) -> None:
        """public_key: of the key in the data folder; None to believe the ledger's own word about its key."""
        self._connection = connection
        self._public_key = public_key
        self.faults: list[Fault] = []
        self.edge = Edge()
        self.lost = False
        self._since: int | None = None
        self._misplaced = 0
        self._latest: datetime | None = None
        self._nodes = store.all_nodes(connection)

    def run(self) -> list[Fault]:
        """Every fault, in the order of the ledger; none when it holds."""
        head = store.find_head(self._connection)
        if head is None or head.origin is None:
            self._find("head", "ledger", "has never been opened")
            return self.faults
        if head.public_key is None:
            self._find("head", "public key", "is gone")
            return self.faults
        identity = self._identity(head)
        self._check_name(identity)
        size = self._size(head)
        for start in range(0, size + 1, PAGE):
            self._check_page(identity, head, start, min(start + PAGE, size))
        self._check_strays(size)
        self._check_head(head)
        self._check_nodes()
        return self.faults

    def _find(self, kind: Literal["row", "leaf", "order", "head"], where: str, what: str) -> None:
        self.faults.append(Fault(kind=kind, where=where, what=what))

    def _identity(self, head: store.Row) -> LogIdentity:
        own = self._public_key or head.public_key
        if own != head.public_key:
            self._find("head", "public key", "is not that of ledger.key")
        return LogIdentity(origin=head.origin, public_key=own)

    def _check_name(self, identity: LogIdentity) -> None:
        """When no checkpoint holds at all, it is the name or the key that is wrong, not each of them."""
        rows = store.list_checkpoints(self._connection, 0, PAGE)
        self._nothing_holds = len(rows) > 1 and not any(_holds(identity, row) for row in rows)
        if self._nothing_holds:
            self._find("head", "name", "no checkpoint is signed by this name and key")

    def _size(self, head: store.Row) -> int:
        """How many leaves there should be, by whatever says the most and can be believed."""
        leaves, signed = store.count_leaves(self._connection), store.count_checkpoints(self._connection)
        return max(leaves, signed - 1 + (head.sealed_from if 0 <= head.sealed_from <= leaves else 0))

    def _check_page(self, identity: LogIdentity, head: store.Row, start: int, end: int) -> None:
        rows = {row.position: row for row in store.list_leaves(self._connection, start, end)}
        signed = {row.size: row for row in store.list_checkpoints(self._connection, start, end + 1)}
        if start == 0:
            self._root_at(identity, head, signed, 0)
        for index in range(start, end):
            self._check_leaf(index, rows.get(index), self._root_at(identity, head, signed, index + 1))

    def _root_at(self, identity: LogIdentity, head: store.Row, signed: dict[int, store.Row], size: int) -> bytes | None:
        """The root that the key has signed for this size, if it has."""
        row = signed.get(size)
        if row is None:
            if size >= head.sealed_from:
                self._find("row", f"checkpoint {size}", "is missing")
            return None
        if size < head.sealed_from:
            self._find("head", "sealed_from", f"says {head.sealed_from}, and there is a checkpoint of {size}")
        if _holds(identity, row):
            return bytes(row.root)
        if not self._nothing_holds:
            self._find("row", f"checkpoint {size}", "its signature does not hold")
        return None

    def _check_leaf(self, index: int, row: store.Row | None, root: bytes | None) -> None:
        where = f"leaf {index}"
        by_text = None if row is None else hash_leaf(row.leaf)
        by_column = None if row is None else _unhex(row.leaf_hash)
        if row is not None and not _says(row.leaf, row.category):
            self._find("row", where, "its category is not the one that it says")
        if self.lost or root is None:
            self._take_unsigned(index, by_text, by_column)
        elif by_text is not None and self._leads_to(by_text, root):
            if by_column != by_text:
                self._find("row", where, "its leaf hash is not the hash of its text")
            self._check_hour(where, row)
            self._take(by_text)
        elif by_column is not None and self._leads_to(by_column, root):
            self._find("leaf", where, "its text is not what was signed")
            self._take(by_column)
        else:
            self._seek(index, row is None, root)

    def _check_hour(self, where: str, row: store.Row | None) -> None:
        """Time goes on, but where a clock that was behind is said to be."""
        hour = None if row is None else time_of(row.leaf)
        if row is None or hour is None:
            return
        told = row.category == CLOCK_BEHIND
        if not told and self._latest is not None and hour < self._latest - HOUR:
            self._find("order", where, f"says an earlier hour than a leaf before it, and no {CLOCK_BEHIND} says why")
        self._latest = hour if told or self._latest is None else max(self._latest, hour)

    def _take_unsigned(self, index: int, by_text: bytes | None, by_column: bytes | None) -> None:
        if by_text is None:
            self._find("row", f"leaf {index}", "is missing")
            self.lost = True
        elif by_text != by_column:
            self._find("leaf", f"leaf {index}", "its text and its leaf hash do not belong together")
        if not self.lost and by_text is not None:
            since = self._since
            self._take(by_text)
            self._since = index if since is None else since

    def _seek(self, index: int, missing: bool, root: bytes) -> None:
        """Another leaf in this place may be what was signed here."""
        where = f"leaf {index}" if self._since is None else f"leaves {self._since} to {index}"
        self._misplaced += 1
        for position, found in self._others() if self._misplaced <= MISPLACED_MAX else ():
            if self._leads_to(found, root):
                self._find("order", where, f"what was signed here stands at {position}")
                self._take(found)
                return
        what = "missing" if missing else "not what was signed"
        self._find("row" if missing else "leaf", where, f"{what}; what follows cannot be held against its signatures")
        self.lost = True

    def _others(self) -> Iterator[tuple[int, bytes]]:
        start: int | None = INDEX_MIN
        while start is not None:
            rows = store.list_from(self._connection, start, PAGE)
            for row in rows:
                yield row.position, hash_leaf(row.leaf)
            start = rows[-1].position + 1 if rows else None

    def _leads_to(self, leaf_hash: bytes, root: bytes) -> bool:
        grown = self.edge.copy()
        grown.append(leaf_hash)
        return grown.root() == root

    def _take(self, leaf_hash: bytes) -> None:
        self._since = None
        for height, index, found in self.edge.append(leaf_hash):
            if height % TILE_HEIGHT == 0:
                level = height // TILE_HEIGHT
                stored = self._nodes.pop((level, index), None)
                if stored != found:
                    self._find("row", f"node {level}/{index}", "is missing" if stored is None else "is not its hash")

    def _check_strays(self, size: int) -> None:
        leaves, signed = store.list_strays(self._connection, size, PAGE)
        for index in leaves:
            self._find("order", f"leaf {index}", "stands where the ledger has no place for it")
        for off in signed:
            self._find("row", f"checkpoint {off}", "is of a size that the ledger has not")

    def _check_head(self, head: store.Row) -> None:
        count = store.count_leaves(self._connection)
        if head.size != count:
            self._find("head", "size", f"says {head.size}, and there are {count} leaves")
        if not 0 <= head.published_size <= head.size:
            self._find("head", "published size", f"says {head.published_size} of {head.size}")
        if not self.lost and head.edge != self.edge.encode():
            self._find("head", "edge", "is not that of the leaves")

    def _check_nodes(self) -> None:
        for level, index in sorted(self._nodes) if not self.lost else ():
            self._find("row", f"node {level}/{index}", "belongs to no leaves")


def _holds(identity: LogIdentity, row: store.Row) -> bool:
    return identity.holds(Checkpoint(origin=identity.origin, size=row.size, root=row.root), row.signature)


def _unhex(text: str) -> bytes | None:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None


def _says(leaf: bytes, category: str) -> bool:
    try:
        return read_leaf(leaf).category == category
    except msgspec.MsgspecError:
        # A text that is no leaf is found by its hash.
        return True
