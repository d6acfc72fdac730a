"""Bags are those of RFC 8493, in the eyes of somebody else's program, and there whole or not at all."""

import logging
import stat
from datetime import UTC, datetime
from pathlib import Path

import bagit  # type: ignore[import-untyped]
import pytest

from veillee.safety.evidence import BagProblem, write_bag

AT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
FILES = {"README.txt": "à lire\n".encode(), "sealed/1.json": b"{}\n", "empty": b""}


@pytest.fixture(autouse=True)
def quiet() -> None:
    logging.getLogger("bagit").setLevel(logging.CRITICAL)


def write(folder: Path) -> bagit.Bag:
    write_bag(folder, FILES, name="case-1", source="Le lieu\nd'Anna", at=AT)
    return bagit.Bag(str(folder))


def test_another_program_takes_it_for_a_bag(tmp_path: Path) -> None:
    bag = write(tmp_path / "case")
    bag.validate()
    assert sorted(bag.algorithms) == ["sha256", "sha512"]
    assert sorted(bag.payload_files()) == ["data/README.txt", "data/empty", "data/sealed/1.json"]
    assert bag.info["Source-Organization"] == "Le lieu d'Anna" and bag.info["Bagging-Date"] == "2026-11-24"
    assert bag.info["Payload-Oxum"] == f"{sum(map(len, FILES.values()))}.3"


@pytest.mark.parametrize("name", ["data/README.txt", "bag-info.txt", "manifest-sha512.txt", "data/empty"])
def test_what_was_touched_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path / "case")
    file = tmp_path / "case" / name
    file.write_bytes(file.read_bytes() + b"x")
    with pytest.raises(bagit.BagError):
        bagit.Bag(str(tmp_path / "case")).validate()


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    write(tmp_path / "case")
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (tmp_path / "case").rglob("*") if path.is_file()}
    assert modes == {0}


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    with pytest.raises(BagProblem, match="is there already"):
        write(tmp_path / "case")
    assert list(tmp_path.rglob("*")) == [tmp_path / "case"]


def test_nothing_half_done_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BagProblem, match="cannot be written"):
        write(tmp_path / "file" / "case")
    with pytest.raises(BagProblem, match="cannot be written"):
        write_bag(tmp_path / "case", FILES | {"a" * 300: b""}, name="n", source="s", at=AT)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]
