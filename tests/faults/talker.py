"""Somebody who talks as fast as they are answered, and keeps what they were promised and what they heard."""

import asyncio
import contextlib
import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import websockets

from tests.faults.process import PATIENCE_SECONDS
from tests.faults.server import Server

WORDS = (
    "lampe", "table", "soupe", "pain", "pluie", "livre", "chat", "jardin",
    "feu", "thé", "neige", "mer", "train", "pomme", "musique", "fenêtre",
)  # fmt: skip
Heard = Callable[[str], object]


@dataclass(frozen=True)
class Said:
    """One message: where, which, what."""

    conversation: str
    seq: int
    id: str
    text: str


class Talker:
    """One member with one connection at a time.

    `heard` has what was delivered, `last` the last seq of each conversation: nothing comes twice, out of order or with
    a gap, or listening fails. Only a `reset` leaves one out; it is in `resets` until they come again, and in
    `ever_reset` for good. `promised` has
    what was accepted, by ref; `unanswered` what was sent and not answered yet; `refused` why anything else was said.
    `asked_milliseconds` has after how long each goodbye asked them back, `back_seconds` when they were welcome again.
    `padding` ends all that they say. `on_frame` is called with the type of each frame, those that are sent too.
    """

    def __init__(self, pseudonym: str, token: str, conversations: tuple[str, ...], on_frame: Heard = len) -> None:
        self.pseudonym = pseudonym
        self.token = token
        self.conversations = conversations
        self.on_frame = on_frame
        self.heard: list[Said] = []
        self.last: dict[str, int] = dict.fromkeys(conversations, 0)
        self.promised: dict[str, Said] = {}
        self.unanswered: dict[str, tuple[str, str]] = {}
        self.refused: list[str] = []
        self.resets: list[str] = []
        self.ever_reset: set[str] = set()
        self.goodbyes = 0
        self.asked_milliseconds: list[int] = []
        self.back_seconds: list[float] = []
        self._sent_away_at: float | None = None
        self.came = self.gone = False
        self.close_code: int | None = None
        self.socket: websockets.ClientConnection | None = None
        self.padding = ""
        self._heads: dict[str, int] = {}
        self._numbers = itertools.count(1)
        self._to_say = 0
        self._news = asyncio.Condition()

    async def come(self, server: Server) -> None:
        """Connect, and say what was heard so far."""
        url = server.url.replace("http", "ws", 1) + "/api/v1/realtime"
        self.came = False
        self.socket = await websockets.connect(url, compression=None, ping_interval=None, max_queue=None)
        await self._tell(self.begin())

    def begin(self) -> dict[str, Any]:
        """A new connection: the frame that it begins with."""
        self.came, self.gone, self.close_code, self.goodbyes, self._to_say = True, False, None, 0, 0
        self._heads, self.resets = {}, []
        return {"type": "hello", "token": self.token, "resume": self.last}

    async def listen(self) -> None:
        """Hear everything until the connection is gone."""
        assert self.socket is not None
        try:
            while True:
                frame = json.loads(await self.socket.recv())
                self.hear(frame)
                if frame["type"] == "accepted":
                    await self._say_next()
                self.on_frame(frame["type"])
                await self._tell_news()
        except websockets.ConnectionClosed as closed:
            self.close_code = closed.rcvd.code if closed.rcvd else None
        self.gone = True
        await self._tell_news()

    async def talk(self, messages: int, at_once: int = 4) -> None:
        """Begin to send that many, `at_once` unanswered at a time; what was unanswered before goes first, again."""
        for ref, (conversation, text) in list(self.unanswered.items()):
            await self._send(ref, conversation, text)
        self._to_say = messages
        for _ in range(at_once):
            await self._say_next()

    async def mark_read(self) -> None:
        """Say that all that was heard was read."""
        for conversation, seq in self.last.items():
            await self._tell({"type": "read", "conversation": conversation, "seq": seq})

    def rest(self) -> None:
        """Begin nothing more."""
        self._to_say = 0

    async def until(self, true: Callable[["Talker"], bool], patience_seconds: float | None = PATIENCE_SECONDS) -> bool:
        """Wait until that is so, while somebody else listens; False when the connection is gone before."""
        async with asyncio.timeout(patience_seconds), self._news:
            await self._news.wait_for(lambda: true(self) or self.gone)
        return true(self)

    async def leave(self) -> None:
        """Close the connection."""
        assert self.socket is not None
        await self.socket.close()

    @property
    def caught_up(self) -> bool:
        """Whether all that was there when they came has been heard, or was said to be too much."""
        return bool(self._heads) and all(self.last[conversation] >= head for conversation, head in self._heads.items())

    @property
    def silent(self) -> bool:
        """Whether all is said and answered."""
        return not self._to_say and not self.unanswered

    def hear(self, frame: dict[str, Any]) -> None:
        """Keep what a frame says. Raises AssertionError for a message that is not the next."""
        match frame["type"]:
            case "message":
                self._on_message(frame)
            case "accepted":
                conversation, text = self.unanswered.pop(frame["ref"])
                assert conversation == frame["conversation"]
                self.promised[frame["ref"]] = Said(conversation, frame["seq"], frame["id"], text)
            case "error" | "refused" | "held" | "nudged":
                self.refused.append(frame.get("code") or frame["type"])
            case "welcome":
                self._heads = {item["id"]: item["head"] for item in frame["conversations"]}
                if self._sent_away_at is not None:
                    self.back_seconds.append(time.monotonic() - self._sent_away_at)
                    self._sent_away_at = None
            case "reset":
                self.resets.append(frame["conversation"])
                self.ever_reset.add(frame["conversation"])
                self.last[frame["conversation"]] = self._heads[frame["conversation"]]
            case "goodbye":
                self.goodbyes += 1
                self.asked_milliseconds.append(frame["retry_after_ms"])
                self._sent_away_at = time.monotonic()

    def _on_message(self, frame: dict[str, Any]) -> None:
        conversation, seq = frame["conversation"], frame["seq"]
        assert seq == self.last[conversation] + 1, (self.pseudonym, conversation, self.last[conversation], seq)
        self.last[conversation] = seq
        self.heard.append(Said(conversation, seq, frame["id"], frame["text"]))

    async def _say_next(self) -> None:
        if self._to_say:
            self._to_say -= 1
            number = next(self._numbers)
            conversation = self.conversations[number % len(self.conversations)]
            await self._send(
                f"{self.pseudonym}-{number}", conversation, f"{self.pseudonym} : {spell(number)}{self.padding}"
            )

    async def _send(self, ref: str, conversation: str, text: str) -> None:
        self.unanswered[ref] = (conversation, text)
        self.on_frame("send")
        await self._tell({"type": "send", "ref": ref, "conversation": conversation, "text": text})

    async def _tell(self, frame: dict[str, Any]) -> None:
        assert self.socket is not None
        with contextlib.suppress(websockets.ConnectionClosed):
            await self.socket.send(json.dumps(frame))

    async def _tell_news(self) -> None:
        async with self._news:
            self._news.notify_all()


def spell(number: int) -> str:
    """A number in words that the gate has no thoughts about; different numbers, different words."""
    words = []
    while number:
        number, digit = divmod(number, len(WORDS))
        words.append(WORDS[digit])
    return " ".join(words)
