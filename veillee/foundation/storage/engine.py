"""Everything that differs between databases."""

import functools
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from veillee.foundation.storage.prepared import Prepared, ask_driver

T = TypeVar("T")

BUSY_MILLISECONDS = 10_000
PAGE_CACHE_KIB = 16_384
CONNECT_SECONDS = 5
COPIED_ROWS_MIN = 10
LOCK_MILLISECONDS = 10_000
# Any two numbers that nobody else who uses the same database takes for its own: "veille" and a digit.
SCHEMA_LOCK = 0x7665_696C_6C65_01
TURN_LOCK = 0x7665_696C_6C65_02

_TAKE_LOCK = sa.text("SELECT pg_advisory_xact_lock(:key)")
_NO_STATE = "-"
# Deadlock and serialisation failure: nothing is wrong with the work, it only met another node's.
_CONFLICTS = frozenset({"40001", "40P01"})
# PostgreSQL Appendix A: connection exceptions, shutting down, starting up, no slot left, a lock not given in time.
_AWAY = frozenset({"57P01", "57P02", "57P03", "57P05", "53300", "55P03", "25006"})
# SQLite's primary result codes: no room, no lock, no memory, a disk that fails or may not be written.
_NO_ROOM = frozenset({
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL,
})  # fmt: skip
_DAMAGED = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})


class DatabaseProblem(Exception):
    """The database cannot be used as set; the message is one line for the operator and never holds the password."""


def open_sqlite(path: Path, *, readers: int) -> sa.Engine:
    """An engine on a SQLite file: WAL, synchronous=FULL, foreign keys; its pool holds `readers` + 1 connections."""
    engine = sa.create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=readers + 1,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "cached_statements": 512},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def open_postgres(url: str, *, readers: int) -> sa.Engine:
    """An engine on PostgreSQL, for a URL as libpq takes it; nothing is connected yet. Raises DatabaseProblem."""
    try:
        address = sa.make_url(url).set(drivername="postgresql+psycopg")
        # A server that is gone without a word is found out by keepalives, 11 s at most.
        connecting = {"connect_timeout": CONNECT_SECONDS, "keepalives_idle": 5, "keepalives_interval": 2}
        engine = sa.create_engine(
            address,
            pool_size=readers + 1,
            max_overflow=0,
            connect_args={"application_name": "veillee", "keepalives_count": 3} | connecting,
        )
    except (SQLAlchemyError, ValueError, TypeError) as error:
        # What the library says may quote the address, and with it the password.
        raise DatabaseProblem(
            "setting database: is not an address like postgresql://user:password@host/name"
        ) from error
    event.listen(engine, "connect", _prepare_postgres)
    return engine


def for_reading(engine: sa.Engine) -> sa.Engine:
    """The engine for reads: everything read in one transaction is of one moment."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine


def for_writing(engine: sa.Engine) -> sa.Engine:
    """The engine for writes."""
    return engine.execution_options(writing=True)


def commits_by_kind(engine: sa.Engine) -> bool:
    """Whether writes of different kinds go into transactions of their own.

    SQLite has one writer and pays for every commit. On PostgreSQL two nodes that each hold what the other waits for
    would stop: a batch takes its row locks in one order and holds no others.
    """
    return engine.dialect.name == "postgresql"


def take_turn(connection: sa.Connection) -> None:
    """Until the transaction ends no other node writes, batches apart: what a job has read stays true while it writes.

    With SQLite it is so by nature.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_TAKE_LOCK, {"key": TURN_LOCK})


def is_embedded(connection: sa.Connection) -> bool:
    """Whether the database lives in this process: to ask it one by one costs little, and nobody else writes."""
    return connection.dialect.name == "sqlite"


def is_one_of(
    connection: sa.Connection, columns: Sequence[sa.ColumnElement[Any]], keys: Sequence[Sequence[Any]]
) -> sa.ColumnElement[bool]:
    """The condition that these columns together are one of the keys."""
    if connection.dialect.name != "postgresql":
        return sa.tuple_(*columns).in_(keys)
    # As a list it would be planned key by key.
    arrays = [
        sa.bindparam(None, list(values), type_=ARRAY(column.type))
        for column, values in zip(columns, zip(*keys, strict=True), strict=True)
    ]
    wanted = sa.func.unnest(*arrays).table_valued(*(f"key{number}" for number in range(len(columns)))).render_derived()
    return sa.tuple_(*columns).in_(sa.select(*wanted.c))


def insert_many(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store rows that all have the same columns."""
    if connection.dialect.name == "postgresql" and len(rows) >= COPIED_ROWS_MIN:
        _copy(connection, table, rows)
    else:
        _insert(table, tuple(rows[0])).run(connection, rows)


@functools.cache
def _insert(table: sa.Table, columns: tuple[str, ...]) -> Prepared:
    return Prepared(table.insert(), columns)


def _copy(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    dialect, names = connection.dialect, list(rows[0])
    processors = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) or _as_is for name in names]
    quote = dialect.identifier_preparer.quote
    statement = f"COPY {quote(table.name)} ({', '.join(map(quote, names))}) FROM STDIN"
    try:
        with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row([process(row[name]) for process, name in zip(processors, names, strict=True)])
    except dialect.loaded_dbapi.Error as error:
        # What Core does around its own statements.
        cut = dialect.is_disconnect(error, connection.connection, None)
        if cut:
            connection.invalidate(error)
        problem = DBAPIError.instance(
            statement, None, error, dialect.loaded_dbapi.Error, connection_invalidated=cut, dialect=dialect
        )
        raise problem from error


def _as_is(value: Any) -> Any:
    return value


def lock_schema(connection: sa.Connection) -> None:
    """Until the transaction ends nobody else migrates."""
    if connection.dialect.name == "postgresql":
        connection.execute(_TAKE_LOCK, {"key": SCHEMA_LOCK})


def is_conflict(error: Exception) -> bool:
    """Whether the same work, done again, is likely to succeed at once."""
    return _state(error) in _CONFLICTS


def is_away(error: Exception) -> bool:
    """Whether the database cannot be reached, or takes nothing, for now."""
    if _sqlite_code(error) in _NO_ROOM:
        return True
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = _state(error)
    # psycopg gives no state when there was no server to give one.
    return error.connection_invalidated or state is None or state in _AWAY or state.startswith("08")


def is_damaged(error: Exception) -> bool:
    """Whether the file is no database, or one that is broken."""
    return _sqlite_code(error) in _DAMAGED


def has_begun(connection: sa.Connection) -> bool:
    """Whether SQLite is in a transaction; False with other databases."""
    driver = connection.connection.driver_connection
    return isinstance(driver, sqlite3.Connection) and driver.in_transaction


def has_ended(connection: sa.Connection) -> bool:
    """Whether the database has ended the transaction by itself, as SQLite may when there is no room."""
    return connection.dialect.name == "sqlite" and not has_begun(connection)


def was_cut(error: Exception) -> bool:
    """Whether a connection that had been there was lost: another may do."""
    return is_away(error) and isinstance(error, DBAPIError) and error.connection_invalidated


def name_problem(engine: sa.Engine, error: DBAPIError) -> DatabaseProblem:
    """Why nothing came of the first connection, in one line."""
    if isinstance(error.orig, sqlite3.Error):
        advice = "; restore it from a backup" if is_damaged(error) else ""
        return DatabaseProblem(f"database {engine.url.database}: cannot be used ({error.orig}){advice}")
    lines = [line.strip() for line in str(error.orig).splitlines() if line.strip()] or ["no connection"]
    said = lines[0].rpartition("FATAL:")[2].strip() or lines[0]
    where = engine.url.set(drivername="postgresql").render_as_string(hide_password=True)
    return DatabaseProblem(f"setting database: {where}: {said}")


def _sqlite_code(error: Exception) -> int | None:
    """SQLite's primary result code; None for errors that are none of SQLite's."""
    code: int | None = getattr(getattr(error, "orig", None), "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _state(error: Exception) -> str | None:
    """The SQLSTATE; None when the driver has none to give, "-" for errors that are none of PostgreSQL's."""
    state: str | None = getattr(getattr(error, "orig", None), "sqlstate", _NO_STATE)
    return state


def _prepare_postgres(connection: Any, _: Any) -> None:
    # `accepted` promises that a message is on a disk: a server that is set to answer sooner is overruled.
    durable = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
    connection.execute(f"SET lock_timeout = '{LOCK_MILLISECONDS}ms'; SET jit = off; {durable}")
    connection.commit()


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    # The driver's own transaction handling begins too late for savepoints; we say BEGIN ourselves. What is deleted is
    # overwritten: it must not be found in the file's free pages.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
        f"cache_size=-{PAGE_CACHE_KIB}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer takes the lock at once: upgrading a read lock later fails instead of waiting. A Line has said it already.
    writing = connection.get_execution_options().get("writing", False)
    if not has_begun(connection):
        ask_driver(connection, "execute", "BEGIN IMMEDIATE" if writing else "BEGIN")
