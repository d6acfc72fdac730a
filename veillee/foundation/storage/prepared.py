"""The statements of the hot path: what a message costs is mostly what SQLAlchemy does around each of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Row = Mapping[str, Any]


class Prepared:
    """A statement that SQLite runs without detours: compiled once, given to the driver. Elsewhere Core runs it.

    `statement` names its values by bindparam(), or is an insert with `columns`. Errors are Core's own.
    """

    __slots__ = ("_binders", "_columns", "_sql", "_statement")

    def __init__(self, statement: sa.Select[Any] | sa.UpdateBase, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._sql = ""
        self._binders: list[tuple[str, Any]] = []

    def run(self, connection: sa.Connection, rows: Sequence[Row]) -> None:
        """Once for each row of values."""
        if connection.dialect.name != "sqlite":
            connection.execute(self._statement, list(rows))
            return
        self._prepare(connection)
        self._execute(connection, "executemany", [self._values(row) for row in rows])

    def first(self, connection: sa.Connection, row: Row) -> Sequence[Any] | None:
        """The first row of the result, values as the database keeps them, or None."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self._statement, dict(row)).first()
        self._prepare(connection)
        found: Sequence[Any] | None = self._execute(connection, "execute", self._values(row)).fetchone()
        return found

    def _execute(self, connection: sa.Connection, how: str, values: Any) -> Any:
        return ask_driver(connection, how, self._sql, values)

    def _values(self, row: Row) -> tuple[Any, ...]:
        return tuple(bind(row[name]) if bind else row[name] for name, bind in self._binders)

    def _prepare(self, connection: sa.Connection) -> None:
        if self._sql:
            return
        dialect = connection.dialect
        compiled = self._statement.compile(dialect=dialect, column_keys=self._columns)
        if not isinstance(compiled, SQLCompiler) or compiled.positiontup is None:
            raise TypeError("only statements with values by position can be prepared")
        self._binders = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup
        ]
        self._sql = str(compiled)


def ask_driver(connection: sa.Connection, how: str, *what: Any) -> Any:
    """Calls the driver's connection past SQLAlchemy; errors are Core's own."""
    try:
        return getattr(connection.connection.driver_connection, how)(*what)
    except connection.dialect.loaded_dbapi.Error as error:
        statement = str(what[0]) if what else how
        problem = connection.dialect.loaded_dbapi.Error
        raise DBAPIError.instance(statement, None, error, problem, dialect=connection.dialect) from error
