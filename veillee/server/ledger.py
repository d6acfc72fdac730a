"""`veillee ledger verify`: the ledger of a place, running or stopped, held against itself and what was given out."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from veillee.community import conversations, media, people, screening
from veillee.foundation.basics import Listeners, Unavailable
from veillee.foundation.storage import Database, DatabaseProblem, DataFolder, DataFolderProblem
from veillee.oversight import moderation
from veillee.safety import evidence, ledger, sealing
from veillee.safety.sealing import Keyring, PlaceKeys
from veillee.server.settings import environment, load_settings

ROWLESS = moderation.ROWLESS | {
    ledger.CLOCK_BEHIND, "conversation.destroyed", "keys.rotated", "picture.accepted", "picture.refused",
    "policy.backtest", "policy.in_force",
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
    faults = list(check_all(connection, public_key, place_keys))
    if given is not None:
        faults += ledger.check_receipt(connection, public_key, given)
    return [str(fault) for fault in faults]


def check_all(connection: sa.Connection, public_key: bytes | None, place_keys: PlaceKeys) -> Iterator[ledger.Fault]:
    """The ledger itself, the rows, and what lies under the place's key, where that is in hand."""
    yield from ledger.Verification(connection, public_key).run()
    yield from check_rows(connection)
    yield from check_sealed(connection, place_keys)


def check_sealed(connection: sa.Connection, place_keys: PlaceKeys) -> Iterator[ledger.Fault]:
    """What lies under the place's key, where that is in hand."""
    if place_keys.any_in_hand():
        yield from evidence.check_keys(connection, place_keys)
        yield from (_strange(generation) for generation in place_keys.missing(connection))
    for generation in sealing.list_generations(connection)[:1]:
        rotated, content = ledger.list_of_category(connection, "keys.rotated"), {"generation": generation}
        if generation > 1 and not any(ledger.opens(leaf, [content]) for leaf in rotated):
            yield _strange(generation)


def _strange(generation: int) -> ledger.Fault:
    return ledger.Fault(
        kind="row", where=f"key generation {generation}", what="is none of place.key, or nobody made it"
    )


def check_rows(connection: sa.Connection) -> Iterator[ledger.Fault]:
    """Rows that are not what the ledger says, those that are gone, and those that follow from others and do not fit."""
    claimed, twice = dict[int, bool](), list[ledger.Fault]()

    def claim(record: ledger.Record) -> ledger.Record:
        if record.index in claimed:
            what = f"its leaf {record.index} is that of another row"
            twice.append(ledger.Fault(kind="row", where=record.what, what=what))
        elif record.index is not None:
            claimed[record.index] = record.forgotten
        return record

    records = (part.read_records(connection) for part in (people, screening, media, moderation, evidence))
    yield from ledger.check_records(connection, map(claim, itertools.chain.from_iterable(records)))
    yield from twice
    yield from ledger.check_claimed(connection, claimed, ROWLESS)
    yield from evidence.check_custody(connection)
    yield from media.check_refused(connection)
    yield from conversations.check_destroyed(connection)
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
