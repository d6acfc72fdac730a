"""Handing over: files in a folder as BagIt 1.0 says (RFC 8493), with SHA-256 and SHA-512, whole or not at all."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

ALGORITHMS = ("sha256", "sha512")
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class BagProblem(Exception):
    """The folder cannot be written; the message is one line."""


def write_bag(folder: Path, payload: Mapping[str, bytes], *, name: str, source: str, at: datetime) -> None:
    """Write a bag that holds these files, readable by their owner only. Raises BagProblem.

    payload: paths below `data/`, with `/` between levels. name, source: one line each, for `bag-info.txt`.
    """
    if folder.exists():
        raise BagProblem(f"{folder}: is there already")
    unfinished = folder.with_name(f".{folder.name}-{os.getpid()}")
    try:
        for path, content in make_bag(payload, name=name, source=source, at=at).items():
            _write(unfinished / path, content)
        unfinished.rename(folder)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise BagProblem(f"{folder}: cannot be written ({error.strerror})") from error


def make_bag(payload: Mapping[str, bytes], *, name: str, source: str, at: datetime) -> dict[str, bytes]:
    """Every file of the bag by its path."""
    data = {f"data/{path}": content for path, content in sorted(payload.items())}
    octets = sum(len(content) for content in data.values())
    info = {
        "Source-Organization": source,
        "External-Identifier": name,
        "Bagging-Date": at.date().isoformat(),
        "Bag-Software-Agent": "Veillée",
        "Payload-Oxum": f"{octets}.{len(data)}",
    }
    tags = {
        "bagit.txt": DECLARATION.encode(),
        "bag-info.txt": "".join(f"{label}: {_line(value)}\n" for label, value in info.items()).encode(),
        **{f"manifest-{algorithm}.txt": _manifest(algorithm, data) for algorithm in ALGORITHMS},
    }
    return data | tags | {f"tagmanifest-{algorithm}.txt": _manifest(algorithm, tags) for algorithm in ALGORITHMS}


def _manifest(algorithm: str, files: Mapping[str, bytes]) -> bytes:
    lines = (f"{hashlib.new(algorithm, content).hexdigest()}  {path}\n" for path, content in files.items())
    return "".join(lines).encode()


def _line(value: str) -> str:
    return " ".join(value.split())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
