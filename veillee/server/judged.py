"""Opening what the gate was asked, for `veillee policy backtest --data`; beside a running server or a stopped one."""

from pathlib import Path

import msgspec

from veillee.foundation.basics import Listeners, Unavailable, utc_now
from veillee.foundation.storage import Database, DatabaseProblem, DataFolder, DataFolderProblem, Transaction
from veillee.safety import ledger
from veillee.safety.evidence import Judged
from veillee.safety.policy import Submission
from veillee.server.keys import open_keys
from veillee.server.settings import Settings
from veillee.server.wiring import make_sealer

_decode = msgspec.msgpack.Decoder(Submission).decode


def read_judged(settings: Settings, data: Path, origin: str, before: str, after: str) -> list[Submission]:
    """What was judged, the oldest first; the reading is on record. Raises DataFolderProblem, DatabaseProblem."""
    folder = DataFolder(data)
    if settings.database == "sqlite" and not folder.database.exists():
        raise DataFolderProblem(f"data folder {data}: has no place in it")
    listeners = Listeners()
    sealer = make_sealer(folder, origin, listeners, settings.ledger)
    database = Database.open(settings.database, folder.database, listeners)

    def read(transaction: Transaction) -> list[Submission]:
        stored = [_decode(asked) for asked in Judged(keys).open_all(transaction.connection)]
        content = {"before": before, "after": after, "read": len(stored)}
        ledger.append(transaction, "policy.backtest", content, utc_now())
        return stored

    try:
        keys = open_keys(folder, database)
        database.write_now(sealer.open)
        return database.write_now(read)
    except Unavailable as error:
        raise DatabaseProblem("setting database: the server does not answer") from error
    finally:
        database.engine.dispose()
