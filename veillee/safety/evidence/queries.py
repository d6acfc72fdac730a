"""Reads of the vault that open nothing: what is there, who touched it, and whether that holds."""

import hashlib
from collections.abc import Iterator

import sqlalchemy as sa

from veillee.safety.evidence import store
from veillee.safety.evidence.model import BEGINNING, PURPOSE, Custody, Vaulted
from veillee.safety.ledger import Fault, Record
from veillee.safety.sealing import Damaged, KeyMissing, PlaceKeys, Wrapping


def find_vaulted(connection: sa.Connection, case: str) -> Vaulted | None:
    """What the vault holds of a case, None when nothing was ever sealed."""
    row = store.look_at_case(connection, case)
    if row is None:
        return None
    return Vaulted(
        items=store.count_items(connection, case),
        sealed_at=row.sealed_at,
        until=row.until,
        held=row.held,
        destroyed_at=row.destroyed_at,
    )


def has_file(connection: sa.Connection, case: str, name: str) -> bool:
    """Whether a file of that name is sealed of a case."""
    return store.has_file(connection, case, name)


def list_held(connection: sa.Connection) -> list[str]:
    """The cases whose copies somebody holds."""
    return store.list_held(connection)


def list_custody(connection: sa.Connection, case: str) -> list[Custody]:
    """The chain of custody of a case."""
    return [_entry(row) for row in store.list_custody(connection, case)]


def read_records(connection: sa.Connection) -> Iterator[Record]:
    """Every entry of custody with its leaf, for whoever verifies the ledger."""
    for row in store.list_custody(connection, None):
        entry = _entry(row)
        yield Record(what=_name(entry), index=entry.leaf, leaf_hash=None, content=entry.content)


def check_custody(connection: sa.Connection) -> Iterator[Fault]:
    """Chains that are broken or cut short, and sealed bytes that are not those that were sealed."""
    chains: dict[str, list[Custody]] = {}
    for row in store.list_custody(connection, None):
        chains.setdefault(row.case_id, []).append(_entry(row))
    for case in store.list_cases(connection):
        chain = chains.pop(case.case_id, [])
        yield from _check_chain(case, chain)
        yield from _check_keeping(case, chain)
        yield from _check_items(connection, case, chain)
    for gone in sorted(chains):
        yield Fault(kind="row", where=f"evidence of case {gone}", what="is gone, and its custody is there")


def opens_with(connection: sa.Connection, place_key: bytes | None) -> bool:
    """Whether this key, by which none was recorded yet, opens what there is; None opens nothing."""
    row = store.find_any_wrapped(connection)
    if row is None or place_key is None:
        return row is None
    try:
        Wrapping(place_key, PURPOSE).unwrap(row.wrapped_key, row.case_id)
    except Damaged:
        return False
    return True


def check_keys(connection: sa.Connection, place_keys: PlaceKeys) -> Iterator[Fault]:
    """Cases whose copies do not open under the place's key."""
    for case in store.list_cases(connection):
        if case.wrapped_key is not None:
            try:
                if case.generation is None:
                    raise KeyMissing
                key = place_keys.wrapping(connection, case.generation, PURPOSE).unwrap(case.wrapped_key, case.case_id)
                for item in store.list_items(connection, case.case_id):
                    key.open(item.sealed, f"{case.case_id}/{item.id}")
            except (Damaged, KeyMissing):
                yield Fault(kind="row", where=f"evidence of case {case.case_id}", what="does not open with place.key")


def _check_chain(case: store.Row, chain: list[Custody]) -> Iterator[Fault]:
    previous = BEGINNING
    for number, entry in enumerate(chain, 1):
        if (entry.number, entry.previous) != (number, previous):
            yield Fault(kind="order", where=_name(entry), what="does not follow the entry before it")
        previous = entry.hash
    if (case.custody_number, case.custody_hash) != (len(chain), previous):
        yield Fault(kind="row", where=f"custody of case {case.case_id}", what="does not end where it ended")
    held = [entry.act for entry in chain if entry.act in ("held", "released")][-1:] == ["held"]
    destroyed = next((entry.at for entry in chain if entry.act == "destroyed"), None)
    if (case.held, case.destroyed_at) != (held, destroyed):
        yield Fault(kind="row", where=f"evidence of case {case.case_id}", what="is not held, or destroyed, as it says")


def _check_keeping(case: store.Row, chain: list[Custody]) -> Iterator[Fault]:
    """Since when there is something, until when it is kept, and whether it was: as the chain says."""
    said = [entry.until for entry in chain if entry.until is not None][-1:]
    begun = [entry.at for entry in chain if entry.act == "sealed"][:1]
    wrong = [case.sealed_at] != begun or (said and case.until != said[0])
    if wrong or (case.destroyed_at is not None and (case.wrapped_key, case.generation) != (None, None)):
        yield Fault(kind="row", where=f"evidence of case {case.case_id}", what="is not kept as its custody says")
    elif case.destroyed_at is None and case.wrapped_key is None:
        yield Fault(kind="row", where=f"evidence of case {case.case_id}", what="has no key, and nobody destroyed it")


def _check_items(connection: sa.Connection, case: store.Row, chain: list[Custody]) -> Iterator[Fault]:
    """What was destroyed is gone; what was not is there as it was sealed, then, under that name."""
    sealed = {item.id: item for item in store.list_items(connection, case.case_id)}
    for entry in chain if case.destroyed_at is None else ():
        item = None if entry.item is None else sealed.pop(entry.item, None)
        if entry.item is not None and not _is_as_sealed(item, entry):
            yield Fault(kind="row", where=f"evidence {entry.item}", what="is gone, or is not what was sealed")
    for item in sealed:
        yield Fault(kind="row", where=f"evidence {item}", what="was never sealed")


def _is_as_sealed(item: store.Row | None, entry: Custody) -> bool:
    if item is None or hashlib.sha256(item.sealed).hexdigest() != entry.digest or item.sealed_at != entry.at:
        return False
    # Entries from before say no name; they say until when, too, where they say one.
    return item.name == entry.name or entry.until is None


def _name(entry: Custody) -> str:
    return f"custody entry {entry.number} of case {entry.case}"


def _entry(row: store.Row) -> Custody:
    return Custody(
        case=row.case_id,
        number=row.number,
        at=row.at,
        act=row.act,
        staff=row.staff_id,
        reason=row.reason,
        item=row.item_id,
        digest=row.digest,
        previous=row.previous,
        until=row.until,
        name=row.name,
        leaf=row.leaf_index,
    )
