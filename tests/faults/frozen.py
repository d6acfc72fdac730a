"""Connections that stop reading: they are cut off, nobody else notices, and what they cost comes back."""

import asyncio
import json
import socket
from collections.abc import Sequence
from pathlib import Path

from websockets import ClientProtocol, Frame, Opcode, State
from websockets.uri import parse_uri

from tests.faults.company import ROOMS, gather_company
from tests.faults.ends import Figures
from tests.faults.keeping import check_heard, read_kept
from tests.faults.load import everybody_back
from tests.faults.process import PATIENCE_SECONDS
from tests.faults.server import Server
from tests.faults.talker import Talker

UNSENT_BYTES_MAX = 200_000
TALKERS = ("Zoé", "Ali", "Mina", "Jules")
# Little is kept between them by the kernel: small segments, a small buffer to receive.
SEGMENT_BYTES, RECEIVE_BYTES = 1_000, 4_096
TOO_SLOW = 1013
# A round may leave half of what its readers did not read: the database's page cache fills with what was said, some
# megabytes however many read it.
GROWN_SHARE_MAX = 0.5


class FrozenReader:
    """A talker's connection on which nothing is read once it has begun, until it thaws."""

    def __init__(self, talker: Talker) -> None:
        self._talker = talker
        self._socket = socket.socket()
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT_BYTES)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)

    async def come(self, server: Server) -> None:
        """Connect, say hello, read until the welcome is there."""
        uri = parse_uri(server.url.replace("http", "ws", 1) + "/api/v1/realtime")
        await asyncio.get_running_loop().sock_connect(self._socket, (uri.host, uri.port))
        self._protocol = ClientProtocol(uri, max_size=None)
        self._protocol.send_request(self._protocol.connect())
        while self._protocol.state is State.CONNECTING:
            await self._exchange()
        self._protocol.send_text(json.dumps(self._talker.begin()).encode())
        while not self._talker.caught_up:
            await self._exchange()

    async def thaw(self) -> int | None:
        """Read all that was sent; the code with which the connection was closed."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self._protocol.state is not State.CLOSED:
                await self._exchange()
        self._socket.close()
        return self._protocol.close_code

    async def _exchange(self) -> None:
        loop = asyncio.get_running_loop()
        for data in self._protocol.data_to_send():
            await loop.sock_sendall(self._socket, data)
        if data := await loop.sock_recv(self._socket, 65_536):
            self._protocol.receive_data(data)
        else:
            self._protocol.receive_eof()
        for event in self._protocol.events_received():
            if isinstance(event, Frame) and event.opcode is Opcode.TEXT:
                self._talker.hear(json.loads(bytes(event.data)))


async def survive_frozen_readers(data: Path, readers: int, rounds: int) -> Figures:
    """In each round so many stop reading while four talk on; then they thaw and come back. Two rounds or more."""
    names = [*TALKERS, *(f"Lecteur {number}" for number in range(readers))]
    company = await gather_company(data, names, ROOMS[:1], private=False)
    talkers, frozen = company[: len(TALKERS)], company[len(TALKERS) :]
    memory_bytes: list[int] = []
    async with Server(data, unsent_bytes_max=UNSENT_BYTES_MAX) as server:
        for number in range(1, rounds + 1):
            await _freeze(server, talkers, frozen, number * readers)
            memory_bytes.append(server.memory_bytes)
    grown = (memory_bytes[-1] - memory_bytes[0]) / (rounds - 1)
    assert grown < GROWN_SHARE_MAX * readers * UNSENT_BYTES_MAX, memory_bytes
    return {
        "cut off": rounds * readers,
        "MiB held after the first round": memory_bytes[0] / 2**20,
        "MiB more with each further round": grown / 2**20,
    }


async def _freeze(server: Server, talkers: Sequence[Talker], frozen: Sequence[Talker], cut_off_so_far: int) -> None:
    readers = [FrozenReader(talker) for talker in frozen]
    for reader in readers:
        await reader.come(server)
    async with everybody_back(server, talkers):
        for talker in talkers:
            talker.padding = " encore" * 250
            await talker.talk(10**9)
        await server.logs("closed, too slow", times=cut_off_so_far)
        for talker in talkers:
            talker.rest()
        for talker in talkers:
            assert await talker.until(lambda it: it.silent) and not talker.resets
        assert [await reader.thaw() for reader in readers] == [TOO_SLOW] * len(readers)
        kept = await read_kept(server, talkers)
    check_heard(talkers, kept)
    async with everybody_back(server, frozen):
        pass
    for talker in frozen:
        assert list(talker.last.values()) == [len(history) for history in kept.values()]
