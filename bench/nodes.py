"""Nodes of one place in one process group: nodes.py COUNT PORT FOLDER DATABASE BUS. Ports count up from PORT.

In a database of their own on that PostgreSQL server, which goes with them.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import sqlalchemy as sa

START_SECONDS_MAX = 60.0


@contextlib.contextmanager
def new_database(server: str) -> Iterator[str]:
    """An empty database on the PostgreSQL server of this address; its own address. Afterwards it is dropped."""
    name = f"veillee_bench_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _serve(count: int, port: int, folder: Path, settings: dict[str, str]) -> None:
    """Until told to stop. The first makes the keys, which all have to share."""
    nodes: list[subprocess.Popen[bytes]] = []
    for number in range(count):
        data = folder / f"node-{number}"
        data.mkdir()
        for key in (folder / "node-0").glob("*.key") if number else ():
            shutil.copy(key, data)
        program = Path(sys.executable).parent / "veillee"
        command = [str(program), "serve", "--data", str(data), "--port", str(port + number)]
        nodes.append(subprocess.Popen(command, env={**os.environ, **settings}))
        _await_port(port + number, nodes[-1])
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # not sooner: the nodes would have it as well
    signal.sigwait({signal.SIGTERM})
    for node in nodes:
        node.terminate()
    for node in nodes:
        node.wait()


def _await_port(port: int, node: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS_MAX
    while node.poll() is None and time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"the node on port {port} did not start")


if __name__ == "__main__":
    count, port, folder, server, bus = sys.argv[1:]
    with new_database(server) as database:
        _serve(int(count), int(port), Path(folder), {"VEILLEE_DATABASE": database, "VEILLEE_BUS": bus})
