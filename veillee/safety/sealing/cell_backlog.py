"""Sealed columns as a whole: what was plain before they were sealed, and what an older key of the place still wraps.

Both go by the order of primary keys, a batch a transaction: interrupted, they begin again and find less to do.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.foundation.storage import Transaction, get_tool, metadata
from veillee.safety.sealing.cells import (
    MARK,
    PURPOSE,
    Sealed,
    SealedJson,
    ToSeal,
    begins,
    hand_over,
    is_sealed,
    seal_cell,
)
from veillee.safety.sealing.place_keys import PlaceKeys

CELLS_PER_BATCH = 500
ESCAPED = msgspec.json.encode(MARK).decode().strip('"')
"""How a cell begins within JSON."""

Column = sa.Column[Any]
After = Sequence[Any]
"""The primary key of the last row that was looked at."""


def sealed_columns() -> Iterator[Column]:
    """Every column whose cells are sealed."""
    return (column for table in metadata.sorted_tables for column in table.c if is_sealed(column))


def has_plain(connection: sa.Connection, column: Column) -> bool:
    """Whether something lies in it that was written before it was sealed."""
    return connection.execute(sa.select(sa.literal(1)).where(_is_plain(column)).limit(1)).first() is not None


def seal_plain(transaction: Transaction, column: Column, after: After | None) -> After | None:
    """Seal the next cells of a column, at most CELLS_PER_BATCH; where to go on, None at the end. Raises KeyMissing."""
    keys = get_tool(transaction.connection, PlaceKeys)
    to_seal = ToSeal("", *keys.newest_by_fingerprint(transaction.connection, PURPOSE))

    def seal(text: str) -> str:
        return text if text.startswith(MARK) else seal_cell(to_seal, _place(column), text)

    return _rewrite(transaction, column, _is_plain(column), after, seal)


def rewrap_cells(transaction: Transaction, keys: PlaceKeys) -> int:
    """Wrap the keys of cells under the newest generation; how many, at most CELLS_PER_BATCH.

    Raises KeyMissing, Damaged.
    """
    to_seal = ToSeal("", *keys.newest_by_fingerprint(transaction.connection, PURPOSE))
    newest = begins(to_seal.fingerprint)
    count = 0

    def rewrap(cell: str) -> str:
        nonlocal count
        if not cell.startswith(MARK) or cell.startswith(newest):
            return cell
        count += 1
        return hand_over(keys, _place(column), cell, to_seal)

    for column in sealed_columns():
        _rewrite(transaction, column, _is_older(column, newest), None, rewrap)
        if count:
            break
    return count


def _rewrite(
    transaction: Transaction,
    column: Column,
    which: sa.ColumnElement[bool],
    after: After | None,
    change: Callable[[str], str],
) -> After | None:
    key, raw = list(column.table.primary_key), _raw(column)
    query = sa.select(*key, raw.label("raw")).where(which).order_by(*key).limit(CELLS_PER_BATCH)
    if after is not None:
        query = query.where(sa.tuple_(*key) > sa.tuple_(*map(sa.literal, after, (one.type for one in key))))
    rows = transaction.connection.execute(query).all()
    for row in rows:
        mine = [one == value for one, value in zip(key, row, strict=False)]
        changed = {column.name: sa.literal(_change(column, row.raw, change), sa.Text)}
        transaction.connection.execute(sa.update(column.table).where(*mine).values(changed))
    return None if len(rows) < CELLS_PER_BATCH else list(rows[-1])[:-1]


def _change(column: Column, raw: str, change: Callable[[str], str]) -> str:
    names = _names(column)
    if not names:
        return change(raw)
    found = msgspec.json.decode(raw)
    for name in names.get(found.get("kind", ""), ()):
        if isinstance(found.get(name), str):
            found[name] = change(found[name])
    return msgspec.json.encode(found, order="sorted").decode()


def _is_plain(column: Column) -> sa.ColumnElement[bool]:
    raw, names = _raw(column), _names(column)
    if not names:
        return sa.and_(raw.is_not(None), raw != "", ~raw.startswith(MARK, autoescape=True))
    # Each kind has one member that is sealed; as nothing, it stays nothing.
    return sa.or_(*(
        sa.and_(
            raw.contains(f'"kind":"{kind}"' if kind else "", autoescape=True),
            raw.contains(f'"{name}":"', autoescape=True),
            ~raw.contains(f'"{name}":""', autoescape=True),
            ~raw.contains(f'"{name}":"{ESCAPED}', autoescape=True),
        )
        for kind, (name,) in names.items()
    ))  # fmt: skip


def _is_older(column: Column, newest: str) -> sa.ColumnElement[bool]:
    raw = _raw(column)
    if not _names(column):
        return sa.and_(raw.startswith(MARK, autoescape=True), ~raw.startswith(newest, autoescape=True))
    escaped = newest.replace(MARK, ESCAPED)
    return sa.and_(
        raw.contains(f'"{ESCAPED}', autoescape=True),
        ~raw.contains(f'"{escaped}', autoescape=True),
    )


def _raw(column: Column) -> sa.ColumnElement[str]:
    """What lies in the database."""
    return sa.type_coerce(column, sa.Text)


def _place(column: Column) -> str:
    assert isinstance(column.type, Sealed | SealedJson)
    return column.type.place


def _names(column: Column) -> dict[str, tuple[str, ...]]:
    return dict(column.type.names or ()) if isinstance(column.type, SealedJson) else {}
