"""The way to a server, that may be parted without either end being told."""

import asyncio
import contextlib

CHUNK_BYTES = 65_536


class Cable:
    """Carries TCP connections from a port of its own to another port of loopback.

    While it is parted nothing passes either way, not even that a side has hung up; whoever connects hears nothing.
    Mending it ends every connection that it could not keep whole. `lost_bytes` counts what did not pass.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self.lost_bytes = 0
        self._parted = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._broken: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> "Cable":
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for writer in self._writers:
            writer.close()

    def part(self) -> None:
        """From now on nothing passes."""
        self._parted = True
        self._broken = set(self._writers)

    def mend(self) -> None:
        """New connections pass again."""
        self._parted = False
        for writer in self._broken:
            writer.close()
        self._broken.clear()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            if self._parted:
                self._broken.add(writer)
                while data := await reader.read(CHUNK_BYTES):
                    self.lost_bytes += len(data)
                return
            with contextlib.suppress(OSError):
                there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._to)
                self._writers.add(there_writer)
                await asyncio.gather(self._pass(reader, there_writer), self._pass(there_reader, writer))
                self._writers.discard(there_writer)
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # uvloop raises RuntimeError for what is written to an end that was reset a moment ago.
        with contextlib.suppress(OSError, RuntimeError):
            while data := await reader.read(CHUNK_BYTES):
                if writer in self._broken:
                    self.lost_bytes += len(data)
                    continue
                writer.write(data)
                await writer.drain()
        if writer not in self._broken:
            writer.close()
