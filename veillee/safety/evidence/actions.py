"""The verbs of the vault. Each is whole or not at all: copy, custody and ledger leaf in one transaction."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import NotFound, Problem, new_id
from veillee.foundation.storage import Transaction
from veillee.safety import ledger
from veillee.safety.evidence import store
from veillee.safety.evidence.model import BEGINNING, PURPOSE, Act, Custody, Item, Touch
from veillee.safety.sealing import Damaged, DataKey, KeyMissing, PlaceKeys

DUE_PER_ROUND = 50
REWRAPPED_PER_BATCH = 500


class DamagedEvidence(Problem):
    """Copies or their key do not open: they were changed, or the place's key is not the one they were sealed under."""

    def __init__(self) -> None:
        super().__init__("damaged", 409, "The sealed copies were changed, or this is another place's key.")


class Vault:
    """Seals, opens, holds and destroys. keep: how long after the last reason to keep them copies are destroyed."""

    def __init__(self, place_keys: PlaceKeys, keep: timedelta) -> None:
        self._place_keys = place_keys
        self._keep = keep

    def seal(self, transaction: Transaction, touch: Touch, content: Any) -> str:
        """Keep a copy; the id of the item. Raises Problem `destroyed`, DamagedEvidence; then nothing was written."""
        return self._seal(transaction, touch, msgspec.json.encode(content, order="sorted"), None)

    def seal_file(self, transaction: Transaction, touch: Touch, name: str, content: bytes) -> None:
        """Keep a file as it is, once under its name (at most 80 characters). Raises what seal raises."""
        if not store.has_file(transaction.connection, touch.case, name):
            self._seal(transaction, touch, content, name)

    def open_file(self, transaction: Transaction, touch: Touch, name: str) -> bytes:
        """Open one file, on record. Raises NotFound, Problem `destroyed`, DamagedEvidence."""
        key = self._unwrap(transaction.connection, _get(transaction, touch.case))
        row = store.find_file(transaction.connection, touch.case, name)
        if row is None:
            raise NotFound
        content: bytes = _open(key, touch.case, row).content
        _record(transaction, touch, "read")
        return content

    def _seal(self, transaction: Transaction, touch: Touch, content: bytes, name: str | None) -> str:
        connection, item, until = transaction.connection, new_id(), touch.at + self._keep
        row = store.find_case(connection, touch.case)
        if row is None:
            generation, wrapping = self._place_keys.newest(connection, PURPOSE)
            key, wrapped = wrapping.make(touch.case)
            store.add_case(connection, self._first(touch, wrapped, generation))
        else:
            key, until = self._unwrap(connection, row), max(row.until, until)
            store.change_case(connection, touch.case, until=until)
        sealed = key.seal(content, f"{touch.case}/{item}")
        values = {"id": item, "case_id": touch.case, "sealed_at": touch.at, "sealed": sealed, "name": name}
        store.add_item(connection, values)
        _record(transaction, touch, "sealed", item, hashlib.sha256(sealed).hexdigest(), until=until, name=name)
        return item

    def read(self, transaction: Transaction, touch: Touch) -> list[Item]:
        """Open the records of a case, on record. Raises NotFound, Problem `destroyed`, DamagedEvidence."""
        return self._open_all(transaction, touch, "read", files=False)

    def pack(self, transaction: Transaction, touch: Touch) -> list[Item]:
        """Open them, and the files, to be handed over. Raises what read raises."""
        return self._open_all(transaction, touch, "packed", files=True)

    def extend(self, transaction: Transaction, touch: Touch, least: timedelta) -> None:
        """Keep them for at least that long from now; nothing when there are none."""
        row = store.find_case(transaction.connection, touch.case)
        if row is not None and row.destroyed_at is None and row.until < touch.at + least:
            store.change_case(transaction.connection, touch.case, until=touch.at + least)
            _record(transaction, touch, "extended", until=touch.at + least)

    def hold(self, transaction: Transaction, touch: Touch, on: bool) -> None:
        """Nothing is destroyed while it is held. Raises NotFound, Problem `destroyed`; saying it again does nothing."""
        row = _get(transaction, touch.case)
        _wrapped_key(row)
        if row.held != on:
            store.change_case(transaction.connection, touch.case, held=on)
            _record(transaction, touch, "held" if on else "released")

    def destroy_due(self, transaction: Transaction, now: datetime) -> int:
        """Destroy what has been kept long enough; how many cases, at most DUE_PER_ROUND."""
        due = store.list_due(transaction.connection, now, DUE_PER_ROUND)
        for case in due:
            self._destroy(transaction, Touch(case=case, staff=None, reason="schedule", at=now))
        return len(due)

    def _destroy(self, transaction: Transaction, touch: Touch) -> None:
        # The key first and above all: a copy of the database from yesterday still has the sealed bytes.
        store.change_case(transaction.connection, touch.case, wrapped_key=None, generation=None, destroyed_at=touch.at)
        store.delete_items(transaction.connection, touch.case)
        _record(transaction, touch, "destroyed")

    def _open_all(self, transaction: Transaction, touch: Touch, act: Act, *, files: bool) -> list[Item]:
        connection = transaction.connection
        key = self._unwrap(connection, _get(transaction, touch.case))
        opened = [_open(key, touch.case, item) for item in store.list_items(connection, touch.case, files=files)]
        _record(transaction, touch, act)
        return opened

    def _unwrap(self, connection: sa.Connection, row: store.Row) -> DataKey:
        try:
            return self._place_keys.wrapping(connection, row.generation, PURPOSE).unwrap(_wrapped_key(row), row.case_id)
        except (Damaged, KeyMissing) as error:
            raise DamagedEvidence from error

    def _first(self, touch: Touch, wrapped: bytes, generation: int) -> dict[str, Any]:
        return {
            "case_id": touch.case,
            "wrapped_key": wrapped,
            "generation": generation,
            "sealed_at": touch.at,
            "until": touch.at + self._keep,
            "held": False,
            "custody_number": 0,
            "custody_hash": BEGINNING,
        }


def rewrap_batch(transaction: Transaction, place_keys: PlaceKeys) -> int:
    """Wrap keys of cases under the newest generation of the place's; how many, at most REWRAPPED_PER_BATCH.

    Raises KeyMissing, DamagedEvidence.
    """
    connection = transaction.connection
    newest, heir = place_keys.newest(connection, PURPOSE)
    rows = store.list_older(connection, newest, REWRAPPED_PER_BATCH)
    for row in rows:
        former = place_keys.wrapping(connection, row.generation, PURPOSE)
        try:
            wrapped = former.hand_over(_wrapped_key(row), row.case_id, heir)
        except Damaged as error:
            raise DamagedEvidence from error
        store.change_case(connection, row.case_id, wrapped_key=wrapped, generation=newest)
    return len(rows)


def _open(key: DataKey, case: str, item: store.Row) -> Item:
    try:
        plain = key.open(item.sealed, f"{case}/{item.id}")
    except Damaged as error:
        raise DamagedEvidence from error
    content = msgspec.json.decode(plain) if item.name is None else plain
    return Item(id=item.id, sealed_at=item.sealed_at, content=content, name=item.name)


def _get(transaction: Transaction, case: str) -> store.Row:
    row = store.find_case(transaction.connection, case)
    if row is None:
        raise NotFound
    return row


def _wrapped_key(row: store.Row) -> bytes:
    if row.wrapped_key is None:
        raise Problem("destroyed", 409, "The copies of this case have been destroyed, as their time was over.")
    return bytes(row.wrapped_key)


def _record(
    transaction: Transaction,
    touch: Touch,
    act: Act,
    item: str | None = None,
    digest: str | None = None,
    *,
    until: datetime | None = None,
    name: str | None = None,
) -> None:
    """One more entry in the chain of custody, and its leaf."""
    row = _get(transaction, touch.case)
    entry = Custody(
        case=touch.case,
        number=row.custody_number + 1,
        at=touch.at,
        act=act,
        staff=touch.staff,
        reason=touch.reason,
        item=item,
        digest=digest,
        previous=row.custody_hash,
        until=until,
        name=name,
    )
    receipt = ledger.append(transaction, f"evidence.{act}", entry.content, touch.at)
    values = {
        "case_id": entry.case,
        "number": entry.number,
        "at": entry.at,
        "act": act,
        "staff_id": entry.staff,
        "reason": entry.reason,
        "item_id": item,
        "digest": digest,
        "previous": entry.previous,
        "until": until,
        "name": name,
        "leaf_index": receipt.index,
    }
    store.add_custody(transaction.connection, values)
    store.change_case(transaction.connection, touch.case, custody_number=entry.number, custody_hash=entry.hash)
