"""Group commit: what arrives while one transaction is being made durable becomes the next one."""

import asyncio
import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Any, TypeVar

import sqlalchemy as sa
import structlog

from veillee.foundation.basics import Distribution, Event, Listeners, Unavailable
from veillee.foundation.storage.engine import commits_by_kind, has_ended, is_away, is_conflict, take_turn, was_cut
from veillee.foundation.storage.line import Line
from veillee.foundation.storage.order import OutOfOrder, one_part
from veillee.foundation.storage.transaction import Transaction

T = TypeVar("T")
Job = Callable[[Transaction], Any]
BatchJob = Callable[[Transaction, list[Any]], list[Any]]

JOBS_PER_COMMIT_MAX = 2_000
SIZE_BOUNDS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, JOBS_PER_COMMIT_MAX)
SECONDS_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
ATTEMPTS_MAX = 4

log = structlog.get_logger("storage")


class WriterStopped(Exception):
    """A write was asked for after the database was closed, or its commit failed."""


class _Poisoned(Exception):
    """One item made a whole batch fail: each has to be written for itself."""


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
    """A thread that owns the writing connection and commits in groups.

    What is asked for within one turn of the loop is handed to it together: else the first of many messages that came
    at once would be committed alone while the others wait, and the two threads would wake each other for each.
    """

    def __init__(self, engine: sa.Engine, listeners: Listeners) -> None:
        self.group_sizes = Distribution(SIZE_BOUNDS)
        self.commit_seconds = Distribution(SECONDS_BOUNDS)
        self._listeners = listeners
        self._line = Line(engine)
        self._asked: list[_Waiting] = []
        self._handed: SimpleQueue[list[_Waiting] | None] = SimpleQueue()
        self._waiting: list[_Waiting] = []
        self._closing = False
        self._ended = False
        self._committing = False
        self._refusing = False
        self._by_kind = commits_by_kind(engine)
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
        self._hand_over()
        self._closing = True
        self._handed.put(None)
        await asyncio.to_thread(self._thread.join)
        await asyncio.sleep(0)

    def _put(self, job: Job | None, batch_job: BatchJob | None, item: Any) -> "asyncio.Future[Any]":
        if self._closing:
            raise WriterStopped("the database is closed")
        self._loop = loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        if not self._asked:
            loop.call_soon(self._hand_over)
        self._asked.append(_Waiting(future, job, batch_job, item))
        return future

    def _hand_over(self) -> None:
        asked, self._asked = self._asked, []
        if asked:
            self._handed.put(asked)

    def _run(self) -> None:
        while group := self._next_group():
            for unit in _kinds(group) if self._by_kind else [group]:
                self._make_durable(unit)
                loop = self._loop
                if loop is not None and not loop.is_closed():
                    loop.call_soon_threadsafe(self._settle, unit)
        self._line.close()

    def _make_durable(self, unit: list[_Waiting]) -> None:
        """Commit them together; when that fails, nobody may believe that they are stored."""
        rest = unit
        if _is_one_batch(unit):
            with contextlib.suppress(_Poisoned):
                rest = self._attempt(self._commit_batch, unit)
        while rest:
            rest = self._attempt(self._commit, rest)

    def _attempt(self, commit: Callable[[list[_Waiting]], int], unit: list[_Waiting]) -> list[_Waiting]:
        """Those that have to go into a transaction of their own."""
        began = time.perf_counter()
        for attempts_left in reversed(range(ATTEMPTS_MAX)):
            try:
                done = commit(unit)
                self.commit_seconds.add(time.perf_counter() - began)
                self.group_sizes.add(done)
                self._log_change(None)
                return unit[done:]
            except _Poisoned:
                raise
            except Exception as error:
                if attempts_left and self._may_repeat(error):
                    continue
                reason = error
                if is_away(error) or isinstance(error, Unavailable):
                    self._log_change(error)
                    reason = Unavailable()
                for waiting in unit:
                    waiting.outcome, waiting.events = reason, []
                break
        return []

    def _may_repeat(self, error: Exception) -> bool:
        # A connection that is cut during COMMIT leaves open whether it was one; the clients' refs settle that.
        return is_conflict(error) or (was_cut(error) and not self._committing)

    def _log_change(self, error: Exception | None) -> None:
        """Tell the operator once that nothing can be stored, and once that it can again."""
        if error is not None and not self._refusing:
            cause = error.__cause__ or error
            log.error("cannot store", error=type(cause).__name__, reason=str(getattr(cause, "orig", cause)))
        elif error is None and self._refusing:
            log.warning("can store again")
        self._refusing = error is not None

    def _next_group(self) -> list[_Waiting]:
        while not self._ended and not (self._waiting and self._handed.empty()):
            handed = self._handed.get()
            self._ended = handed is None
            self._waiting += handed or []
        group = self._waiting[:JOBS_PER_COMMIT_MAX]
        del self._waiting[:JOBS_PER_COMMIT_MAX]
        return group

    def _commit(self, unit: list[_Waiting]) -> int:
        """How many of them, the first at least: one that needs a lock out of order begins the next transaction."""
        self._committing = False
        with self._line.begin() as connection:
            done = self._write_in_order(connection, unit)
            self._committing = True
        return done

    def _write_in_order(self, connection: sa.Connection, unit: list[_Waiting]) -> int:
        done = 0
        for batch_job, run in _runs(unit):
            if batch_job is None:
                take_turn(connection)
            elif self._write_together(connection, batch_job, run):
                done += len(run)
                continue
            for waiting in run:
                try:
                    self._write_alone(connection, waiting)
                except OutOfOrder:
                    return done
                done += 1
        return done

    def _commit_batch(self, unit: list[_Waiting]) -> int:
        """What most groups are, one batch and nothing else, needs no savepoint: it is there whole or not at all."""
        self._committing = False
        with self._line.begin() as connection:
            transaction = Transaction(connection, self._listeners)
            try:
                outcomes = unit[0].batch_job(transaction, [waiting.item for waiting in unit])  # type: ignore[misc]
            except Exception as error:
                _check_spared(connection, error)
                raise _Poisoned from error
            _note(unit, outcomes, transaction)
            self._committing = True
        return len(unit)

    def _write_together(self, connection: sa.Connection, batch_job: BatchJob, run: list[_Waiting]) -> bool:
        transaction = Transaction(connection, self._listeners)
        try:
            with one_part(connection):
                outcomes = batch_job(transaction, [waiting.item for waiting in run])
        except Exception as error:
            _check_spared(connection, error)
            # One poisoned item must not take its neighbours with it: each goes again on its own.
            return False
        _note(run, outcomes, transaction)
        return True

    def _write_alone(self, connection: sa.Connection, waiting: _Waiting) -> None:
        transaction = Transaction(connection, self._listeners)
        try:
            with one_part(connection):
                if waiting.job is not None:
                    waiting.outcome = waiting.job(transaction)
                elif waiting.batch_job is not None:
                    (waiting.outcome,) = waiting.batch_job(transaction, [waiting.item])
            waiting.events = transaction.events
        except OutOfOrder:
            raise
        except Exception as error:
            _check_spared(connection, error)
            waiting.outcome = error

    def _settle(self, group: list[_Waiting]) -> None:
        """Whoever waits goes on in the loop's next turn, after the listeners have heard; what both send to one
        connection can then leave in one write."""
        for waiting in group:
            if waiting.future.done():
                continue
            if isinstance(waiting.outcome, Exception):
                waiting.future.set_exception(waiting.outcome)
            else:
                waiting.future.set_result(waiting.outcome)
        for waiting in group:
            for event in waiting.events:
                self._listeners.run_after(event)


def _is_one_batch(unit: list[_Waiting]) -> bool:
    job = unit[0].batch_job
    return job is not None and all(waiting.batch_job == job for waiting in unit)


def _note(run: list[_Waiting], outcomes: list[Any], transaction: Transaction) -> None:
    for waiting, outcome in zip(run, outcomes, strict=True):
        waiting.outcome = outcome
    run[-1].events = transaction.events


def _check_spared(connection: sa.Connection, error: Exception) -> None:
    """Raises the error again when it concerns the whole transaction and not one job's part of it."""
    if is_conflict(error) or is_away(error):
        raise error
    if has_ended(connection):
        # What the jobs before this one wrote is gone, and what came now would be committed on its own.
        raise Unavailable from error


def _kinds(group: list[_Waiting]) -> list[list[_Waiting]]:
    """All that share a batch job together, and all that have none."""
    kinds: dict[BatchJob | None, list[_Waiting]] = {}
    for waiting in group:
        kinds.setdefault(waiting.batch_job, []).append(waiting)
    return list(kinds.values())


def _runs(group: list[_Waiting]) -> Iterator[tuple[BatchJob | None, list[_Waiting]]]:
    """Neighbours that share a batch job together, the others one by one, in order of arrival."""
    for batch_job, run in itertools.groupby(group, key=lambda waiting: waiting.batch_job):
        yield batch_job, list(run)
