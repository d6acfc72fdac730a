"""Rows that may be there already, on both databases."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def upsert_many(
    connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], newest: sa.Column[Any]
) -> None:
    """Store rows, or bring those that are there up to date where theirs is the later `newest`. Locks are taken in the
    order of the primary keys."""
    keys = [column.name for column in table.primary_key]
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement: Any = make(table)
    fresh = statement.excluded
    changing = {name: fresh[name] for name in rows[0] if name not in keys}
    statement = statement.on_conflict_do_update(index_elements=keys, set_=changing, where=fresh[newest.name] > newest)
    connection.execute(statement, sorted(rows, key=lambda row: [row[key] for key in keys]))


def add_up_many(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store rows of numbers, or add theirs to those that are there under the same primary key. Locks as above."""
    keys = [column.name for column in table.primary_key]
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement: Any = make(table)
    sums = {name: table.c[name] + statement.excluded[name] for name in rows[0] if name not in keys}
    statement = statement.on_conflict_do_update(index_elements=keys, set_=sums)
    connection.execute(statement, sorted(rows, key=lambda row: [row[key] for key in keys]))
