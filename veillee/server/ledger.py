"""`veillee ledger verify`: the ledger of a place, running or stopped, held against itself and what was given out."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from veillee.foundation.basics import Listeners, Unavailable
from veillee.foundation.storage import Database, DatabaseProblem, DataFolder, DataFolderProblem
from veillee.oversight import moderation
from veillee.safety import evidence, ledger
from veillee.safety.sealing import Keyring, PlaceKeys
from veillee.server.settings import environment, load_settings

ROWLESS = moderation.ROWLESS | {
    ledger.CLOCK_BEHIND, "conversation.destroyed", "keys.rotated", "policy.backtest", "policy.in_force",
}  # fmt: skip
"""The kinds of leaves that are about no row."""


class LedgerProblem(Exception):
    """There is nothing that could be verified; the message is one line."""


def verify_ledger(data: Path, config: Path | None, receipt: Path | None) -> list[str]:
    """What does not hold, line by line; nothing when all does. Raises one of the one-line problems.

    Works beside a running server, on one moment of it, and changes nothing.
    """
    settings = load_settings(config, environment())
    given = None if receipt is None else _read(receipt)
    folder = DataFolder(data)
    if settings.database == "sqlite" and not folder.database.exists():
        raise DataFolderProblem(f"data folder {data}: has no database")
    database = Database.open(settings.database, folder.database, Listeners())
    try:
        keys = PlaceKeys(folder.place_keys, complete=True)
        if keys.any_in_hand():
            database.lend(Keyring(keys))
            if not database.read_now(keys.missing):
                database.lend(keys)
        return database.read_now(_check, folder.find_ledger_key(), keys, given)
    except Unavailable as error:
        raise DatabaseProblem("setting database: the server does not answer") from error
    except SQLAlchemyError as error:
        raise LedgerProblem(f"data folder {data}: its database cannot be read ({_reason(error)})") from error
    finally:
        database.engine.dispose()


def _check(
    connection: sa.Connection, seed: bytes | None, place_keys: PlaceKeys, given: ledger.HeldReceipt | None
) -> list[str]:
    public_key = None if seed is None else ledger.public_key_of(seed)
    faults = ledger.Verification(connection, public_key).run()
    faults += check_rows(connection)
    faults += evidence.check_keys(connection, place_keys) if place_keys.any_in_hand() else []
    if given is not None:
        faults += ledger.check_receipt(connection, public_key, given)
    return [str(fault) for fault in faults]


def check_rows(connection: sa.Connection) -> Iterator[ledger.Fault]:
    """Rows that are not what the ledger says, those that are gone, and those that follow from others and do not fit."""
    claimed = set[int]()

    def claim(record: ledger.Record) -> ledger.Record:
        claimed.add(record.index)
        return record

    records = itertools.chain(moderation.read_records(connection), evidence.read_records(connection))
    yield from ledger.check_records(connection, map(claim, records))
    yield from ledger.check_claimed(connection, claimed, ROWLESS)
    yield from evidence.check_custody(connection)
    yield from moderation.check_rows(connection)


def _reason(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", error)).splitlines()[0]


def _read(path: Path) -> ledger.HeldReceipt:
    try:
        return ledger.read_receipt(path.read_bytes())
    except OSError as error:
        raise LedgerProblem(f"{path}: cannot be read ({error.strerror})") from error
    except msgspec.MsgspecError as error:
        raise LedgerProblem(f"{path}: is not a receipt ({error})") from error
