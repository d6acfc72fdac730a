"""Reads in a few threads, writes through one group commit."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from veillee.foundation.basics import Listeners, Unavailable
from veillee.foundation.storage.engine import (
    for_reading,
    for_writing,
    is_away,
    is_damaged,
    name_problem,
    open_postgres,
    open_sqlite,
    take_turn,
    was_cut,
)
from veillee.foundation.storage.migrate import migrate
from veillee.foundation.storage.tools import lend_tool
from veillee.foundation.storage.transaction import Transaction
from veillee.foundation.storage.writer import Writer

P = ParamSpec("P")
T = TypeVar("T")
I = TypeVar("I")  # noqa: E741 - the item of a batch

READERS = 4
CHECK_SECONDS = 5


class Database:
    """The one way to the tables.

    Guarantee: when `write` returns, what it wrote is durable; what one job wrote is there whole or not at all; jobs
    run one after another, in the whole place and not only on this node, and batches beside them, so that a batch job
    locks the rows that it relies on, in one order. Listeners `after` are called on the loop in commit order, before
    `write` returns to its caller. While the database cannot be reached, reads and writes raise Unavailable, and go
    on by themselves once it is back. A write that raised it was not stored; only when the connection broke during
    the very commit it may have been.
    """

    def __init__(self, engine: sa.Engine, listeners: Listeners) -> None:
        self.engine = engine.execution_options(tools={})
        self._listeners = listeners
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._reading = for_reading(self.engine)
        self._writing = for_writing(self.engine)
        self._writer = Writer(self._writing, listeners)
        self.group_sizes = self._writer.group_sizes
        self.commit_seconds = self._writer.commit_seconds

    @classmethod
    def open(cls, address: str, path: Path, listeners: Listeners) -> "Database":
        """A database as the setting `database` says: `sqlite`, then in the file at path, or postgresql://…

        Raises DatabaseProblem for an address that is none.
        """
        if address == "sqlite":
            return cls.on_sqlite(path, listeners)
        return cls.on_postgres(address, listeners)

    @classmethod
    def on_sqlite(cls, path: Path, listeners: Listeners) -> "Database":
        """A database in a SQLite file, which migrate() has brought up to date."""
        return cls(open_sqlite(path, readers=READERS), listeners)

    @classmethod
    def on_postgres(cls, url: str, listeners: Listeners) -> "Database":
        """A database on a PostgreSQL server, which migrate() will reach first. Raises DatabaseProblem."""
        return cls(open_postgres(url, readers=READERS), listeners)

    def lend(self, tool: object) -> None:
        """Whoever reads or writes here may ask its connection for the tool, by type."""
        lend_tool(self.engine, tool)

    async def read(self, query: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run query(connection, ...) on a snapshot of what is committed."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, query, args, kwargs)

    async def write(self, job: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run job(transaction, ...) in the next group commit and wait until it is durable."""
        return await self._writer.submit(lambda transaction: job(transaction, *args, **kwargs))

    async def write_batched(self, job: Callable[[Transaction, list[I]], list[T]], item: I) -> T:
        """Like write, but items that wait for the same job are handed to it together, in order of arrival.

        The job returns one result an item; an Exception among the results is raised to that item's caller.
        """
        return await self.submit_batched(job, item)

    def submit_batched(self, job: Callable[[Transaction, list[I]], list[T]], item: I) -> "asyncio.Future[T]":
        """write_batched for callers on the loop that attach a callback instead of waiting."""
        return self._writer.submit_batched(job, item)

    def migrate(self, scripts: Path) -> None:
        """Bring the schema up to date before anything else.

        Raises SchemaNewer, and DatabaseProblem for a database that does not answer, takes nothing or is damaged.
        """
        try:
            migrate(self.engine, scripts)
        except DBAPIError as error:
            if not (is_away(error) or is_damaged(error)):
                raise
            raise name_problem(self.engine, error) from error

    def write_now(self, job: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """For commands without a loop: run job(transaction, ...) in a transaction of its own, beside a server's."""
        with self._writing.begin() as connection:
            take_turn(connection)
            return job(Transaction(connection, self._listeners), *args, **kwargs)

    def read_now(self, query: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """For commands without a loop: run query(connection, ...) on a snapshot, beside a server."""
        return self._read(query, args, kwargs)

    async def check(self) -> None:
        """Raises Unavailable when the database does not answer, or takes nothing, within CHECK_SECONDS.

        Something is really written: a full disk can be read, and an empty transaction costs it nothing.
        """
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                await self.read(lambda connection: connection.execute(sa.text("SELECT 1")).scalar_one())
                await self.write_batched(_touch, None)
        except TimeoutError as error:
            raise Unavailable from error

    async def close(self) -> None:
        """Commit what is waiting, then let go."""
        await self._writer.close()
        self._readers.shutdown(wait=True)
        self.engine.dispose()

    def _read(self, query: Callable[..., T], args: Any, kwargs: Any) -> T:
        try:
            return self._read_once(query, args, kwargs)
        except DBAPIError as error:
            if not is_away(error):
                raise
            if not was_cut(error):
                raise Unavailable from error
        # Who uses a connection first after the server came back finds it cut; a new one may do.
        try:
            return self._read_once(query, args, kwargs)
        except DBAPIError as error:
            if is_away(error):
                raise Unavailable from error
            raise

    def _read_once(self, query: Callable[..., T], args: Any, kwargs: Any) -> T:
        with self._reading.connect() as connection:
            return query(connection, *args, **kwargs)


def _touch(transaction: Transaction, checks: list[None]) -> list[None]:
    """Batched: write a row as it is."""
    transaction.connection.execute(sa.text("UPDATE alembic_version SET version_num = version_num"))
    return checks
