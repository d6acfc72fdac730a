"""`veillee statements export`: statements of reasons for the Commission's transparency database, as JSON Lines."""

from pathlib import Path

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import Listeners, Unavailable
from veillee.foundation.storage import Database, DatabaseProblem, DataFolder, DataFolderProblem
from veillee.oversight import moderation
from veillee.server.settings import environment, load_settings


def export_statements(data: Path, config: Path | None) -> list[str]:
    """One line for each statement; beside a running server or a stopped one. Raises one of the one-line problems."""
    settings = load_settings(config, environment())
    folder = DataFolder(data)
    if settings.database == "sqlite" and not folder.database.exists():
        raise DataFolderProblem(f"data folder {data}: has no database")
    database = Database.open(settings.database, folder.database, Listeners())
    try:
        return database.read_now(_lines)
    except Unavailable as error:
        raise DatabaseProblem("setting database: the server does not answer") from error
    finally:
        database.engine.dispose()


def _lines(connection: sa.Connection) -> list[str]:
    return [msgspec.json.encode(record).decode() for record in moderation.export_statements(connection)]
