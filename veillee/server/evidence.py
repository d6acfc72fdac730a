"""`veillee evidence package`: the sealed copies of a case in a folder that a court can check, on record."""

from datetime import timedelta
from pathlib import Path

from veillee.foundation.basics import Listeners, asset_dir, utc_now
from veillee.foundation.storage import Database, DataFolder, DataFolderProblem
from veillee.oversight import moderation
from veillee.safety import evidence
from veillee.safety.sealing import Keyring
from veillee.server.keeping import EvidenceSettings
from veillee.server.keys import open_keys
from veillee.server.settings import environment, load_settings
from veillee.server.wiring import make_sealer


def package_case(
    data: Path, config: Path | None, case: str, folder: Path, *, by: str, reason: str, connections: bool = False
) -> str:
    """Write the package; works beside a running server. Says whether it has a time-stamp.

    Raises one of the one-line problems, or a Problem.
    """
    settings, place = load_settings(config, environment()), DataFolder(data)
    if folder.exists():
        raise evidence.BagProblem(f"{folder}: is there already")
    if settings.database == "sqlite" and not place.database.exists():
        raise DataFolderProblem(f"data folder {data}: has no database")
    listeners, now = Listeners(), utc_now()
    database = Database.open(settings.database, place.database, listeners)
    try:
        database.migrate(asset_dir("migrations"))
        keys = open_keys(place, database)
        database.lend(Keyring(keys))
        database.write_now(make_sealer(place, settings.site.origin, listeners, settings.ledger).open)
        vault = evidence.Vault(keys, timedelta(days=settings.evidence.keep_days))
        files = database.write_now(moderation.pack_case, vault, case, by, reason, now=now, connections=connections)
    finally:
        database.engine.dispose()
    source = settings.site.operator or settings.site.name
    evidence.write_bag(folder, files, name=f"case-{case}", source=source, at=now)
    return _stamp(folder, settings.evidence)


def _stamp(folder: Path, settings: EvidenceSettings) -> str:
    """Beside the folder, the time-stamp over its manifest; or a file that says why there is none."""
    if not settings.timestamp_url:
        return f"{folder}: written, without a time-stamp (setting evidence.timestamp_url)"
    manifest = (folder / "tagmanifest-sha256.txt").read_bytes()
    try:
        roots = Path(settings.timestamp_roots).read_bytes() if settings.timestamp_roots else b""
        stamp = evidence.fetch_timestamp(settings.timestamp_url, manifest, roots)
    except OSError as error:
        why = f"evidence.timestamp_roots cannot be read ({error.strerror})"
    except evidence.NoTimestamp as error:
        why = str(error)
    else:
        folder.with_name(f"{folder.name}.tsr").write_bytes(stamp.response)
        checked = "" if roots else ", whose signer was not checked (setting evidence.timestamp_roots)"
        return f"{folder}: written, time-stamped {stamp.time:%Y-%m-%dT%H:%M:%SZ}{checked}"
    folder.with_name(f"{folder.name}.no-timestamp.txt").write_text(f"No time-stamp was made: {why}\n", encoding="utf-8")
    return f"{folder}: written, without a time-stamp: {why}"
