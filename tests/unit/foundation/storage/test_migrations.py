"""The migrations make the schema that the code declares, once, and never touch a newer one."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import veillee.server.wiring  # noqa: F401 - declares every table
from veillee.foundation.basics import asset_dir
from veillee.foundation.storage import SchemaNewer, metadata
from veillee.foundation.storage.engine import open_sqlite
from veillee.foundation.storage.migrate import migrate


@pytest.fixture
def engine(tmp_path: Path):
    engine = open_sqlite(tmp_path / "place.sqlite3", readers=1)
    yield engine
    engine.dispose()


def test_migrations_give_exactly_what_the_code_declares(engine: sa.Engine) -> None:
    migrate(engine, asset_dir("migrations"))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_again_changes_nothing(engine: sa.Engine) -> None:
    migrate(engine, asset_dir("migrations"))
    migrate(engine, asset_dir("migrations"))


def test_a_newer_schema_is_left_alone(engine: sa.Engine) -> None:
    migrate(engine, asset_dir("migrations"))
    with engine.execution_options(writing=True).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaNewer, match="9999"):
        migrate(engine, asset_dir("migrations"))


def test_file_names_begin_with_their_revision_and_sort_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(asset_dir("migrations")))
    scripts = list(reversed(list(ScriptDirectory.from_config(config).walk_revisions())))
    assert [Path(script.path).name.partition("_")[0] for script in scripts] == [s.revision for s in scripts]
    assert [s.revision for s in scripts] == sorted(s.revision for s in scripts)
