"""Row locks in one order: two nodes that each hold what the other waits for would stop."""

import contextlib
from collections.abc import Iterable, Iterator

import sqlalchemy as sa


class OutOfOrder(Exception):
    """A job needs a lock that comes before one which its transaction holds for an earlier job: it has to wait for the
    next transaction. The writer sees to that."""


class _Held:
    """What one transaction has locked: the last in order for the jobs before, everything for the present one."""

    def __init__(self, transaction: sa.RootTransaction | None) -> None:
        self.transaction = transaction
        self.keys: set[str] = set()
        self.last = ""
        self.own: set[str] = set()


def take_in_order(connection: sa.Connection, keys: Iterable[str]) -> None:
    """Say that these rows are going to be locked, in the order of their keys. Raises OutOfOrder."""
    held = _held(connection)
    fresh = set(keys) - held.keys
    if fresh and min(fresh) < held.last:
        raise OutOfOrder
    held.own |= fresh


@contextlib.contextmanager
def one_part(connection: sa.Connection) -> Iterator[None]:
    """A savepoint around one job: when it fails, its locks are gone with its rows."""
    held = _held(connection)
    held.own = set()
    with connection.begin_nested():
        yield
    held.keys |= held.own
    held.last = max((held.last, *held.own))


def forget_order(connection: sa.Connection) -> None:
    """The transaction has ended, and with it its locks."""
    connection.info.pop("held", None)


def _held(connection: sa.Connection) -> _Held:
    held: _Held | None = connection.info.get("held")
    transaction = connection.get_transaction()
    if held is None or held.transaction is not transaction:
        held = connection.info["held"] = _Held(transaction)
    return held
