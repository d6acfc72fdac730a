"""Somebody who has come in and speaks the contract, over HTTP and in realtime."""

import asyncio
import itertools
import json
from typing import TYPE_CHECKING, Any

import httpx
import websockets

if TYPE_CHECKING:
    from tests.story.evening import Evening

PATIENCE_SECONDS = 20
Frame = dict[str, Any]


class Member:
    """Somebody who has come in; `http` carries their token, frames that were not asked for yet wait in `seen`."""

    def __init__(self, evening: "Evening", entered: Frame) -> None:
        self.evening = evening
        self.person: Frame = entered["person"]
        self.id: str = entered["person"]["id"]
        self.pseudonym: str = entered["person"]["pseudonym"]
        self.token: str = entered["session"]["token"]
        self.http = evening.make_http(authorization=f"Bearer {self.token}")
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
        await self.socket.send(json.dumps(frame, ensure_ascii=False) if isinstance(frame, dict) else frame)

    async def next(self, *kinds: str, **members: Any) -> Frame:
        """The next frame of these types with these members; others wait for whoever asks for them."""
        for frame in self.seen:
            if _is(frame, kinds, members):
                self.seen.remove(frame)
                return frame
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                frame = await self._receive()
                if _is(frame, kinds, members):
                    return frame
                self.seen.append(frame)

    async def catch_up(self, *besides: str) -> list[Frame]:
        """All that was told to this member and not asked for, in order, besides those types; no more is on its way."""
        await self._round_trip()
        await self.evening.settle()
        await self._round_trip()
        told, self.seen = self.seen, []
        return [frame for frame in told if frame["type"] not in besides]

    async def _round_trip(self) -> None:
        # Frames of a connection are handled in order, and so is what it is told.
        mark = next(self._refs)
        await self.tell({"type": "leave", "ref": mark, "conversation": "nowhere"})
        await self.next("error", ref=mark)

    async def closed(self) -> int:
        """Wait until the server has closed the connection; its close code. What came before is in `seen`."""
        assert self.socket is not None
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    self.seen.append(await self._receive())
        except websockets.ConnectionClosed as closed:
            assert closed.rcvd is not None
            return closed.rcvd.code

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
        return list(await self.get(f"/conversations/{conversation}/messages", **query))

    async def get(self, path: str, **query: Any) -> Any:
        """What is at a path of the API."""
        answer = await self.http.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def ask(self, other: "Member", text: str, **more: Any) -> httpx.Response:
        """A first word to somebody."""
        return await self.http.post("/private-requests", json={"to": other.id, "text": text, **more})

    async def befriend(self, other: "Member", text: str = "Bonsoir, on parle ?", *, settled: bool = True) -> str:
        """A first word that is accepted; the conversation that it opened. Once settled, both follow it: whoever is told
        of it later is told with it what changed meanwhile, and not by a frame of its own."""
        asked = await self.ask(other, text)
        assert asked.status_code == 201, asked.text
        accepted = await other.http.post(f"/private-requests/{asked.json()['id']}/accept")
        assert accepted.status_code == 200, accepted.text
        if settled:
            await self.evening.settle()
        return str(accepted.json()["conversation"]["id"])

    async def report(self, subject: Frame, reason: str = "harassment", **more: Any) -> httpx.Response:
        """Tell the watch."""
        return await self.http.post("/reports", json={"subject": subject, "reason": reason, **more})

    async def report_message(self, conversation: str, seq: int, reason: str = "harassment", **more: Any) -> Frame:
        """Tell the watch about a message; the answer."""
        answer = await self.report({"kind": "message", "conversation": conversation, "seq": seq}, reason, **more)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def _receive(self) -> Frame:
        assert self.socket is not None
        text = await self.socket.recv()
        assert isinstance(text, str)
        return self.evening.check_frame(text)


def _is(frame: Frame, kinds: tuple[str, ...], members: dict[str, Any]) -> bool:
    return frame["type"] in kinds and all(frame.get(name) == value for name, value in members.items())
