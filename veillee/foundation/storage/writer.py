"""Group commit: what arrives while one transaction is being made durable becomes the next one."""

import asyncio
import itertools
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import sqlalchemy as sa

from veillee.foundation.basics import Event, Listeners
from veillee.foundation.storage.transaction import Transaction

T = TypeVar("T")
Job = Callable[[Transaction], Any]
BatchJob = Callable[[Transaction, list[Any]], list[Any]]

JOBS_PER_COMMIT_MAX = 2_000


class WriterStopped(Exception):
    """A write was asked for after the database was closed, or its commit failed."""


class _Waiting:
    """One write that waits for its commit."""

    __slots__ = ("batch_job", "events", "future", "item", "job", "outcome")

    def __init__(self, future: "asyncio.Future[Any]", job: Job | None, batch_job: BatchJob | None, item: Any) -> None:
        self.future = future
        self.job = job
        self.batch_job = batch_job
        self.item = item
        self.outcome: Any = None
        self.events: list[Event] = []


class Writer:
    """A thread that owns the writing connection and commits in groups."""

    def __init__(self, engine: sa.Engine, listeners: Listeners) -> None:
        self._engine = engine
        self._listeners = listeners
        self._waiting: list[_Waiting] = []
        self._wake = threading.Condition()
        self._closing = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[Transaction], T]) -> "asyncio.Future[T]":
        """Queue one job; the future is done after its commit."""
        return self._put(job, None, None)

    def submit_batched(self, job: BatchJob, item: Any) -> "asyncio.Future[Any]":
        """Queue one item of a job that takes many."""
        return self._put(None, job, item)

    async def close(self) -> None:
        """Commit everything that waits, then end the thread."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        await asyncio.to_thread(self._thread.join)
        await asyncio.sleep(0)

    def _put(self, job: Job | None, batch_job: BatchJob | None, item: Any) -> "asyncio.Future[Any]":
        self._loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = self._loop.create_future()
        with self._wake:
            if self._closing:
                raise WriterStopped("the database is closed")
            self._waiting.append(_Waiting(future, job, batch_job, item))
            self._wake.notify()
        return future

    def _run(self) -> None:
        while group := self._next_group():
            try:
                self._commit(group)
            except Exception as error:  # the commit itself failed: nobody may believe that it is stored
                for waiting in group:
                    waiting.outcome, waiting.events = error, []
            loop = self._loop
            if loop is not None and not loop.is_closed():
                loop.call_soon_threadsafe(self._settle, group)

    def _next_group(self) -> list[_Waiting]:
        with self._wake:
            while not self._waiting and not self._closing:
                self._wake.wait()
            group = self._waiting[:JOBS_PER_COMMIT_MAX]
            del self._waiting[:JOBS_PER_COMMIT_MAX]
            return group

    def _commit(self, group: list[_Waiting]) -> None:
        with self._engine.begin() as connection:
            for batch_job, run in _runs(group):
                if batch_job is None or not self._write_together(connection, batch_job, run):
                    for waiting in run:
                        self._write_alone(connection, waiting)

    def _write_together(self, connection: sa.Connection, batch_job: BatchJob, run: list[_Waiting]) -> bool:
        transaction = Transaction(connection, self._listeners)
        try:
            with connection.begin_nested():
                outcomes = batch_job(transaction, [waiting.item for waiting in run])
        except Exception:
            # One poisoned item must not take its neighbours with it: each goes again on its own.
            return False
        for waiting, outcome in zip(run, outcomes, strict=True):
            waiting.outcome = outcome
        run[-1].events = transaction.events
        return True

    def _write_alone(self, connection: sa.Connection, waiting: _Waiting) -> None:
        transaction = Transaction(connection, self._listeners)
        try:
            with connection.begin_nested():
                if waiting.job is not None:
                    waiting.outcome = waiting.job(transaction)
                elif waiting.batch_job is not None:
                    (waiting.outcome,) = waiting.batch_job(transaction, [waiting.item])
            waiting.events = transaction.events
        except Exception as error:
            waiting.outcome = error

    def _settle(self, group: list[_Waiting]) -> None:
        for waiting in group:
            for event in waiting.events:
                self._listeners.run_after(event)
        for waiting in group:
            if waiting.future.done():
                continue
            if isinstance(waiting.outcome, Exception):
                waiting.future.set_exception(waiting.outcome)
            else:
                waiting.future.set_result(waiting.outcome)


def _runs(group: list[_Waiting]) -> Iterator[tuple[BatchJob | None, list[_Waiting]]]:
    """Neighbours that share a batch job together, the others one by one, in order of arrival."""
    for batch_job, run in itertools.groupby(group, key=lambda waiting: waiting.batch_job):
        yield batch_job, list(run)
