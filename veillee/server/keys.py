"""The place's key at the start: it is the one under which all lies wrapped in the database, or nothing starts.

And what was there before anything was sealed.
"""

import sqlalchemy as sa

from veillee.community.conversations import seal_batch
from veillee.community.outcomes import seal_stopped
from veillee.community.private_talk import seal_requests
from veillee.foundation.basics import utc_now
from veillee.foundation.storage import Database, DataFolder, DataFolderProblem, Transaction
from veillee.oversight.moderation import seal_notes
from veillee.safety import evidence, sealing
from veillee.safety.sealing import PlaceKeys, fingerprint_of

MISSING = "is missing; what lies sealed in the database opens with it only: restore it from a backup"
FOREIGN = (
    "is not the key of this place; what lies sealed in the database opens with that only: restore it from a backup"
)


def open_keys(folder: DataFolder, database: Database) -> PlaceKeys:
    """The keys in hand, which are those of this database and are lent to it; a place that has none gets its first.

    Raises DataFolderProblem for a key that is lost or another place's.
    """
    keys = PlaceKeys(folder.place_keys)
    database.write_now(_recognise, folder, keys)
    database.lend(keys)
    return keys


async def seal_backlog(database: Database) -> None:
    """Seal what was stored before words were sealed, if anything was, a batch at a time. A daemon calls this."""
    for seal in (seal_batch, seal_requests, seal_stopped, seal_notes):
        while await database.write(seal):
            pass
    for column in sealing.sealed_columns():
        if await database.read(sealing.has_plain, column):
            after = await database.write(sealing.seal_plain, column, None)
            while after is not None:
                after = await database.write(sealing.seal_plain, column, after)


def _recognise(transaction: Transaction, folder: DataFolder, keys: PlaceKeys) -> None:
    connection = transaction.connection
    if not sealing.has_generations(connection):
        # New, or from before keys were recorded: then cases may have theirs already.
        if not evidence.opens_with(connection, folder.find_place_key()):
            raise _problem(folder)
        folder.place_key()
        keys.register(transaction, utc_now())
    elif keys.missing(connection):
        raise _problem(folder)
    _follow(connection, folder)


def _follow(connection: sa.Connection, folder: DataFolder) -> None:
    """What a rotation, here or on another node, has left to do in this folder."""
    following = folder.find_next_place_key()
    if following is not None and sealing.is_only_generation(connection, fingerprint_of(following)):
        folder.follow_place_key()


def _problem(folder: DataFolder) -> DataFolderProblem:
    what = MISSING if folder.find_place_key() is None else FOREIGN
    return DataFolderProblem(f"{folder.path / 'place.key'}: {what}")
