"""The data folder: made on first use, held by one server at a time, with the place's key in it."""

import fcntl
import os
import secrets
from pathlib import Path
from typing import IO

KEY_BYTES = 32


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

    def prepare(self) -> None:
        """Make the folder, readable by its owner only. Raises DataFolderProblem when it cannot be written."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            probe = self.path / f".probe-{os.getpid()}"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise DataFolderProblem(f"data folder {self.path}: cannot be written ({error.strerror})") from error

    def hold(self) -> None:
        """Keep other servers out until this process ends. Raises DataFolderProblem when one is in already."""
        lock = (self.path / "server.lock").open("wb")
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
        """The key of this place, 32 bytes, made on first use."""
        path = self.path / "place.key"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return self._read_key(path)
        key = secrets.token_bytes(KEY_BYTES)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(descriptor)
        return key

    def _read_key(self, path: Path) -> bytes:
        try:
            key = path.read_bytes()
        except OSError as error:
            raise DataFolderProblem(f"{path}: cannot be read ({error.strerror})") from error
        if len(key) != KEY_BYTES:
            raise DataFolderProblem(f"{path}: is not a key of {KEY_BYTES} bytes; restore it from a backup")
        return key
