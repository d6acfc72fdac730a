"""Runs servers one after the other, each alone with the generator, and writes down what the generator says."""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bench.build import Programs
from bench.servers import PORT, Server

SERVER_CORE, GENERATOR_CORE = 0, 1
START_SECONDS_MAX, END_SECONDS_MAX, RUN_SECONDS_MAX = 60.0, 12.0, 300
TALK = "serial:1:1:0:1,burst:64:16:0:16"
STEADY = "steady:0:0:100:16"

SETTLE_SECONDS = 4

Row = dict[str, Any]


class Plan(NamedTuple):
    """How much is measured."""

    rounds: int
    members: tuple[int, ...]
    idle: int
    seconds: float


def measure(servers: list[Server], programs: Programs, plan: Plan) -> Iterator[Row]:
    """Every round runs every server, in another order each time, the limit servers before and in between."""
    for number in range(plan.rounds):
        for members in plan.members:
            for server in _order(servers, number, members, twice=True):
                phases = f"{TALK},{STEADY}" if server.protocol == "veillee" else TALK
                options = {"--members": members, "--phases": phases, "--seconds": plan.seconds}
                yield from _tag(_run(server, programs, options, rooms=1), server, number)
        for server in _order(servers, number, plan.idle, twice=False) if plan.idle else ():
            options = {"--members": plan.idle, "--settle": SETTLE_SECONDS}
            yield from _tag(_run(server, programs, options, rooms=3), server, number)


def _order(servers: list[Server], number: int, members: int, *, twice: bool) -> list[Server]:
    limits = [server for server in servers if server.name.startswith("limit")]
    others = [server for server in servers if server not in limits and members <= server.members_max]
    random.Random(number).shuffle(others)
    half = len(others) // 2
    return [*limits, *others[:half], *(limits if twice else []), *others[half:]]


def _tag(rows: Iterable[Row], server: Server, number: int) -> Iterator[Row]:
    return ({"server": server.name, "round": number, **row} for row in rows)


def _run(server: Server, programs: Programs, options: Row, *, rooms: int) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="veillee-bench-") as folder:
        process = _start(server, Path(folder))
        try:
            if not _is_listening(process, server.nodes):
                said = (Path(folder) / "log").read_text(errors="replace")[-300:]
                print(f"{server.name}: skipped, it did not start: {said}", file=sys.stderr)
                return []
            given = {**options, **server.options()}
            given["--rooms"] = ",".join(given.get("--rooms", "bench").split(",")[:rooms])
            given |= {"--protocol": server.protocol, "--port": str(PORT), "--core": str(GENERATOR_CORE)}
            given |= {"--nodes": str(server.nodes)}
            given |= {"--processes": ",".join(map(str, _family(process.pid))), "--text-bytes": str(server.text_bytes)}
            return _generate(programs, given, server)
        finally:
            _end(process)


def _start(server: Server, folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            server.command(folder),
            env={**os.environ, **server.environment},
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=lambda: os.sched_setaffinity(0, {SERVER_CORE}),  # noqa: PLW1509 - one thread only
        )


def _is_listening(process: subprocess.Popen[bytes], nodes: int) -> bool:
    until = time.monotonic() + START_SECONDS_MAX * nodes
    while not all(_listens(PORT + number) for number in range(nodes)):
        if process.poll() is not None or time.monotonic() > until:
            return False
        time.sleep(0.1)
    time.sleep(1.0)  # what a server still does after it listens is not the first phase's
    return True


def _listens(port: int = PORT) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _generate(programs: Programs, options: Row, server: Server) -> list[Row]:
    words = [str(word) for pair in options.items() for word in pair]
    command = [str(programs.generator), *words]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=RUN_SECONDS_MAX, check=False)
    rows: list[Row] = [json.loads(line) for line in ended.stdout.splitlines()]
    if ended.returncode:
        print(f"{server.name}: {ended.stderr.strip()[-300:]}", file=sys.stderr)
    return [row for row in rows if "error" not in row]


def _family(process: int) -> list[int]:
    """The process and all that descend from it."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    family = [process]
    for member in family:
        family += parents.get(member, [])
    return family


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(END_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    until = time.monotonic() + END_SECONDS_MAX
    while _listens() and time.monotonic() < until:
        time.sleep(0.1)
