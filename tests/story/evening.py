"""What journeys are written with: a real place on real sockets in this process, and members who speak the contract.

async with open_evening(tmp_path) as evening:
    zoe = await evening.enter("Zoé")
    room = await zoe.join("le-comptoir")
    answer = await zoe.say(room, "Bonsoir")
"""

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import uvicorn
import websockets

from veillee.foundation.api import problem_body
from veillee.foundation.basics import Clock, utc_now
from veillee.foundation.gateway import make_protocol
from veillee.server.app import make_app
from veillee.server.realtime import Session
from veillee.server.run import bind
from veillee.server.settings import Settings
from veillee.server.wiring import Place, open_place

PATIENCE_SECONDS = 20
Frame = dict[str, Any]


class Member:
    """Somebody who has come in; `http` carries their token, frames that were not asked for yet wait in `seen`."""

    def __init__(self, evening: "Evening", entered: Frame) -> None:
        self.evening = evening
        self.id: str = entered["person"]["id"]
        self.pseudonym: str = entered["person"]["pseudonym"]
        self.token: str = entered["session"]["token"]
        self.http = httpx.AsyncClient(
            base_url=evening.url + "/api/v1",
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=PATIENCE_SECONDS,
        )
        self.seen: list[Frame] = []
        self.socket: websockets.ClientConnection | None = None
        self._refs = (f"{self.pseudonym}-{number}" for number in itertools.count(1))

    async def connect(self, resume: dict[str, int] | None = None) -> Frame:
        """Open the realtime connection and say hello; the `welcome`."""
        self.socket = await self.evening.connect()
        self.seen = []
        await self.tell({"type": "hello", "token": self.token, "resume": resume or {}})
        return await self.next("welcome")

    async def disconnect(self) -> None:
        """Close the realtime connection."""
        assert self.socket is not None
        await self.socket.close()
        self.socket = None

    async def tell(self, frame: Frame | str | bytes) -> None:
        """Send one frame, or raw text."""
        assert self.socket is not None
        await self.socket.send(json.dumps(frame) if isinstance(frame, dict) else frame)

    async def next(self, *kinds: str, **members: Any) -> Frame:
        """The next frame of these types with these members; others wait for whoever asks for them."""
        for frame in self.seen:
            if _is(frame, kinds, members):
                self.seen.remove(frame)
                return frame
        assert self.socket is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                frame = json.loads(await self.socket.recv())
                if _is(frame, kinds, members):
                    return frame
                self.seen.append(frame)

    async def join(self, room: str) -> str:
        """Go into a room; its conversation's id."""
        ref = next(self._refs)
        await self.tell({"type": "join", "ref": ref, "room": room})
        joined = await self.next("joined", ref=ref)
        return str(joined["conversation"]["id"])

    async def say(self, conversation: str, text: str, **more: Any) -> Frame:
        """Send a message; the first answer to it."""
        ref = more.pop("ref", None) or next(self._refs)
        await self.tell({"type": "send", "ref": ref, "conversation": conversation, "text": text, **more})
        return await self.next("accepted", "held", "nudged", "refused", "error", ref=ref)

    async def history(self, conversation: str, **query: Any) -> list[Frame]:
        """A page of the history."""
        answer = await self.http.get(f"/conversations/{conversation}/messages", params=query)
        assert answer.status_code == 200, answer.text
        return list(answer.json())


class Evening:
    """One running place and everybody in it."""

    def __init__(self, place: Place, url: str) -> None:
        self.place = place
        self.url = url
        self.http = make_http(url)
        self._members: list[Member] = []

    async def enter(self, pseudonym: str, age: int = 34, *, connect: bool = True, **more: Any) -> Member:
        """Come in through the door, and connect."""
        rules = self.place.gate.house_rules.version
        answer = await self.http.post("/entries", json={"pseudonym": pseudonym, "age": age, "rules": rules, **more})
        assert answer.status_code == 201, answer.text
        member = Member(self, answer.json())
        self._members.append(member)
        if connect:
            await member.connect()
        return member

    async def connect(self, **options: Any) -> websockets.ClientConnection:
        """A bare realtime connection."""
        address = self.url.replace("http", "ws", 1) + "/api/v1/realtime"
        return await websockets.connect(address, subprotocols=[websockets.Subprotocol("veillee.v1")], **options)

    async def room(self, name: str = "Le comptoir", topic: str = "On parle de tout", language: str = "fr") -> str:
        """A room of the place; its slug."""
        return (await self.place.rooms.found(name, topic, language)).slug

    def light_the_lamp(self, staff_on_duty: int = 1) -> None:
        """Somebody watches."""
        self.place.lamp.set(staff_on_duty)

    async def close(self) -> None:
        """Everybody goes home."""
        for member in self._members:
            if member.socket is not None:
                await member.socket.close()
            await member.http.aclose()
        await self.http.aclose()


@contextlib.asynccontextmanager
async def open_evening(
    data: Path, *, clock: Clock = utc_now, sample: bool = False, **settings: Any
) -> AsyncIterator[Evening]:
    """A place in this process on a free port; `settings` are paths with `__` between levels."""
    with bind("127.0.0.1", 0) as sock:
        port = sock.getsockname()[1]
        place = open_place(
            make_settings(**settings), data, clock=clock, origin=f"http://localhost:{port}", sample=sample
        )
        protocol = make_protocol(
            lambda handshake, connection: Session(place, handshake, connection),
            place.gateway_limits,
            problem_body,
            connections=place.connections,
        )
        config = uvicorn.Config(make_app(place), http=protocol, ws="none", lifespan="on", log_config=None)
        server = uvicorn.Server(config)
        server.config.load()
        server.lifespan = config.lifespan_class(config)
        await server.startup([sock])
        evening = Evening(place, f"http://127.0.0.1:{port}")
        try:
            yield evening
        finally:
            await evening.close()
            await server.shutdown([sock])


def make_http(url: str, **headers: str) -> httpx.AsyncClient:
    """A client of the API; there is no TLS here, so none is prepared."""
    return httpx.AsyncClient(base_url=url + "/api/v1", headers=headers, timeout=PATIENCE_SECONDS, verify=False)


def make_settings(**values: Any) -> Settings:
    """Settings with these values in place of the defaults, wide enough for many members from one address."""
    given = {"limits__entries_per_minute_per_address": 1000, "limits__connections_per_address": 1000, **values}
    tree: dict[str, Any] = {}
    for path, value in given.items():
        section, _, name = path.rpartition("__")
        (tree.setdefault(section, {}) if section else tree)[name] = value
    return msgspec.convert(tree, Settings)


def _is(frame: Frame, kinds: tuple[str, ...], members: dict[str, Any]) -> bool:
    return frame["type"] in kinds and all(frame.get(name) == value for name, value in members.items())
