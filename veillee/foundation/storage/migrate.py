"""Bringing a database to the present schema."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory


class SchemaNewer(Exception):
    """The database was written by a newer Veillée than this one."""


def migrate(engine: sa.Engine, scripts: Path) -> None:
    """Apply the migrations in `scripts` that are missing, all or none. Raises SchemaNewer."""
    config = Config()
    config.set_main_option("script_location", str(scripts))
    directory = ScriptDirectory.from_config(config)
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        present = MigrationContext.configure(connection).get_current_revision()
        if present == directory.get_current_head():
            return
        if present is not None and present not in {script.revision for script in directory.walk_revisions()}:
            raise SchemaNewer(f"schema {present} is newer than this version of veillee; install the newer version")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
