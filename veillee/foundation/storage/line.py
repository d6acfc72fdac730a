"""The writer's own connection: what one transaction costs beside its statements."""

import contextlib
from collections.abc import Iterator

import sqlalchemy as sa

from veillee.foundation.storage.engine import has_begun
from veillee.foundation.storage.order import forget_order
from veillee.foundation.storage.prepared import ask_driver


class Line:
    """Transactions one after the other, for one thread.

    On SQLite the connection is kept, and begun and committed by the driver: the pool's and Core's part in each
    transaction costs more than the statements of a message. Elsewhere the pool knows best which connection still works.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._kept: sa.Connection | None = None

    @contextlib.contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """A transaction: committed at the end, rolled back when something is raised."""
        if self._engine.dialect.name != "sqlite":
            with self._engine.begin() as connection:
                yield connection
            return
        connection = self._kept = self._kept or self._engine.connect()
        ask_driver(connection, "execute", "BEGIN IMMEDIATE")
        try:
            yield connection
            connection.dispatch.commit(connection)  # whoever listens to Core's commits hears of this one
            ask_driver(connection, "commit")
        finally:
            if has_begun(connection):
                ask_driver(connection, "rollback")
            # What Core knows of it, when it was asked for more than what is prepared, ends as well.
            connection.rollback()
            forget_order(connection)

    def close(self) -> None:
        """Give the connection back."""
        if self._kept is not None:
            self._kept.close()
