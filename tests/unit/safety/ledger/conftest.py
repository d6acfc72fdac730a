"""A ledger on a real database, and HTTP to it in this process."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from litestar import Litestar, Router
from litestar.di import Provide

from tests.in_process import make_transport
from tests.story.engines import Engine, open_database
from veillee.foundation.api import problem_handlers
from veillee.foundation.basics import Listeners
from veillee.foundation.storage import Database, Transaction
from veillee.safety.ledger import Sealer, append, make_leaf, store
from veillee.safety.ledger.routes import handlers
from veillee.safety.ledger.tree import Edge, hash_leaf

ORIGIN = "chat.example.org/api/v1/ledger"
SEED = bytes(range(32))
AT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def database(tmp_path: Path, engine: Engine) -> AsyncIterator[Database]:
    """A ledger that has been opened and is empty."""
    listeners, sealer = Listeners(), Sealer(SEED, ORIGIN)
    sealer.register(listeners)
    database = open_database(tmp_path / "ledger.sqlite3", listeners)
    await database.write(sealer.open)
    yield database
    await database.close()
    engine.forget(tmp_path / "ledger.sqlite3")


@pytest.fixture
def http(database: Database) -> httpx.AsyncClient:
    return make_http(database)


def make_http(database: Database) -> httpx.AsyncClient:
    """A client of the ledger's routes on this database."""

    async def provide() -> Database:
        return database

    app = Litestar(
        [Router("/api/v1", route_handlers=handlers)],
        dependencies={"database": Provide(provide)},
        exception_handlers=problem_handlers,
        openapi_config=None,
        logging_config=None,
    )
    return httpx.AsyncClient(transport=make_transport(app), base_url="http://localhost/api/v1/ledger")


def append_many(transaction: Transaction, first: int, end: int) -> None:
    """Leaves first to before end, in one transaction."""
    for n in range(first, end):
        append(transaction, "report.received", {"n": n}, AT)


def put_many(transaction: Transaction, size: int) -> None:
    """Leaves as append would have left them, without the checkpoints, in a ledger that has none yet."""
    store.lock_head(transaction.connection)
    edge, rows, above = Edge(), [], []
    for index in range(size):
        leaf = make_leaf("report.received", {"n": index}, b"salt", AT)
        values = {"index": index, "category": "report.received", "leaf": leaf, "salt": b"salt"}
        rows.append(values | {"leaf_hash": hash_leaf(leaf).hex()})
        above += [
            {"level": height // 8, "index": at, "hash": found}
            for height, at, found in edge.append(hash_leaf(leaf))
            if height % 8 == 0
        ]
    transaction.connection.execute(store.leaves.insert(), rows)
    transaction.connection.execute(store.nodes.insert(), above)
    store.move_head(transaction.connection, edge.size, edge.encode())
