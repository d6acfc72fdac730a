"""A database that cannot be used is said in one line that names the setting and never the password."""

from pathlib import Path

import pytest

from tests.story.postgres import PostgresServer, shared_server
from veillee.server.cli import main


@pytest.fixture(scope="module")
def server() -> PostgresServer:
    """With a role that has a password, and an empty database."""
    server = shared_server()
    server.lock("camille", "the-right-one")
    server.execute("CREATE DATABASE camille OWNER camille")
    return server


def said_about(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    """What a command says that needs the database; nothing when it worked."""
    monkeypatch.setenv("VEILLEE_DATABASE", database)
    status = main(["staff", "add", "Camille", "--data", str(tmp_path)])
    said = capsys.readouterr().err
    assert (status == 1) is bool(said)
    assert said.count("\n") == bool(said), said
    return said


@pytest.mark.parametrize(
    ("database", "reason"),
    [
        ("mysql://camille:secret-word@localhost/x", "neither `sqlite` nor postgresql://"),
        ("postgresql://camille:secret-word@localhost:port/x", "is not an address like postgresql://"),
        ("postgresql://camille:secret-word@127.0.0.1:1/x", "refused"),
        ("postgresql://camille:secret-word@nowhere.invalid/x", "nowhere.invalid"),
    ],
)
def test_an_address_that_leads_nowhere(
    database: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = said_about(database, tmp_path, monkeypatch, capsys)
    assert said.startswith("veillee: setting database: ") and reason in said
    assert "secret-word" not in said


@pytest.mark.parametrize(
    ("who", "name", "reason"),
    [
        ("camille:secret-word", "camille", "password authentication failed"),
        ("camille:the-right-one", "elsewhere", 'database "elsewhere" does not exist'),
        ("nobody-here:secret-word", "camille", 'role "nobody-here" does not exist'),
    ],
)
def test_a_server_that_does_not_let_us_in(
    server: PostgresServer,
    who: str,
    name: str,
    reason: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = said_about(f"postgresql://{who}@/{name}?host={server.folder}", tmp_path, monkeypatch, capsys)
    assert said.startswith("veillee: setting database: ") and reason in said
    assert who.partition(":")[2] not in said


def test_a_server_that_does(
    server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"postgresql://camille:the-right-one@/camille?host={server.folder}"
    assert said_about(address, tmp_path, monkeypatch, capsys) == ""


def test_the_one_of_several_that_takes_writes(
    server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server.execute("CREATE DATABASE camille_again OWNER camille")
    hosts = f"host=/tmp/nobody-here&host={server.folder}&target_session_attrs=read-write"
    assert said_about(f"postgresql://camille:the-right-one@/camille_again?{hosts}", tmp_path, monkeypatch, capsys) == ""
