"""`veillee ledger verify` beside a running place and on a stopped one."""

import sqlite3
from pathlib import Path

import pytest

from veillee.foundation.storage import Transaction
from veillee.server.cli import main
from veillee.server.settings import Settings
from veillee.server.wiring import open_place


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A place that has been opened; its server still holds the folder."""
    place = open_place(Settings(), tmp_path / "data")
    for n in range(3):
        place.database.write_now(_append, n)
    return place.folder.path


def _append(transaction: Transaction, n: int) -> None:
    from veillee.safety import ledger

    ledger.append(transaction, "duty.on", {"n": n})


def verify(data: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str, str]:
    status = main(["ledger", "verify", "--data", str(data), *more])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_running_place_is_verified(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(data, capsys) == (0, "the ledger holds\n", "")


def test_what_was_touched_is_said_line_by_line(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(data / "veillee.sqlite3") as database:
        database.execute("UPDATE ledger_leaves SET leaf_hash = 'x' WHERE \"index\" = 2")
        database.execute("UPDATE ledger_head SET size = 9")
    status, out, _ = verify(data, capsys)
    assert (status, [line.partition(":")[0] for line in out.splitlines()]) == (1, ["row", "head"])


def test_a_receipt_is_held_against_it(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receipt = tmp_path / "receipt.json"
    receipt.write_text('{"index":1,"leaf_hash":"' + "0" * 64 + '"}')
    status, out, _ = verify(data, capsys, "--receipt", str(receipt))
    assert status == 1 and out.startswith("receipt: leaf 1: the ledger has")


def test_another_key_in_the_folder_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "ledger.key").write_bytes(bytes(32))
    status, out, _ = verify(data, capsys)
    assert status == 1 and "public key" in out


def test_a_broken_key_is_one_line(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "ledger.key").write_bytes(b"short")
    status, out, err = verify(data, capsys)
    assert (status, out, len(err.splitlines())) == (1, "", 1) and "ledger.key" in err


@pytest.mark.parametrize("kind", ["nothing", "text", "empty", "receipt"])
def test_what_cannot_be_verified_is_one_line(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, more = tmp_path / "data", []
    if kind != "nothing":
        data.mkdir()
        (data / "veillee.sqlite3").write_bytes(b"no database at all\n" * 99 if kind == "text" else b"")
    if kind == "receipt":
        (tmp_path / "receipt.json").write_text("not json")
        more = ["--receipt", str(tmp_path / "receipt.json")]
    status, out, err = verify(data, capsys, *more)
    assert (status, out, len(err.splitlines())) == (1, "", 1)
