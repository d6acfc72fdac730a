"""A network between a browser and the place, which can swallow what it should carry."""

import asyncio
import contextlib
from collections.abc import AsyncIterator


class Relay:
    """Carries bytes both ways, until it is hushed: then lines stay open and carry nothing any more."""

    def __init__(self, place: tuple[str, int]) -> None:
        self.origin = ""
        self._place = place
        self._hushed: set[asyncio.Task[None]] = set()
        self._lines: set[asyncio.Task[None]] = set()

    def hush(self) -> None:
        """Whoever is connected now hears nothing more, and is not told; who connects later is heard."""
        self._hushed |= self._lines

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it."""
        there_reader, there_writer = await asyncio.open_connection(*self._place)
        ways = (self._pump(reader, there_writer), self._pump(there_reader, writer))
        tasks = {asyncio.ensure_future(way) for way in ways}
        self._lines |= tasks
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            writer.close()
            there_writer.close()

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await source.read(65_536):
                if asyncio.current_task() not in self._hushed:
                    sink.write(data)
                    await sink.drain()


@contextlib.asynccontextmanager
async def open_relay(place: tuple[str, int]) -> AsyncIterator[Relay]:
    """A relay on a port of its own; `origin` is where a browser finds the place through it."""
    relay = Relay(place)
    async with await asyncio.start_server(relay.carry, "127.0.0.1", 0) as server:
        relay.origin = f"http://localhost:{server.sockets[0].getsockname()[1]}"
        yield relay
