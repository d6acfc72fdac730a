"""Holding what somebody was given against the ledger: receipts, and the rows that leaves were written about."""

import hashlib
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Annotated

import msgspec
import sqlalchemy as sa

from veillee.safety.ledger import store, tree
from veillee.safety.ledger.model import Content, hour_of, open_commitment, read_leaf
from veillee.safety.ledger.note import LogIdentity, Unsigned
from veillee.safety.ledger.verify import Fault
from veillee.safety.ledger.wire import Opening

Hash = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
PAGE = 2_000
RECORDS_PER_BATCH = 500


class HeldReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """What the API gave out, whole or only the two members that a report is answered with."""

    index: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
    leaf_hash: Hash
    leaf: str | None = None
    proof: list[Hash] | None = None
    checkpoint: str | None = None
    opening: Opening | None = None


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A row elsewhere that a leaf commits to. what: names it to the operator; leaf_hash: as the row has it, or None.

    index: None: it says what a leaf has to say with it, and names none. content: None when it cannot be made again;
    former: what leaves of the same kind committed to before they said more. at: when the row says that it was; None:
    the content says it. forgotten: its words were destroyed, and the salt of its leaf with them.
    """

    what: str
    index: int | None
    leaf_hash: str | None
    content: Content | None
    former: Content | None = None
    at: datetime | None = None
    forgotten: bool = False


def read_receipt(text: bytes) -> HeldReceipt:
    """A receipt, or an answer of the API that holds one as `receipt`. Raises msgspec.MsgspecError."""
    given = msgspec.json.decode(text)
    if isinstance(given, dict) and isinstance(given.get("receipt"), dict):
        given = given["receipt"]
    return msgspec.convert(given, HeldReceipt)


def check_receipt(connection: sa.Connection, public_key: bytes | None, given: HeldReceipt) -> list[Fault]:
    """What in the receipt does not fit the ledger, or itself."""
    return [Fault(kind="receipt", where=f"leaf {given.index}", what=w) for w in _faults(connection, public_key, given)]


def check_records(connection: sa.Connection, records: Iterable[Record]) -> Iterator[Fault]:
    """The rows that are not what their leaves committed to. What was forgotten cannot be held against anything."""
    waiting = iter(records)
    while batch := list(itertools.islice(waiting, RECORDS_PER_BATCH)):
        rows = store.find_leaves(connection, [record.index for record in batch if record.index is not None])
        for record in batch:
            wrong = _wrong_with(record, rows)
            if wrong is not None:
                yield Fault(kind="row", where=record.what, what=wrong)


def check_claimed(connection: sa.Connection, claimed: Mapping[int, bool], rowless: Collection[str]) -> Iterator[Fault]:
    """Leaves about rows that are not there any more, and those that nobody can open. claimed: the leaves of those that
    are, and whether the row says that its words were destroyed; rowless: kinds that are about none."""
    start = 0
    while rows := store.list_leaves(connection, start, start + PAGE):
        for row in rows:
            if row.position not in claimed and row.category not in rowless:
                yield Fault(kind="row", where=f"leaf {row.position}", what=f"is {row.category}, and its row is gone")
            if row.salt is None and not claimed.get(row.position, False):
                yield Fault(kind="row", where=f"leaf {row.position}", what="its salt is gone, and nobody destroyed it")
        start += PAGE


def _wrong_with(record: Record, rows: Mapping[int, store.Row]) -> str | None:
    if record.index is None:
        return "no leaf says so"
    row = rows.get(record.index)
    if row is None:
        return f"its leaf {record.index} is not there"
    if record.leaf_hash is not None and record.leaf_hash != row.leaf_hash:
        return f"leaf {record.index} is another one than it says"
    if record.content is not None and row.salt is not None and not _opens(row, record):
        return f"is not what leaf {record.index} committed to"
    if record.at is not None and not _was_then(row, record.at):
        return f"was at another hour than leaf {record.index} says"
    return None


def _was_then(row: store.Row, at: datetime) -> bool:
    try:
        return read_leaf(row.leaf).time == hour_of(at)
    except msgspec.MsgspecError:
        return False


def _opens(row: store.Row, record: Record) -> bool:
    contents = (content for content in (record.content, record.former) if content is not None)
    return any(open_commitment(row.leaf, content, row.salt) for content in contents)


def _faults(connection: sa.Connection, public_key: bytes | None, given: HeldReceipt) -> Iterator[str]:
    row = store.find_leaf(connection, given.index)
    if row is None:
        yield "the ledger has no such leaf"
    elif row.leaf_hash != given.leaf_hash:
        yield f"the ledger has {row.leaf_hash} there, the receipt says {given.leaf_hash}"
    if given.leaf is not None:
        yield from _faults_of_leaf(given, given.leaf)
    if given.checkpoint is not None:
        yield from _faults_of_checkpoint(connection, public_key, given, given.checkpoint)


def _faults_of_leaf(given: HeldReceipt, leaf: str) -> Iterator[str]:
    if tree.hash_leaf(leaf.encode()).hex() != given.leaf_hash:
        yield "its leaf does not give its leaf hash"
    elif given.opening is not None and not _opening_holds(given.opening, leaf):
        yield "its opening is not what the leaf commits to"


def _opening_holds(opening: Opening, leaf: str) -> bool:
    try:
        opened = hashlib.sha256(bytes.fromhex(opening.salt) + opening.content.encode()).hexdigest()
        return opened == read_leaf(leaf.encode()).commitment
    except (ValueError, msgspec.MsgspecError):
        return False


def _faults_of_checkpoint(
    connection: sa.Connection, public_key: bytes | None, given: HeldReceipt, note: str
) -> Iterator[str]:
    head = store.find_head(connection)
    if head is None or head.origin is None:
        return
    try:
        checkpoint = LogIdentity(origin=head.origin, public_key=public_key or head.public_key).open(note)
    except Unsigned as error:
        yield f"its checkpoint: {error}"
        return
    edge = _grow_to(connection, checkpoint.size)
    if edge.size < checkpoint.size:
        yield f"the ledger had {checkpoint.size} leaves and has {edge.size}: its end was cut off"
    elif edge.root() != checkpoint.root:
        yield f"the ledger of size {checkpoint.size} was another one: its past was rewritten"
    if given.proof is not None:
        steps = [bytes.fromhex(step) for step in given.proof]
        leaf_hash = bytes.fromhex(given.leaf_hash)
        if tree.root_of_inclusion(leaf_hash, given.index, checkpoint.size, steps) != checkpoint.root:
            yield "its proof does not lead to its checkpoint"


def _grow_to(connection: sa.Connection, size: int) -> tree.Edge:
    """The tree of the first leaves, from their texts alone."""
    edge = tree.Edge()
    while edge.size < size:
        rows = store.list_leaves(connection, edge.size, min(edge.size + PAGE, size))
        for row in rows:
            edge.append(tree.hash_leaf(row.leaf))
        if not rows:
            break
    return edge
