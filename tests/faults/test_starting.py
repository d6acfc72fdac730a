"""A server that starts says so in one line; one that cannot says why in one line; and nothing else."""

import asyncio
import contextlib
import os
import re
import resource
import socket
import sqlite3
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from signal import Signals

import pytest

from tests.faults.process import Process
from tests.story import open_evening
from tests.story.engines import OnPostgres, standing_on
from tests.story.nats import NatsServer
from tests.story.postgres import FAST, PostgresServer
from veillee.community.entry import EntryForm
from veillee.foundation.storage import DataFolder

pytestmark = pytest.mark.anyio


async def start(
    data: Path, *more: str, at_first: Callable[[], object] = bool, settings: Mapping[str, str] | None = None
) -> str:
    """The one line that is said instead of serving."""
    process = Process()
    environment = {f"VEILLEE_{name.upper()}": value for name, value in (settings or {}).items()}
    await process.start(["serve", "--data", str(data), "--port", "0", *more], environment, at_first)
    assert await process.ended() == 1
    assert process.said == []
    (line,) = process.logged
    assert line.startswith("veillee: ")
    return line


def become_nobody() -> None:
    """Root may write everywhere; so it steps down first."""
    if os.getuid() == 0:
        os.setuid(65534)


def fill_the_disk() -> None:
    """No byte can be written to a file any more."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))


def files_of(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


@contextlib.contextmanager
def make_strange_folder() -> Iterator[Path]:
    """One that everybody may read and nobody may write."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        data = Path(place) / "data"
        data.mkdir()
        data.chmod(0o555)
        yield data


async def test_a_data_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be written (Not a directory)" in await start(tmp_path / "file" / "data")


async def test_a_data_folder_that_is_not_ours() -> None:
    with make_strange_folder() as data:
        assert f"{data}: cannot be written (Permission denied)" in await start(data, at_first=become_nobody)


async def test_a_data_folder_in_use(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.hold()
    assert f"{tmp_path}: in use by another process" in await start(tmp_path)
    folder.release()


async def test_a_data_folder_of_a_newer_version(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(DataFolder(tmp_path).database)) as database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
        database.commit()
    assert "schema 9999 is newer" in await start(tmp_path)


async def test_a_data_folder_of_a_demo(tmp_path: Path) -> None:
    async with open_evening(tmp_path, sample=True) as evening:
        form = EntryForm(pseudonym="Ninon", age=30, rules=evening.place.gate.house_rules.version)
        await evening.place.entry.enter(form, ("127.0.0.1", 1), sample=True)
    assert f"{tmp_path}: belongs to a demo" in await start(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"nothing that we know " * 500, "file is not a database); restore it from a backup"),
        (b"SQLite format 3\0" + bytes(5000), "; restore it from a backup"),
    ],
)
async def test_a_database_that_is_none(tmp_path: Path, content: bytes, said: str) -> None:
    database = DataFolder(tmp_path).database
    database.write_bytes(content)
    line = await start(tmp_path)
    assert f"database {database}: cannot be used (" in line and said in line


async def test_a_database_that_is_damaged(tmp_path: Path) -> None:
    async with open_evening(tmp_path):
        pass
    database = DataFolder(tmp_path).database
    database.write_bytes(database.read_bytes()[:4096] + os.urandom(8192))
    assert f"database {database}: cannot be used (database disk image is malformed); restore" in await start(tmp_path)


async def test_a_database_that_is_no_file(tmp_path: Path) -> None:
    DataFolder(tmp_path).database.mkdir()
    assert "cannot be used (unable to open database file)" in await start(tmp_path)


async def test_a_disk_without_room(tmp_path: Path) -> None:
    assert "place.key: cannot be written (File too large)" in await start(tmp_path, at_first=fill_the_disk)
    assert files_of(tmp_path) == {"blobs", "server.lock"}
    for key in ("place.key", "ledger.key"):
        (tmp_path / key).write_bytes(bytes(32))
    assert "cannot be used (disk I/O error)" in await start(tmp_path, at_first=fill_the_disk)


async def test_a_lock_that_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "server.lock").mkdir()
    assert "server.lock: cannot be written (Is a directory)" in await start(tmp_path)


async def test_a_key_that_is_cut_short(tmp_path: Path) -> None:
    (tmp_path / "place.key").write_bytes(b"short")
    assert "place.key: is not a key of 32 bytes" in await start(tmp_path)


async def test_a_key_that_is_lost_or_another_places(tmp_path: Path) -> None:
    async with open_evening(tmp_path):
        pass
    (tmp_path / "place.key").unlink()
    assert "place.key: is missing; what lies sealed in the database opens with it only" in await start(tmp_path)
    assert not (tmp_path / "place.key").exists()
    (tmp_path / "place.key").write_bytes(bytes(32))
    assert "place.key: is not the key of this place; what lies sealed" in await start(tmp_path)


async def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert f"127.0.0.1:{port}: cannot listen (Address already in use)" in await start(tmp_path, "--port", port)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "chat.example.org"])
async def test_a_host_beyond_loopback(tmp_path: Path, host: str) -> None:
    assert f"{host}: this place is not fit to open to the public" in await start(tmp_path, "--host", host)


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("limits__colour", "red", "VEILLEE_LIMITS__COLOUR: there is no setting limits.colour"),
        ("limits__message_chars_max", "many", "limits.message_chars_max: Expected `int`"),
        ("database", "oracle://localhost/veillee", "setting database"),
    ],
)
async def test_a_setting_that_cannot_be_used(tmp_path: Path, setting: str, value: str, said: str) -> None:
    assert said in await start(tmp_path, settings={setting: value})


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("database", "mysql://camille:secret-word@localhost/x", "neither `sqlite` nor postgresql://"),
        ("database", "postgresql://camille:secret-word@127.0.0.1:1/x", "refused"),
        ("database", "postgresql://camille:secret-word@nowhere.invalid/x", "nowhere.invalid"),
        ("bus", "redis://camille:secret-word@localhost", "neither `memory://` nor nats://"),
        ("bus", "nats://127.0.0.1:1", "several nodes need a database that they share"),
    ],
)
async def test_a_service_that_cannot_be(tmp_path: Path, setting: str, value: str, said: str) -> None:
    line = await start(tmp_path, settings={setting: value})
    assert line.startswith(f"veillee: setting {setting}: ") and said in line
    assert "secret-word" not in line


@pytest.mark.parametrize("host", ["127.0.0.1:1", "nowhere.invalid"])
async def test_a_bus_that_is_not_there(tmp_path: Path, host: str) -> None:
    with standing_on(OnPostgres()) as engine:
        line = await start(
            tmp_path, settings={"database": engine.address(tmp_path), "bus": f"nats://camille:secret-word@{host}"}
        )
    assert line.startswith(f"veillee: setting bus: nats://{host}: ")
    assert "secret-word" not in line


async def test_a_database_that_does_not_let_us_in(tmp_path: Path) -> None:
    server = PostgresServer(*FAST)
    try:
        server.lock("camille", "the-right-one")
        server.execute("CREATE DATABASE place OWNER camille")
        address = f"postgresql://camille:secret-word@/place?host={server.folder}"
        line = await start(tmp_path, settings={"database": address})
    finally:
        server.remove()
    assert line.startswith("veillee: setting database: ") and "password authentication failed" in line
    assert "secret-word" not in line


async def test_a_bus_that_does_not_let_us_in(tmp_path: Path) -> None:
    server = NatsServer("--user", "camille", "--pass", "the-right-one")
    try:
        with standing_on(OnPostgres()) as engine:
            address = f"nats://camille:secret-word@127.0.0.1:{server.port}"
            line = await start(tmp_path, settings={"database": engine.address(tmp_path), "bus": address})
    finally:
        server.stop()
    assert line.startswith("veillee: setting bus: ") and "authorization" in line.lower()
    assert "secret-word" not in line


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read (No such file or directory)"),
        ("[limits]\ncolour = 'red'", "limits: Object contains unknown field `colour`"),
        ("[limits]\nmessage_chars_max = 'many'", "limits.message_chars_max: Expected `int`"),
        ("not toml", "settings file"),
    ],
)
async def test_a_settings_file_that_cannot_be_used(tmp_path: Path, content: str | None, said: str) -> None:
    file = tmp_path / "veillee.toml"
    if content is not None:
        file.write_text(content)
    assert said in await start(tmp_path, "--config", str(file))


async def test_the_command_itself_says_one_line_and_ends_when_interrupted(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("veillee")
    arguments = ("serve", "--data", str(tmp_path), "--port", "0")
    process = await asyncio.create_subprocess_exec(command, *arguments, stdout=PIPE, stderr=PIPE)
    assert process.stdout is not None
    ready = await process.stdout.readline()
    process.send_signal(Signals.SIGINT)
    rest, logged = await process.communicate()
    assert re.fullmatch(rb"veillee ready http://127\.0\.0\.1:\d+\n", ready), logged
    assert (process.returncode, rest) == (0, b"")
