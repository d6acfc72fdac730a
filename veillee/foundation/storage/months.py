"""Tables that lie by month on PostgreSQL, so that an old month is dropped as a whole; on SQLite they lie as they are.

A month is a table of its own, `messages_2026_11`, with a primary key of its own. Rows for whose month there is none
lie in `messages_rest`: those of a clock that jumped, and those that are kept beyond their month. Every function that
changes something takes its locks at once and for a moment, or leaves all as it was and says so.
"""

import calendar
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from veillee.foundation.storage.engine import LOCK_MILLISECONDS, is_away

MONTHS_AHEAD = 2
# Who waits for a lock on a table has everybody who comes later wait behind; shorter than deadlocks are looked for.
WAIT_MILLISECONDS = 200
# What is moved is moved while others wait; with more than that the month stays as it is.
MOVED_ROWS_MAX = 5_000

Columns = sa.ColumnCollection[str, sa.ColumnElement[Any]]


def lies_by_month(connection: sa.Connection) -> bool:
    """Whether the rows of such tables go month by month."""
    return connection.dialect.name == "postgresql"


def month_of(moment: datetime) -> datetime:
    """The first moment of its month, in UTC."""
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def month_after(month: datetime) -> datetime:
    """The first moment of the next one."""
    return month + timedelta(days=calendar.monthrange(month.year, month.month)[1])


def list_missing_months(connection: sa.Connection, table: sa.Table, now: datetime) -> list[datetime]:
    """Of the present month and the MONTHS_AHEAD next ones those that the table does not have."""
    if not lies_by_month(connection):
        return []
    wanted = [month_of(now)]
    while len(wanted) <= MONTHS_AHEAD:
        wanted.append(month_after(wanted[-1]))
    present = set(list_months(connection, table))
    return [month for month in wanted if month not in present]


def list_months(connection: sa.Connection, table: sa.Table) -> list[datetime]:
    """The months that the table has, the oldest first."""
    if not lies_by_month(connection):
        return []
    query = sa.text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = CAST(:name AS regclass)")
    names = connection.execute(query, {"name": table.name}).scalars()
    found = [re.fullmatch(rf"{table.name}_(\d{{4}})_(\d\d)", name) for name in names]
    return sorted(datetime(int(name[1]), int(name[2]), 1, tzinfo=UTC) for name in found if name)


def make_month(connection: sa.Connection, table: sa.Table, moment: sa.Column[datetime], month: datetime) -> bool:
    """The table has that month from now on; rows of it that lie in the rest are moved. False: not now."""
    name, rest = _name(table, month), _part(table, f"{table.name}_rest")
    bounds = [moment.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)(at)  # type: ignore[misc]
              for at in (month, month_after(month))]  # fmt: skip
    astray = sa.and_(rest.c[moment.name] >= month, rest.c[moment.name] < month_after(month))
    if _count(connection, rest, astray) > MOVED_ROWS_MAX:
        return False
    locks = [(other, "SHARE ROW EXCLUSIVE") for other in _referred(table)]
    if not _lock(connection, [*locks, (table.name, "SHARE UPDATE EXCLUSIVE"), (rest.name, "ACCESS EXCLUSIVE")]):
        return False
    keys = ", ".join(column.name for column in table.primary_key)
    _run(connection, f"CREATE TABLE {name} (LIKE {table.name} INCLUDING ALL, PRIMARY KEY ({keys}))")
    _move(connection, rest, _part(table, name), astray)
    connection.execute(rest.delete().where(astray))
    _run(connection, f"ALTER TABLE {table.name} ATTACH PARTITION {name} FOR VALUES FROM ({bounds[0]}) TO ({bounds[1]})")
    return True


def drop_month(
    connection: sa.Connection, table: sa.Table, month: datetime, kept: Callable[[Columns], sa.ColumnElement[bool]]
) -> bool:
    """The month goes, but for the rows that are kept: they lie in the rest from now on. False: not now, or too many
    are kept."""
    part = _part(table, _name(table, month))
    if _count(connection, part, kept(part.c)) > MOVED_ROWS_MAX:
        return False
    # Those it refers to lose the triggers that looked after it.
    if not _lock(connection, [(name, "ACCESS EXCLUSIVE") for name in (*_referred(table), table.name)]):
        return False
    _run(connection, f"ALTER TABLE {table.name} DETACH PARTITION {part.name}")
    _move(connection, part, table, kept(part.c))
    _run(connection, f"DROP TABLE {part.name}")
    return True


def _name(table: sa.Table, month: datetime) -> str:
    return f"{table.name}_{month:%Y_%m}"


def _part(table: sa.Table, name: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column.name, column.type) for column in table.columns))


def _referred(table: sa.Table) -> list[str]:
    return sorted({key.column.table.name for key in table.foreign_keys})


def _count(connection: sa.Connection, part: sa.TableClause, which: sa.ColumnElement[bool]) -> int:
    some = sa.select(sa.literal(1)).select_from(part).where(which).limit(MOVED_ROWS_MAX + 1).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()


def _move(connection: sa.Connection, source: sa.TableClause, to: sa.FromClause, which: sa.ColumnElement[bool]) -> None:
    names = [column.name for column in source.columns]
    connection.execute(sa.insert(to).from_select(names, sa.select(source).where(which)))  # type: ignore[arg-type]


def _lock(connection: sa.Connection, locks: list[tuple[str, str]]) -> bool:
    """All of them in this order, the one in which appending takes them, or none."""
    try:
        with connection.begin_nested():
            _run(connection, f"SET LOCAL lock_timeout = '{WAIT_MILLISECONDS}ms'")
            for name, mode in locks:
                _run(connection, f"LOCK TABLE {name} IN {mode} MODE")
            _run(connection, f"SET LOCAL lock_timeout = '{LOCK_MILLISECONDS}ms'")
    except OperationalError as error:
        if error.connection_invalidated or not is_away(error):
            raise
        return False
    return True


def _run(connection: sa.Connection, statement: str) -> None:
    connection.execute(sa.text(statement))
