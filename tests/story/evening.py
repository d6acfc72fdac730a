"""One running place on a free port of this process, and everybody in it."""

import asyncio
import contextlib
import functools
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import sqlalchemy as sa
import uvicorn
import websockets
from litestar import Litestar

from tests.story import words
from tests.story.checks import check_tells_nothing
from tests.story.contract import Contract
from tests.story.engines import present_engine
from tests.story.member import PATIENCE_SECONDS, Member
from tests.story.time import Time
from tests.story.watcher import Watcher
from veillee.client import open_socket
from veillee.foundation.api import problem_body
from veillee.foundation.basics import asset_dir
from veillee.foundation.bus import Bus
from veillee.foundation.gateway import make_protocol
from veillee.foundation.storage import DataFolder, metadata
from veillee.safety.policy import Gate
from veillee.server import api_document, asyncapi
from veillee.server.app import Host, make_app
from veillee.server.realtime import Session
from veillee.server.run import bind
from veillee.server.settings import Settings
from veillee.server.wiring import Place


class Evening:
    """One running place and everybody in it."""

    def __init__(self, place: Place, time: Time, url: str, contract: Contract) -> None:
        self.place = place
        self.contract = contract
        self.time = time
        self.url = url
        self.address = ("127.0.0.1", int(url.rpartition(":")[2]))
        self.going_home = contextlib.AsyncExitStack()
        self.http = self.make_http()

    async def enter(self, pseudonym: str, age: int = 34, *, connect: bool = True, **more: Any) -> Member:
        """Come in through the door, and connect."""
        answer = await self.knock(pseudonym=pseudonym, age=age, **more)
        assert answer.status_code == 201, answer.text
        member = Member(self, answer.json())
        if connect:
            await member.connect()
        return member

    async def knock(self, **form: Any) -> httpx.Response:
        """Fill in the form at the door; what is said to that. None leaves a member of the form out."""
        filled = {"pseudonym": "Zoé", "age": 34, "rules": self.place.gate.house_rules.version, **form}
        async with make_http(self.url) as stranger:
            stranger.event_hooks["response"].append(self.contract.check_answer)
            return await stranger.post("/entries", json={k: v for k, v in filled.items() if v is not None})

    async def returning(self, token: str) -> Member:
        """Somebody who came in before, with the session they kept."""
        async with make_http(self.url, authorization=f"Bearer {token}") as http:
            session = (await http.get("/session")).json()
        return Member(self, {"person": session["person"], "session": {"token": token}})

    async def staff(self, name: str = "Maud", role: str = "moderator") -> Watcher:
        """A member of staff who has signed in."""
        watcher = Watcher(self, name)
        await watcher.enrol(role)
        return watcher

    async def connect(self, **options: Any) -> websockets.ClientConnection:
        """A bare realtime connection."""
        # Unread frames must not keep the close frame from being read.
        socket = await open_socket(self.url, **{"max_queue": None, **options})
        self.going_home.push_async_callback(socket.close)
        return socket

    async def upgrade(self, **headers: str) -> httpx.Response:
        """What a request for a realtime connection is answered, when it is not 101."""
        asked = {
            "connection": "Upgrade",
            "upgrade": "websocket",
            "sec-websocket-version": "13",
            "sec-websocket-key": "c2l4dGVlbiBieXRlcyBvaw==",
        }
        return await self.http.get("/realtime", headers=asked | headers)

    async def raw(self, request: bytes, body: bytes = b"") -> tuple[int, bytes]:
        """What these very bytes are answered: the status and everything after the head. The connection ends there."""
        reader, writer = await asyncio.open_connection(*self.address)
        try:
            writer.write(request + b"Host: localhost\r\nConnection: close\r\n\r\n")
            with contextlib.suppress(ConnectionError):
                writer.write(body)
                await writer.drain()
            async with asyncio.timeout(PATIENCE_SECONDS):
                head, _, rest = (await reader.read()).partition(b"\r\n\r\n")
            return int(head.split(b" ", 2)[1]), rest
        finally:
            writer.close()

    async def room(self, name: str = "Le comptoir", topic: str = "On parle de tout", language: str = "fr") -> str:
        """A room of the place; its slug."""
        return (await self.place.rooms.found(name, topic, language)).slug

    def light_the_lamp(self, staff_on_duty: int = 1) -> None:
        """Somebody watches."""
        self.place.lamp.set(staff_on_duty)

    async def settle(self) -> None:
        """Until all that was begun is done and stored."""
        await self.place.drain()
        await self.place.database.write(lambda _: None)
        await self.place.drain()

    async def stored(self) -> dict[str, list[Any]]:
        """Everything that is in the database, by table."""

        def read(connection: sa.Connection) -> dict[str, list[Any]]:
            return {name: list(connection.execute(sa.select(table)).all()) for name, table in metadata.tables.items()}

        return await self.place.database.read(read)

    def check_frame(self, text: str) -> dict[str, Any]:
        """The frame that the server sent so, which is documented and shows nothing of our insides."""
        check_tells_nothing(text)
        frame: dict[str, Any] = json.loads(text)
        self.contract.check_frame(frame)
        return frame

    def make_http(self, **headers: str) -> httpx.AsyncClient:
        """A client of this place's API, closed when everybody goes home."""
        http = make_http(self.url, **headers)
        http.event_hooks["response"].append(self.contract.check_answer)
        self.going_home.push_async_callback(http.aclose)
        return http


@contextlib.asynccontextmanager
async def open_evening(
    data: Path, *, sample: bool = False, time: Time | None = None, bus: Bus | str | None = None, **settings: Any
) -> AsyncIterator[Evening]:
    """A place in this process on a free port; `settings` are paths with `__` between levels, `bus` one or a bus."""
    time = time or Time()
    if isinstance(bus, str):
        settings["bus"], bus = bus, None
    with bind("127.0.0.1", 0) as sock:
        port = sock.getsockname()[1]
        place = _open_place(data, make_settings(**settings), time, f"http://localhost:{port}", sample, bus)
        host, app = _host(place)
        server = _make_server(place, app)
        await place.start()
        await server.startup([sock])
        evening = Evening(place, time, f"http://127.0.0.1:{port}", _contract(app))
        try:
            yield evening
        finally:
            await evening.going_home.aclose()
            await server.shutdown([sock])
            _idle_apps.append((host, app))


def _open_place(data: Path, settings: Settings, time: Time, origin: str, sample: bool, bus: Bus | None) -> Place:
    """As veillee.server.wiring.open_place does, with what takes long done once for all evenings."""
    folder = DataFolder(data)
    folder.prepare()
    folder.hold()
    if settings.database == Settings().database:
        engine = present_engine()
        settings = msgspec.structs.replace(settings, database=engine.address(folder.database), bus=engine.bus())
    place = Place(settings, folder, _gate(), clock=time, origin=origin, sample=sample, bus=bus)
    place.prepare()
    return place


_idle_apps: list[tuple[Host, Litestar]] = []


def _host(place: Place) -> tuple[Host, Litestar]:
    """An application for the place: one that served another evening, which takes no time to make."""
    if not _idle_apps:
        return (host := Host(place)), make_app(host)
    host, app = _idle_apps.pop()
    host.serve(place)
    return host, app


@functools.cache
def _gate() -> Gate:
    return Gate.load(asset_dir("policies"), words.POLICIES)


_contracts: list[Contract] = []


def _contract(app: Litestar) -> Contract:
    """The same for all evenings: it depends on types alone."""
    if not _contracts:
        _contracts.append(Contract(api_document.make_document(app), asyncapi.make_document()))
    return _contracts[0]


def _make_server(place: Place, app: Litestar) -> uvicorn.Server:
    protocol = make_protocol(
        lambda handshake, connection: Session(place, handshake, connection),
        place.gateway_limits,
        problem_body,
        connections=place.connections,
    )
    config = uvicorn.Config(app, http=protocol, ws="none", lifespan="on", log_config=None)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    return server


def make_http(url: str, **headers: str) -> httpx.AsyncClient:
    """A client of the API; there is no TLS here, so none is prepared."""
    return httpx.AsyncClient(base_url=url + "/api/v1", headers=headers, timeout=PATIENCE_SECONDS, verify=False)


def make_settings(**values: Any) -> Settings:
    """Settings with these values in place of the defaults, wide enough for many members from one address.

    Most stories have one person decide; those about two say so."""
    given = {
        "ledger__publish_minutes": 0,
        "moderation__four_eyes": False,
        "limits__entries_per_minute_per_address": 1000,
        "limits__connections_per_address": 1000,
        **values,
    }
    tree: dict[str, Any] = {}
    for path, value in given.items():
        *sections, name = path.split("__")
        inner = tree
        for section in sections:
            inner = inner.setdefault(section, {})
        inner[name] = value
    return msgspec.convert(tree, Settings)
