"""`veillee keys rotate`: a new key of the place, which wraps all that the old one wrapped."""

from collections.abc import Callable
from pathlib import Path

from veillee.community import media
from veillee.foundation.basics import Listeners, asset_dir, utc_now
from veillee.foundation.storage import Database, DataFolder, DataFolderProblem, Transaction
from veillee.oversight import mail, moderation
from veillee.safety import evidence, ledger, sealing
from veillee.safety.sealing import PlaceKeys
from veillee.server.keys import open_keys
from veillee.server.settings import Settings, environment, load_settings
from veillee.server.wiring import make_sealer

COPY = (
    "place.key.next is made: copy it beside place.key into the data folder of every node, "
    "then say `veillee keys rotate` again here"
)
BATCHES: tuple[Callable[[Transaction, PlaceKeys], int], ...] = (
    sealing.rewrap_batch,
    media.rewrap_images,
    media.rewrap_marking,
    evidence.rewrap_batch,
    evidence.rewrap_judged,
    mail.rewrap_letters,
    moderation.rewrap_contacts,
    moderation.rewrap_alarms,
    sealing.rewrap_cells,
)


def rotate_key(data: Path, config: Path | None) -> str:
    """Do it beside a running server or a stopped one; what there is to say of it. Raises one of the one-line problems.

    Interrupted at any moment, it goes on where it was when it is called again.
    """
    settings, folder = load_settings(config, environment()), DataFolder(data)
    if settings.database == "sqlite" and not folder.database.exists():
        raise DataFolderProblem(f"data folder {data}: has no database")
    listeners = Listeners()
    database = Database.open(settings.database, folder.database, listeners)
    try:
        database.migrate(asset_dir("migrations"))
        keys = open_keys(folder, database)
        database.write_now(make_sealer(folder, settings.site.origin, listeners, settings.ledger).open)
        return _rotate(settings, folder, database, keys)
    finally:
        database.engine.dispose()


def _rotate(settings: Settings, folder: DataFolder, database: Database, keys: PlaceKeys) -> str:
    is_new = folder.find_next_place_key() is None
    following = folder.make_next_place_key()
    if is_new and settings.database != "sqlite":
        return COPY
    database.write_now(sealing.begin_generation, following, utc_now())
    count = 0
    for rewrap in BATCHES:
        while done := database.write_now(rewrap, keys):
            count += done
    database.write_now(_end)
    folder.follow_place_key()
    return f"place.key is a new one and wraps what the old one did ({count} keys wrapped anew); make a backup of it now"


def _end(transaction: Transaction) -> None:
    generation = sealing.end_generations(transaction)
    ledger.append(transaction, "keys.rotated", {"generation": generation}, utc_now())
