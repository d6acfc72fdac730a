"""The migrations make the schema that the code declares, once, and never touch a newer one."""

import shutil
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import IntegrityError

import veillee.server.wiring  # noqa: F401 - declares every table
from tests.story.engines import Engine, new_address
from veillee.foundation.basics import asset_dir
from veillee.foundation.storage import SchemaNewer, metadata
from veillee.foundation.storage.engine import for_writing, open_postgres, open_sqlite
from veillee.foundation.storage.migrate import migrate


@pytest.fixture
def place(tmp_path: Path, engine: Engine) -> Iterator[sa.Engine]:
    """An empty database on each engine."""
    address = new_address()
    opened = open_sqlite(tmp_path / "x", readers=1) if address == "sqlite" else open_postgres(address, readers=1)
    yield opened
    opened.dispose()


def test_migrations_give_exactly_what_the_code_declares(place: sa.Engine) -> None:
    migrate(place, asset_dir("migrations"))
    with place.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _is_no_month})
        assert compare_metadata(context, metadata) == []


def _is_no_month(_item: object, name: str | None, kind: str, *_: object) -> bool:
    return kind != "table" or not (name or "").startswith("messages_")


def test_migrating_again_changes_nothing(place: sa.Engine) -> None:
    migrate(place, asset_dir("migrations"))
    migrate(place, asset_dir("migrations"))


def test_many_nodes_that_start_together_migrate_once(place: sa.Engine) -> None:
    with ThreadPoolExecutor(4) as nodes:
        starts = [nodes.submit(migrate, place, asset_dir("migrations")) for _ in range(4)]
    assert [start.result() for start in starts] == [None] * 4


def test_a_newer_schema_is_left_alone(place: sa.Engine) -> None:
    migrate(place, asset_dir("migrations"))
    with for_writing(place).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaNewer, match="9999"):
        migrate(place, asset_dir("migrations"))


def test_statements_keep_their_complaints_when_they_are_made_anew(place: sa.Engine, tmp_path: Path) -> None:
    before = tmp_path / "migrations"
    shutil.copytree(asset_dir("migrations"), before, ignore=shutil.ignore_patterns("__pycache__"))
    for script in (before / "versions").glob("*.py"):
        if script.name >= "0031":
            script.unlink()
    migrate(place, before)
    ids = {name: str(uuid.uuid4()) for name in ("people", "staff", "cases", "statements")}
    told = {"person_id": ids["people"], "case_id": ids["cases"], "staff_id": ids["staff"]}
    with for_writing(place).begin() as connection:
        for name, value in ids.items():
            _fill(connection, name, id=value, **(told if name == "statements" else {}))
        _fill(connection, "complaints", statement_id=ids["statements"], case_id=ids["cases"], text="Why?")
    migrate(place, asset_dir("migrations"))
    with for_writing(place).begin() as connection:
        assert connection.execute(sa.text("SELECT text FROM complaints")).scalar() == "Why?"
        _fill(connection, "statements", id=str(uuid.uuid4()), person_id=ids["people"], automated=True)
        assert connection.execute(sa.text("SELECT count(*) FROM statements")).scalar() == 2
        with pytest.raises(IntegrityError):
            _fill(connection, "complaints", statement_id=str(uuid.uuid4()), case_id=ids["cases"])


def _fill(connection: sa.Connection, name: str, **values: object) -> None:
    """A row with something in every column that must have something."""
    table = sa.Table(name, sa.MetaData(), autoload_with=connection)
    for column in table.columns:
        if column.name not in values and not column.nullable and column.server_default is None:
            values[column.name] = "{}" if isinstance(column.type, sa.String) else 1
            if isinstance(column.type, sa.Boolean):
                values[column.name] = False
    declared = metadata.tables[name].c
    given = {
        sa.Column(key, declared[key].type if key.endswith("id") else table.c[key].type): value
        for key, value in values.items()
    }
    inserting = sa.table(name, *given).insert()
    connection.execute(inserting.values({column.name: value for column, value in given.items()}))


def test_file_names_begin_with_their_revision_and_sort_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(asset_dir("migrations")))
    scripts = list(reversed(list(ScriptDirectory.from_config(config).walk_revisions())))
    assert [Path(script.path).name.partition("_")[0] for script in scripts] == [s.revision for s in scripts]
    assert [s.revision for s in scripts] == sorted(s.revision for s in scripts)
