"""A disk that fills up while everybody talks, and has room again."""

import asyncio
import contextlib
import os
import resource
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import httpx

from tests.faults.company import NAMES, ROOMS, gather_company
from tests.faults.ends import Figures
from tests.faults.keeping import check_heard, check_kept, read_kept
from tests.faults.load import ENDLESS, everybody_back, finish
from tests.faults.process import PATIENCE_SECONDS
from tests.faults.server import Server
from tests.faults.talker import Talker

DISK_MIB = 16


class Disk(Protocol):
    """What the server writes to."""

    def fill(self, server: Server) -> None:
        """From now on there is no room."""

    def free(self, server: Server) -> None:
        """There is room again."""


class FileSizeLimit:
    """The kernel lets the process write no byte further (EFBIG), as with a quota. Needs no rights."""

    def fill(self, server: Server) -> None:
        _limit(server, 1)

    def free(self, server: Server) -> None:
        _limit(server, resource.RLIM_INFINITY)


class SmallDisk:
    """A file system of DISK_MIB in memory (ENOSPC). Needs the right to mount."""

    def __init__(self, folder: Path) -> None:
        self._filler = folder / "filler"

    def fill(self, server: Server) -> None:
        with self._filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(4096))

    def free(self, server: Server) -> None:
        self._filler.unlink()


@contextlib.contextmanager
def make_small_disk(folder: Path) -> Iterator[SmallDisk | None]:
    """Mounted on the folder; None without the right to."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "tmpfs", str(folder)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


async def survive_full_disk(data: Path, disk: Disk, times: int) -> Figures:
    """While there is no room nothing is accepted and everybody is told to wait; afterwards all goes on."""
    talkers = await gather_company(data, NAMES[:6], ROOMS[:1])
    told = 0
    async with Server(data) as server:
        for _ in range(times):
            told += await _fill_and_free(server, talkers, disk)
        kept = await finish(server, talkers)
        check_kept(talkers, kept)
        check_heard(talkers, kept)
        # The operator reads why, once, and not once a message.
        for event in ("cannot store", "can store again"):
            assert sum(f'"event": "{event}"' in line for line in server.process.logged) == times, server.process.logged
        assert not [line for line in server.process.logged if "never retrieved" in line]
    return {"times full": times, "messages told to wait": told, "accepted": sum(len(it.promised) for it in talkers)}


async def _fill_and_free(server: Server, talkers: Sequence[Talker], disk: Disk) -> int:
    """How many messages were answered by `unavailable`."""
    async with everybody_back(server, talkers):
        for talker in talkers:
            await talker.talk(ENDLESS)
        for talker in talkers:
            assert await talker.until(lambda it: bool(it.promised))
        disk.fill(server)
        for talker in talkers:
            assert await talker.until(lambda it: len(it.refused) == len(it.unanswered) > 0)
            await talker.mark_read()
        check_kept(talkers, await read_kept(server, talkers))
        await _check_door(server, open_=False)
        disk.free(server)
        await _check_door(server, open_=True)
    refused = [code for talker in talkers for code in talker.refused]
    assert set(refused) == {"unavailable"}
    for talker in talkers:
        talker.refused.clear()
    return len(refused)


async def _check_door(server: Server, *, open_: bool) -> None:
    """Whether newcomers get in, and whether whoever sends them here is told so; alive in any case."""
    async with server.http() as http:
        assert (await http.get(f"{server.url}/healthz")).status_code == 200
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (await http.get(f"{server.url}/readyz")).status_code != (200 if open_ else 503):
                pass
        version = (await http.get("/site")).json()["rules"]["version"]
        answer = await http.post("/entries", json={"pseudonym": f"Nouvelle {id(http)}", "age": 30, "rules": version})
        assert answer.status_code == (201 if open_ else 503), answer.text
        assert open_ or _says_wait(answer)


def _says_wait(answer: httpx.Response) -> bool:
    return answer.json()["type"] == "/problems/unavailable" and int(answer.headers["Retry-After"]) > 0


def _limit(server: Server, size: int) -> None:
    _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, hard))
