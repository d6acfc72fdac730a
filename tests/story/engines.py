"""What a place stands on. Every story is told on SQLite, and again on PostgreSQL and NATS."""

import contextlib
import functools
import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import veillee.server.wiring  # noqa: F401 - declares every table
from tests.story.nats import shared_nats
from tests.story.postgres import shared_server
from veillee.foundation.basics import Listeners, asset_dir
from veillee.foundation.storage import Database, metadata

_numbers = itertools.count(1)


class OnSqlite:
    """A file, copied from one that has been migrated."""

    def address(self, file: Path) -> str:
        """The setting `database` for the place whose SQLite file would be that: always the same for the same file."""
        if not file.exists():
            file.write_bytes(migrated())
        return "sqlite"

    def copy(self, file: Path, to: Path) -> None:
        """What lies there, which nobody has open, lies there as well."""
        shutil.copy(file, to)

    def bus(self) -> str:
        """The setting `bus`."""
        return "memory://"

    def forget(self, *files: Path) -> None:
        """The databases are needed no more."""


class OnPostgres:
    """A database of a server of our own, made from a template that has been migrated."""

    def __init__(self) -> None:
        self._databases: dict[Path, str] = {}

    def address(self, file: Path) -> str:
        """As OnSqlite.address."""
        if file not in self._databases:
            self._databases[file] = _emptied.pop() if _emptied else _copy_template()
        return shared_server().url(self._databases[file])

    def copy(self, file: Path, to: Path) -> None:
        """As OnSqlite.copy."""
        self._databases[to] = f"story_{next(_numbers)}"
        shared_server().cut(self._databases[file])
        shared_server().execute(f"CREATE DATABASE {self._databases[to]} TEMPLATE {self._databases[file]}")

    def bus(self) -> str:
        """As OnSqlite.bus."""
        return shared_nats().url

    def forget(self, *files: Path) -> None:
        """They are emptied for others, which takes a hundredth of the time of making new ones."""
        for file in files or tuple(self._databases):
            if (name := self._databases.pop(file, None)) is not None:
                shared_server().execute(_EMPTY, name)
                _emptied.append(name)


class OnAddress(OnSqlite):
    """What somebody else has made: for a process of a story's own."""

    def __init__(self, address: str) -> None:
        self._address = address

    def address(self, file: Path) -> str:
        """As OnSqlite.address."""
        return self._address


_EMPTY = "; ".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables))
_emptied: list[str] = []
Engine = OnSqlite | OnPostgres
ENGINES: dict[str, type[Engine]] = {"sqlite": OnSqlite, "postgresql": OnPostgres}
_present: list[Engine] = [OnSqlite()]


def present_engine() -> Engine:
    """The one on which the present test runs."""
    return _present[-1]


@contextlib.contextmanager
def standing_on(engine: Engine) -> Iterator[Engine]:
    """For a while, whatever is opened is opened on that."""
    _present.append(engine)
    try:
        yield engine
    finally:
        _present.pop().forget()


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Whoever asks for it runs once on each engine."""
    with standing_on(ENGINES[request.param]()) as engine:
        yield engine


def open_database(file: Path, listeners: Listeners) -> Database:
    """A migrated database on the present engine."""
    return Database.open(present_engine().address(file), file, listeners)


def new_address() -> str:
    """The setting `database` for an empty database on the present engine."""
    if isinstance(present_engine(), OnSqlite):
        return "sqlite"
    name = f"empty_{next(_numbers)}"
    shared_server().execute(f"CREATE DATABASE {name}")
    return shared_server().url(name)


@functools.cache
def migrated() -> bytes:
    """A SQLite file of the present schema."""
    with tempfile.TemporaryDirectory() as empty:
        file = Path(empty) / "place.sqlite3"
        _migrate("sqlite", file)
        return file.read_bytes()


def _copy_template() -> str:
    name = f"story_{next(_numbers)}"
    shared_server().execute(f"CREATE DATABASE {name} TEMPLATE {_template()}")
    return name


@functools.cache
def _template() -> str:
    shared_server().execute("CREATE DATABASE template_place")
    _migrate(shared_server().url("template_place"), Path())
    return "template_place"


def _migrate(address: str, file: Path) -> None:
    database = Database.open(address, file, Listeners())
    database.migrate(asset_dir("migrations"))
    database.engine.dispose()
