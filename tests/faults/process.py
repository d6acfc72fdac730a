"""The program in a process of its own, forked from one that has everything imported: a start takes half the time."""

import asyncio
import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from signal import Signals

PATIENCE_SECONDS = 60

_nursery = multiprocessing.get_context("forkserver")
PRELOADED = ["veillee.server.start", "veillee.server.cli"]
"""There is one nursery in a process: whoever preloads more names these, too, or every start takes seconds longer."""
_nursery.set_forkserver_preload(PRELOADED)


class Process:
    """`veillee` with these arguments; what it says on stdout is in `said`, on stderr in `logged`, line by line."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.logged: list[str] = []
        self._open = 2
        self._news = asyncio.Condition()

    async def start(
        self, arguments: Sequence[str], environment: Mapping[str, str], at_first: Callable[[], object] = bool
    ) -> None:
        """Start it; `at_first` is called in the new process before anything else, and must be picklable."""
        said, say = _nursery.Pipe(duplex=False)
        logged, log = _nursery.Pipe(duplex=False)
        given = (list(arguments), dict(environment), say, log, at_first)
        self._process = _nursery.Process(target=_run, args=given)
        self._process.start()
        say.close()
        log.close()
        self._readers = [
            asyncio.create_task(self._read(pipe, lines)) for pipe, lines in ((said, self.said), (logged, self.logged))
        ]

    @property
    def pid(self) -> int:
        """Its id."""
        assert self._process.pid is not None
        return self._process.pid

    def signal(self, number: Signals) -> None:
        """Send it now, if it has not ended."""
        if self._process.exitcode is None:
            os.kill(self.pid, number)

    async def ended(self) -> int:
        """Wait until it has ended and all that it said was read; its exit status, negative for a signal."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.gather(*self._readers)
            await asyncio.to_thread(self._process.join)
        assert self._process.exitcode is not None
        return self._process.exitcode

    async def until(self, true: Callable[[], bool]) -> bool:
        """Wait until what it said makes that so; False when all is said and it is not."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._news:
            await self._news.wait_for(lambda: true() or not self._open)
        return true()

    async def _read(self, pipe: Connection, lines: list[str]) -> None:
        reader = asyncio.StreamReader(limit=2**20)
        file = os.fdopen(os.dup(pipe.fileno()), "rb")
        pipe.close()
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), file)
        while line := await reader.readline():
            lines.append(line.decode().rstrip("\n"))
            await self._tell_news()
        transport.close()
        self._open -= 1
        await self._tell_news()

    async def _tell_news(self) -> None:
        async with self._news:
            self._news.notify_all()


def _run(
    arguments: list[str],
    environment: Mapping[str, str],
    say: Connection,
    log: Connection,
    at_first: Callable[[], object],
) -> None:
    os.dup2(say.fileno(), 1)
    os.dup2(log.fileno(), 2)
    say.close()
    log.close()
    os.environ.update(environment)
    at_first()
    from veillee.server.cli import main

    sys.exit(main(arguments))
