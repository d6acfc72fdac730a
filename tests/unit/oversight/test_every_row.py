"""Every column that docs/rows.md says is held is changed, and its row deleted and put in, and each time it is named."""

import functools
import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.held import Held, read_page
from tests.unit.oversight.long_night import live_on
from tests.unit.oversight.place import PLACE_KEYS, START, Place
from tests.unit.oversight.test_rows import FREE
from veillee.foundation.basics import new_id
from veillee.foundation.storage import Instant, Json, metadata
from veillee.safety import ledger
from veillee.safety.sealing import PlaceKeys, SealedJson, ready
from veillee.server.ledger import check_all, check_rows, check_sealed

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("engine", ["sqlite"], indirect=True)]
Row = dict[str, Any]
Tamper = Callable[[sa.Connection], Any]
Check = Callable[[sa.Connection], Iterator[ledger.Fault]]
LATER = timedelta(minutes=1)
ID_CHARS = 36


def others(column: sa.Column[Any], value: Any) -> list[Any]:
    """What could stand there instead, as somebody would write it who knows the kind and no more."""
    gone = [None] if value is not None and column.nullable else []
    if isinstance(value, dict):
        return [*gone, *(value | {name: _changed(each)} for name, each in value.items())]
    return [*gone, _other(column, value)]


def _changed(value: Any) -> Any:
    """A member of JSON that is another one."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case list():
            return [*value, "?"]
        case dict():
            return {"?": 1}
        case _:
            return f"{value}?"


def _other(column: sa.Column[Any], value: Any) -> Any:
    kinds: dict[type, Callable[[], Any]] = {
        Instant: lambda: START if value is None else value + LATER,
        sa.Integer: lambda: (value or 0) + 7_001,
        sa.Boolean: lambda: not value,
        sa.Uuid: new_id,
        sa.LargeBinary: lambda: bytes([value[0] ^ 1]) + value[1:] if value else b"?" * 32,
        Json: lambda: _changed(value if value is not None else {}),
        SealedJson: lambda: _changed(value if value is not None else {}),
        object: lambda: "?" if value is None else value[:-1] + ("?" if value[-1:] != "?" else "!"),
    }
    return next(make for kind, make in kinds.items() if isinstance(column.type, kind))()


def tampers(name: str, table: Held, rows: list[Row]) -> Iterator[tuple[str, Row, Tamper]]:
    """What is done to which row, how it is called, and how it is done: each column of a row in which it is empty, of
    one in which it is not, and of one of each kind that its JSON says; rows take turns."""
    made, turns = metadata.tables[name], itertools.cycle(range(len(rows)))
    for column in table.held:
        start = next(turns)
        for row in {_kind(row[column]): row for row in rows[start:] + rows[:start]}.values():
            for value in others(made.c[column], row[column]):
                change = functools.partial(_put, made, _of(made, row), {column: value})
                yield f"{column} = {value!r:.40}", row | {f"new {column}": value}, change
    if "gone" not in table.excused:
        row = rows[next(turns)]
        yield "gone", row, functools.partial(_execute, sa.delete(made).where(*_of(made, row)))
    if "new" not in table.excused:
        another = _like(made, rows[next(turns)])
        yield "new", another, functools.partial(_add, made, another)


def _kind(value: Any) -> Any:
    return value.get("kind") if isinstance(value, dict) else value is None


def _of(table: sa.Table, row: Row) -> list[Any]:
    return [table.c[key.name] == row[key.name] for key in table.primary_key]


def _put(table: sa.Table, mine: list[Any], values: Row, connection: sa.Connection) -> Any:
    return connection.execute(sa.update(table).where(*mine).values(ready(connection, table, values)))


def _execute(statement: Any, connection: sa.Connection) -> Any:
    return connection.execute(statement)


def _add(table: sa.Table, row: Row, connection: sa.Connection) -> Any:
    return connection.execute(sa.insert(table).values(ready(connection, table, row)))


def _like(table: sa.Table, row: Row) -> Row:
    """A row that is like another, under a key of its own."""
    unique = {column.name for column in table.columns if column.unique}
    unique |= {list(each.columns)[-1].name for each in table.constraints if isinstance(each, sa.UniqueConstraint)}
    own = {key.name for key in table.primary_key if not key.foreign_keys or len(table.primary_key) == 1} | unique
    return row | {name: _other(table.c[name], row[name]) for name in own}


def names(row: Row) -> set[str]:
    """By what a line may tell which row it is: an id, or a number with its kind."""
    found = {value for value in row.values() if isinstance(value, str) and len(value) == ID_CHARS}
    for value in row.values():
        if isinstance(value, int) and not isinstance(value, bool):
            found |= {f"leaf {value}:", f"leaf {value} ", f"/{value}:", f"checkpoint {value}:", f"generation {value}:"}
            found |= {f"passkey {value}:"}
    return found


@pytest.fixture
async def long_night(careful: Place) -> Place:
    return await live_on(careful)


async def test_every_row_that_is_held_is_named_when_it_is_touched(long_night: Place) -> None:
    with long_night.database.engine.connect() as connection:
        assert [str(fault) for fault in check_all(connection, None, PLACE_KEYS)] == []
    unnamed = [line for name, table in read_page().items() if table.held for line in _unnamed(long_night, name, table)]
    assert unnamed == [], "\n".join(map(str, [len(unnamed), *unnamed[:80]]))


def _unnamed(place: Place, name: str, table: Held) -> Iterator[tuple[str, ...]]:
    with place.database.engine.connect() as connection:
        every = connection.execute(sa.select(metadata.tables[name]).order_by(*metadata.tables[name].primary_key)).all()
    rows = [dict(row._mapping) for row in every]
    if not rows:
        yield name, "nobody wrote a row of it in the long night"
    check = _check_ledger if name.startswith("ledger_") else _check_rows
    for what, row, tamper in tampers(name, table, rows):
        named = functools.partial(_names, table=table, row=row, gone=what == "gone")
        found = _try(place, tamper, check, named)
        if found is not None:
            yield name, what, str(found[:2])


def _names(line: str, *, table: Held, row: Row, gone: bool) -> bool:
    by_leaf = line.startswith(("row: leaf", "leaf: leaf"))
    if table.named == ("head",) or (gone and by_leaf):
        return True  # there is one head only; and of a row that is gone nobody can say more than its leaf
    return (by_leaf or any(word in line for word in table.named)) and any(each in line for each in names(row))


def _check_ledger(connection: sa.Connection) -> Iterator[ledger.Fault]:
    return check_all(connection, None, PLACE_KEYS)


def _check_rows(connection: sa.Connection) -> Iterator[ledger.Fault]:
    """All but the leaves themselves, which takes as long as all else."""
    # Keys of their own, which remember nothing of the try before.
    return itertools.chain(check_rows(connection), check_sealed(connection, PlaceKeys.of(bytes(32))))


def _try(place: Place, tamper: Tamper, check: Check, named: Callable[[str], bool]) -> list[str] | None:
    """None when verify names it, and of what the database does not take; else what it says."""
    engine = place.database.engine
    with engine.connect() as connection, connection.begin() as transaction:
        connection.exec_driver_sql(FREE[engine.dialect.name])
        try:
            assert tamper(connection).rowcount == 1
        except IntegrityError:
            return None
        said = []
        for fault in check(connection):
            said.append(str(fault))
            if named(said[-1]):
                break
        transaction.rollback()
    return None if said and named(said[-1]) else said
