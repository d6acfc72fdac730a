"""Bringing a database to the present schema."""

from pathlib import Path

import sqlalchemy as sa

from veillee.foundation.storage.engine import for_writing, lock_schema


class SchemaNewer(Exception):
    """The database was written by a newer Veillée than this one."""


def migrate(engine: sa.Engine, scripts: Path) -> None:
    """Apply the migrations in `scripts` that are missing, all or none. Raises SchemaNewer.

    Several nodes may start at once: one migrates and the others wait. A script's file name begins with its revision,
    and revisions sort in the order in which they are applied.
    """
    known = sorted(file.name.partition("_")[0] for file in (scripts / "versions").glob("*.py"))
    with for_writing(engine).begin() as connection:
        lock_schema(connection)
        present = _present(connection)
        if present == known[-1]:
            return
        if present is not None and present not in known:
            raise SchemaNewer(f"schema {present} is newer than this version of veillee; install the newer version")
        _upgrade(connection, scripts)


def _present(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: sa.Connection, scripts: Path) -> None:
    # Most starts have nothing to apply, so that they need not wait for Alembic to load.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(scripts))
    command.upgrade(config, "head")
