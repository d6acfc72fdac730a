"""Very many connections at once: all are served, and what they cost comes back when they leave."""

import asyncio
import json
import resource
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from signal import Signals
from urllib.parse import urlsplit

from tests.faults.company import NAMES, ROOMS, gather_company
from tests.faults.ends import Figures
from tests.faults.keeping import check_kept, read_kept
from tests.faults.load import everybody_back
from tests.faults.process import PATIENCE_SECONDS
from tests.faults.server import Server
from tests.story import Evening, open_evening
from veillee.community.conversations import add_membership
from veillee.community.entry import EntryForm
from veillee.foundation.storage import DataFolder
from veillee.foundation.storage.database import READERS
from veillee.foundation.storage.engine import PAGE_CACHE_KIB

ROOM_MEMBERS = 100
AT_ONCE = 200
# On a machine that others use as well; fewer, and something hangs.
HEARD_PER_SECOND_MIN = 20
# Of so many files a process may have half for sockets; see veillee/server/sockets.py.
FILES, SOCKETS = 400, 200
# A coarse look from outside; that not one object stays is looked at in the gateway's own tests.
LEFT_BYTES_MAX, LEFT_BYTES_PER_CONNECTION_MAX = 2_000_000, 2_000
TEXT, PING, PONG_FRAME = 0x81, 0x89, bytes((0x8A, 0x80, 0, 0, 0, 0))
UPGRADE = (
    b"GET /api/v1/realtime HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2l4dGVlbiBieXRlcyBvaw==\r\n\r\n"
)


class Guest(asyncio.Protocol):
    """One connection with as little around it as possible; counts what it hears by type."""

    def __init__(self, token: str) -> None:
        self.heard: Counter[str] = Counter()
        self._token = token
        self._head: bytes | None = b""
        self._received = b""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.transport = transport
        transport.write(UPGRADE)
        self.tell({"type": "hello", "token": self._token})

    def tell(self, frame: dict[str, str]) -> None:
        """Send one frame, masked with zeros."""
        payload = json.dumps(frame).encode()
        size = len(payload)
        head = bytes((TEXT, 0x80 | size)) if size < 126 else bytes((TEXT, 0xFE)) + size.to_bytes(2, "big")
        self.transport.write(head + bytes(4) + payload)

    def data_received(self, data: bytes) -> None:
        if self._head is not None:
            self._head += data
            head, ended, data = self._head.partition(b"\r\n\r\n")
            if not ended:
                return
            assert head.startswith(b"HTTP/1.1 101 "), head
            self._head = None
        self._received += data
        while (frame := self._next_frame()) is not None:
            self._hear(*frame)

    def _next_frame(self) -> tuple[int, bytes] | None:
        data = self._received
        start = 4 if data[1:2] == bytes((126,)) else 2
        if len(data) < start:
            return None
        end = start + (int.from_bytes(data[2:4], "big") if start == 4 else data[1])
        if len(data) < end:
            return None
        self._received = data[end:]
        return data[0], data[start:end]

    def _hear(self, first: int, payload: bytes) -> None:
        if first == PING:
            self.transport.write(PONG_FRAME)
        elif first == TEXT:
            self.heard[json.loads(payload)["type"]] += 1


async def gather_crowd(data: Path, people: int) -> list[tuple[str, str]]:
    """A token and a room's conversation for each; neighbours share a room."""
    async with open_evening(data, limits__entries_per_minute_per_address=10**9) as evening:
        crowd = []
        for first in range(0, people, ROOM_MEMBERS):
            members = range(first, min(people, first + ROOM_MEMBERS))
            crowd += await _gather_room(evening, f"Salon {first // ROOM_MEMBERS}", members)
        return crowd


async def _gather_room(evening: Evening, name: str, members: Sequence[int]) -> list[tuple[str, str]]:
    place, rules = evening.place, evening.place.gate.house_rules.version
    room = (await place.rooms.found(name, "", "fr")).id
    forms = [EntryForm(pseudonym=f"Voisine {number}", age=30, rules=rules) for number in members]
    entered = await asyncio.gather(*(place.entry.enter(form, ("127.0.0.1", 1)) for form in forms))
    for one in entered:
        await place.database.write(add_membership, room, one.person.id, place.clock())
    return [(one.session.token, room) for one in entered]


async def survive_crowd(data: Path, people: int, rounds: int = 2, at_once: int = AT_ONCE) -> Figures:
    """In each round all come, `at_once` in the same moment, one in each room says something, everybody hears it once,
    all leave; in the end all are there when the server is told to stop. That does not hold up the loop."""
    crowd = await gather_crowd(data, people)
    rooms = dict.fromkeys(room for _, room in crowd)
    left_bytes: list[int] = []
    coming: list[float] = []
    async with Server(data) as server:
        empty_bytes = server.memory_bytes
        for number in range(rounds):
            began = time.monotonic()
            guests = await _come(server, [token for token, _ in crowd], at_once)
            coming.append(time.monotonic() - began)
            full_bytes = server.memory_bytes
            for room, guest in zip(rooms, guests[::ROOM_MEMBERS], strict=True):
                guest.tell({"type": "send", "ref": f"{number}", "conversation": room, "text": f"bonsoir {number}"})
            await _until_each_has_heard(guests, "message")
            await _leave(server, guests)
            assert all(guest.heard["message"] == 1 for guest in guests)
            left_bytes.append(server.memory_bytes)
        guests = await _come(server, [token for token, _ in crowd], at_once)
        told = await server.now()
        server.signal(Signals.SIGTERM)
        assert await server.ended() == 0
        assert all(guest.heard["goodbye"] == 1 for guest in guests)
        assert (stalls := server.stalls(since=told)) == [], (stalls, coming)
    grown = left_bytes[-1] - left_bytes[0]
    allowed = LEFT_BYTES_MAX + LEFT_BYTES_PER_CONNECTION_MAX * people * (rounds - 1) + _cache_bytes(data)
    assert grown < allowed, (left_bytes, allowed)
    return {
        "connections at once": people,
        "seconds until all are greeted, at most": max(coming),
        "KiB for each, session and room included": (full_bytes - empty_bytes) / people / 1024,
        "MiB held by the server when empty": empty_bytes / 2**20,
        "MiB held when full": full_bytes / 2**20,
        "MiB held after they left": left_bytes[0] / 2**20,
        "MiB held after they came and left again": left_bytes[-1] / 2**20,
    }


async def survive_siege(data: Path) -> Figures:
    """Somebody opens every socket that there is and says nothing: those who are here talk on, and the siege ends."""
    talkers = await gather_company(data, NAMES[:4], ROOMS[:1])
    async with Server(data, allow_few_files) as server, everybody_back(server, talkers):
        address = urlsplit(server.url)
        opened = [await asyncio.open_connection(address.hostname, address.port) for _ in range(FILES)]
        for reader, _ in opened[SOCKETS:]:
            assert (await reader.readline()).startswith(b"HTTP/1.1 503 ")
        for talker in talkers:
            await talker.talk(20)
        for talker in talkers:
            assert await talker.until(lambda it: it.silent)
        for _, writer in opened:
            writer.close()
        async with server.http() as http, asyncio.timeout(PATIENCE_SECONDS):
            while (await http.get("/site")).status_code != 200:
                pass
        check_kept(talkers, await read_kept(server, talkers))
        assert not [line for line in server.process.logged if '"error"' in line]
    return {"sockets opened": FILES, "sockets refused": FILES - SOCKETS}


def allow_few_files() -> None:
    """As on a system that allows a process FILES."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))


def _cache_bytes(data: Path) -> int:
    """What the database may keep of itself in memory once everything has been read: each connection its own."""
    return (READERS + 1) * min(PAGE_CACHE_KIB * 1024, DataFolder(data).database.stat().st_size)


async def _come(server: Server, tokens: Sequence[str], at_once: int) -> list[Guest]:
    guests = [Guest(token) for token in tokens]
    for first in range(0, len(guests), at_once):
        some = guests[first : first + at_once]
        await asyncio.gather(*(_connect(guest, server) for guest in some))
        await _until_each_has_heard(some, "welcome")
    return guests


async def _connect(guest: Guest, server: Server) -> None:
    address = urlsplit(server.url)
    assert address.hostname is not None and address.port is not None
    await asyncio.get_running_loop().create_connection(lambda: guest, address.hostname, address.port)


async def _leave(server: Server, guests: Sequence[Guest]) -> None:
    for guest in guests:
        guest.transport.abort()
    async with server.http() as http, asyncio.timeout(PATIENCE_SECONDS):
        while sum(room["present"] for room in (await http.get("/rooms")).json()):
            pass


async def _until_each_has_heard(guests: Sequence[Guest], kind: str) -> None:
    async with asyncio.timeout(max(PATIENCE_SECONDS, len(guests) / HEARD_PER_SECOND_MIN)):
        while not all(guest.heard[kind] for guest in guests):  # noqa: ASYNC110 - ten thousand events would cost more
            await asyncio.sleep(0.01)
