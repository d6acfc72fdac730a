"""The data folder: made on first use, held by one server at a time, with the place's key in it."""

import contextlib
import fcntl
import os
import secrets
from pathlib import Path
from typing import IO

KEY_BYTES = 32
PLACE_KEY = "place.key"
NEXT_PLACE_KEY = "place.key.next"


class DataFolderProblem(Exception):
    """The folder cannot be used; the message is one line for the operator."""


class DataFolder:
    """A folder that holds a place's database, pictures and keys."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: IO[bytes] | None = None

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.path / "veillee.sqlite3"

    @property
    def blobs(self) -> Path:
        """The folder for what is no text."""
        return self.path / "blobs"

    def prepare(self) -> None:
        """Make the folder, readable by its owner only. Raises DataFolderProblem when it cannot be written."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.blobs.mkdir(exist_ok=True, mode=0o700)
            probe = self.path / f".probe-{os.getpid()}"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise DataFolderProblem(f"data folder {self.path}: cannot be written ({error.strerror})") from error

    def hold(self) -> None:
        """Keep other servers out until this process ends. Raises DataFolderProblem when one is in already."""
        path = self.path / "server.lock"
        try:
            lock = path.open("wb")
        except OSError as error:
            raise DataFolderProblem(f"{path}: cannot be written ({error.strerror})") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise DataFolderProblem(f"data folder {self.path}: in use by another process") from error
        self._lock = lock

    def release(self) -> None:
        """Let other servers in."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def place_key(self) -> bytes:
        """The key of this place, 32 bytes, made on first use. Raises DataFolderProblem."""
        return self._key(PLACE_KEY)

    def ledger_key(self) -> bytes:
        """The seed of the Ed25519 key that signs the ledger's checkpoints, 32 bytes, made on first use.

        Raises DataFolderProblem.
        """
        return self._key("ledger.key")

    def find_ledger_key(self) -> bytes | None:
        """The same for whoever only looks: None where there is none."""
        return self._find_key("ledger.key")

    def find_place_key(self) -> bytes | None:
        """place_key for whoever only looks: None where there is none."""
        return self._find_key(PLACE_KEY)

    def place_keys(self) -> list[bytes]:
        """The place's key, and the one that is to follow it while there is one. Raises DataFolderProblem."""
        found = (self._find_key(name) for name in (PLACE_KEY, NEXT_PLACE_KEY))
        return [key for key in found if key is not None]

    def find_next_place_key(self) -> bytes | None:
        """The key that is to follow the place's, None when none is."""
        return self._find_key(NEXT_PLACE_KEY)

    def make_next_place_key(self) -> bytes:
        """The key that is to follow the place's, made unless there is one. Raises DataFolderProblem."""
        return self._key(NEXT_PLACE_KEY)

    def follow_place_key(self) -> None:
        """The key that is to follow takes the place's name; the old one is gone. Raises DataFolderProblem."""
        try:
            (self.path / NEXT_PLACE_KEY).replace(self.path / PLACE_KEY)
            self._sync()
        except OSError as error:
            raise DataFolderProblem(f"{self.path / PLACE_KEY}: cannot be written ({error.strerror})") from error

    def _sync(self) -> None:
        folder = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _find_key(self, name: str) -> bytes | None:
        path = self.path / name
        return self._read_key(path) if path.exists() else None

    def _key(self, name: str) -> bytes:
        path = self.path / name
        if not path.exists():
            try:
                self._make_key(path)
            except OSError as error:
                raise DataFolderProblem(f"{path}: cannot be written ({error.strerror})") from error
        return self._read_key(path)

    def _make_key(self, path: Path) -> None:
        """Whole or not at all: half a key would keep the place shut for ever."""
        draft = self.path / f".{path.name}-{os.getpid()}"
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
            self._sync()
        finally:
            draft.unlink(missing_ok=True)

    def _read_key(self, path: Path) -> bytes:
        try:
            key = path.read_bytes()
        except OSError as error:
            raise DataFolderProblem(f"{path}: cannot be read ({error.strerror})") from error
        if len(key) != KEY_BYTES:
            raise DataFolderProblem(f"{path}: is not a key of {KEY_BYTES} bytes; restore it from a backup")
        return key
