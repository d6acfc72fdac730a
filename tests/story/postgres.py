"""A PostgreSQL server of the tests' own, in a folder that goes with it."""

import atexit
import functools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tests.outside import need

FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
QUIET = ("max_connections=200", "shared_buffers=64MB", "autovacuum=off", "lc_messages=C")


class PostgresServer:
    """One server, reached through a socket in its folder only; `settings` are given to it at every start."""

    def __init__(self, *settings: str) -> None:
        self._bin = need("postgres").parent
        self._settings = (*QUIET, *settings)
        # PostgreSQL will not run as root, in a container mostly all there is.
        self._user = _somebody() if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="veillee-pg-", dir="/tmp"))
        if self._user is not None:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        self._run("initdb", "--auth=trust", "--username=veillee", "--encoding=UTF8", "--locale=C", "--no-sync")
        atexit.register(self.remove)
        self.start()

    def url(self, database: str) -> str:
        """The setting `database` for a database on this server."""
        return f"postgresql://veillee@/{database}?host={self.folder}"

    def lock(self, role: str, password: str) -> None:
        """From now on there is this role, and it has to show its password."""
        self.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'")
        rules = self._data / "pg_hba.conf"
        rules.write_text(f"local all {role} scram-sha-256\n{rules.read_text()}")
        self.execute("SELECT pg_reload_conf()")

    def cut(self, database: str) -> None:
        """Cut every connection to a database."""
        self.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")

    def start(self) -> None:
        """Start, and wait until it accepts connections."""
        said = " ".join(f"-c {setting}" for setting in self._settings)
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} {said}"
        self._run("pg_ctl", "start", "--wait", "--silent", "--log", str(self.folder / "log"), "--options", options)

    def stop(self, mode: str = "fast") -> None:
        """Stop: "fast" cuts every connection, "immediate" as a crash would."""
        self._run("pg_ctl", "stop", "--wait", "--silent", "--mode", mode)

    def remove(self) -> None:
        """Stop if it runs, and take the folder away."""
        if (self._data / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def execute(self, statement: str, database: str = "postgres") -> None:
        """One statement outside of a transaction."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _run(self, program: str, *arguments: str) -> None:
        user = None if self._user is None else self._user.pw_uid
        group = None if self._user is None else self._user.pw_gid
        extra_groups: list[int] | None = None if self._user is None else []
        command: list[str | Path] = [self._bin / program, "-D", self._data, *arguments]
        # A file, not a pipe: the server inherits it and would keep a pipe open for good.
        with (self.folder / "said").open("w+") as said:
            done = subprocess.run(
                command,
                stdout=said,
                stderr=said,
                check=False,
                cwd=self.folder,
                user=user,
                group=group,
                extra_groups=extra_groups,
            )
            said.seek(0)
            assert done.returncode == 0, f"{program}: {said.read()}"


@functools.cache
def shared_server() -> PostgresServer:
    """The server of this test run, which forgets everything when the power fails."""
    return PostgresServer(*FAST)


def _somebody() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("neither postgres nor nobody is known here")
