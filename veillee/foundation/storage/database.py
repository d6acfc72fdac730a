"""Reads in a few threads, writes through one group commit."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from veillee.foundation.basics import Listeners
from veillee.foundation.storage.engine import open_sqlite
from veillee.foundation.storage.migrate import migrate
from veillee.foundation.storage.transaction import Transaction
from veillee.foundation.storage.writer import Writer

P = ParamSpec("P")
T = TypeVar("T")
I = TypeVar("I")  # noqa: E741 - the item of a batch

READERS = 4


class Database:
    """The one way to the tables.

    Guarantee: when `write` returns, what it wrote is durable; what one job wrote is there whole or not at all;
    listeners `after` are called on the loop in commit order, before `write` returns to its caller.
    """

    def __init__(self, engine: sa.Engine, listeners: Listeners) -> None:
        self.engine = engine
        self._listeners = listeners
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._writer = Writer(engine.execution_options(writing=True), listeners)

    @classmethod
    def on_sqlite(cls, path: Path, listeners: Listeners) -> "Database":
        """A database in a SQLite file, which migrate() has brought up to date."""
        return cls(open_sqlite(path, readers=READERS), listeners)

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
        """Bring the schema up to date before anything else. Raises SchemaNewer."""
        migrate(self.engine, scripts)

    def write_now(self, job: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """For commands without a loop: run job(transaction, ...) in a transaction of its own, beside a server's."""
        with self.engine.execution_options(writing=True).begin() as connection:
            return job(Transaction(connection, self._listeners), *args, **kwargs)

    async def check(self) -> None:
        """Raise when the database does not answer."""
        await self.read(lambda connection: connection.execute(sa.text("SELECT 1")).scalar_one())

    async def close(self) -> None:
        """Commit what is waiting, then let go."""
        await self._writer.close()
        self._readers.shutdown(wait=True)
        self.engine.dispose()

    def _read(self, query: Callable[..., T], args: Any, kwargs: Any) -> T:
        with self.engine.connect() as connection:
            return query(connection, *args, **kwargs)
