"""A member that is a program: stays connected, misses nothing, says everything once."""

import asyncio
import contextlib
import functools
import itertools
import random
import secrets
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, cast

from veillee.client.api import Api
from veillee.client.line import Line, Lost, Socket, TurnedAway, open_socket
from veillee.client.problems import PlaceSaysNo
from veillee.client.wire import (
    EVENTS,
    Answer,
    Conversation,
    Event,
    Failed,
    Frame,
    Goodbye,
    Joined,
    Left,
    Message,
    Opened,
    Person,
    Picture,
    Reset,
)

Dial = Callable[[], Awaitable[Socket]]
UNHEARD_MAX = 10_000
PAUSE_SECONDS_MIN, PAUSE_SECONDS_MAX = 0.3, 30.0
NOT_NOW = "unavailable"
"""What the place says of what it cannot store at the moment."""


def _pauses() -> Iterator[float]:
    """Seconds between one attempt and the next: longer and longer, and never the same, so that not all come at once."""
    longest = PAUSE_SECONDS_MIN
    while True:
        longest = min(PAUSE_SECONDS_MAX, longest * 2)
        yield random.uniform(PAUSE_SECONDS_MIN, longest)


class _Closed(PlaceSaysNo):
    """By close()."""


class Client:
    """One session at a place.

    async with Client("https://chat.example.org") as client:
        await client.enter("Lanterne", age=40)
        room = await client.join("le-comptoir")
        await client.say(room.id, "Bonsoir")
        async for event in client.events():
            ...

    Guarantee: `events` brings each message of each conversation once and in order of its seq, also when the
    connection breaks and comes back, or says with Reset that more was missed than the place replays. `say` is
    answered once; what was under way when the connection broke, or could not be stored just then, is said again with
    the same ref, which the place stores once. Whoever listens too slowly is not read to any more, and at last
    disconnected and resumed by the place.
    """

    def __init__(
        self, url: str, *, token: str | None = None, tls: ssl.SSLContext | None = None, dial: Dial | None = None
    ) -> None:
        """`dial` connects in another way than over the network, for whoever lives where the place does."""
        self.url = url
        self.api = Api(url, token, tls)
        self.person: Person | None = None
        self.conversations: dict[str, Conversation] = {}
        self._dial: Dial = dial or functools.partial(open_socket, url, tls=tls)
        self._seen: dict[str, int] = {}
        self._line: Line | None = None
        self._living: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._over: Exception | None = None
        self._waiting: dict[str, tuple[Mapping[str, Any], asyncio.Future[Any]]] = {}
        self._unheard: asyncio.Queue[Event | None] = asyncio.Queue(UNHEARD_MAX)
        self._refs = (f"{secrets.token_hex(6)}-{number}" for number in itertools.count(1))

    async def __aenter__(self) -> "Client":
        if self.api.token:
            await self.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def enter(self, pseudonym: str, age: int, **more: Any) -> Person:
        """Come in, accepting the rules in force, and connect. Raises PlaceSaysNo."""
        self.person = await self.api.enter(pseudonym, age, **more)
        await self.connect()
        return self.person

    async def connect(self) -> None:
        """Connect with the token, trying until the place answers, and stay so until close(). Raises SessionOver."""
        if self._living is None:
            self._living = asyncio.create_task(self._live())
        await self._ready.wait()
        self._check()

    async def close(self) -> None:
        """Hang up; the session stays and its token can be used again."""
        if self._living is not None:
            self._living.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._living
        self._end(_Closed("closed", "The client is closed."))
        await self.api.close()

    async def join(self, room: str) -> Conversation:
        """Go into a room, by id or slug. Raises PlaceSaysNo."""
        joined: Joined = await self._ask({"type": "join", "room": room})
        return joined.conversation

    async def leave(self, conversation: str) -> None:
        """Leave a conversation. Raises PlaceSaysNo."""
        await self._ask({"type": "leave", "conversation": conversation})

    async def say(
        self,
        conversation: str,
        text: str,
        *,
        reply_to: int | None = None,
        confirm: str | None = None,
        pictures: Sequence[Picture] = (),
    ) -> Answer:
        """Say something; what the place answers, once it is stored, held or turned away. Raises PlaceSaysNo.

        `pictures`: what `api.upload` gave, each sent once, at most 4; then the text may be empty.
        """
        frame = {"type": "send", "conversation": conversation, "text": text, "reply_to": reply_to, "confirm": confirm}
        shown = {"pictures": [picture.id for picture in pictures]} if pictures else {}
        return cast(Answer, await self._ask(frame | shown))

    async def typing(self, conversation: str) -> None:
        """Show that one is writing, if there is a connection just now."""
        await self._mention({"type": "typing", "conversation": conversation})

    async def read(self, conversation: str, seq: int) -> None:
        """Remember how far one has read, if there is a connection just now."""
        await self._mention({"type": "read", "conversation": conversation, "seq": seq})

    async def events(self) -> AsyncIterator[Event]:
        """What happens, for one listener; ends when the client is closed. Raises SessionOver."""
        while (event := await self._unheard.get()) is not None:
            yield event
        if not isinstance(self._over, _Closed):
            self._check()

    async def _ask(self, frame: Mapping[str, Any]) -> Any:
        asking = {**frame, "ref": next(self._refs)}
        pauses = _pauses()
        while True:
            try:
                return await self._ask_once(asking)
            except PlaceSaysNo as no:
                if no.slug != NOT_NOW:
                    raise
            await asyncio.sleep(next(pauses))

    async def _ask_once(self, asking: Mapping[str, Any]) -> Any:
        self._check()
        ref = asking["ref"]
        answered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[ref] = asking, answered
        try:
            await self._mention(asking)
            return await answered
        finally:
            self._waiting.pop(ref, None)

    async def _mention(self, frame: Mapping[str, Any]) -> None:
        if self._line is not None:
            with contextlib.suppress(*Lost):
                await self._line.say(frame)

    async def _live(self) -> None:
        pauses = _pauses()
        try:
            while True:
                asked_to_wait = None
                try:
                    asked_to_wait = await self._stay()
                    pauses = _pauses()
                except Lost:
                    pass  # and the next pause is longer
                await asyncio.sleep(next(pauses) if asked_to_wait is None else asked_to_wait)
        except Exception as over:  # whoever waits has to hear of it, whatever it is
            self._end(over)

    async def _stay(self) -> float | None:
        """Connect, catch up, listen until the connection is lost; the seconds that the place asks us to stay away."""
        line = await Line.greet(await self._dial(), self.api.token or "", self._seen)
        now = asyncio.get_running_loop().time
        back_at: float | None = None
        try:
            await self._begin(line)
            while True:
                frame = await line.hear()
                if isinstance(frame, Goodbye):
                    back_at = now() + frame.retry_after_ms / 1000
                await self._take(frame)
        except TurnedAway:
            raise
        except Lost:
            # Counted from the goodbye: what was still answered after it is part of the time.
            return None if back_at is None else max(0.0, back_at - now())
        finally:
            self._line = None
            await line.close()

    async def _begin(self, line: Line) -> None:
        self.person = line.welcome.person
        self.conversations = {conversation.id: conversation for conversation in line.welcome.conversations}
        for conversation in line.welcome.conversations:
            self._seen.setdefault(conversation.id, conversation.head)
        # What was under way goes first, and whatever is asked for meanwhile behind it.
        said: set[str] = set()
        while rest := [(ref, asking) for ref, (asking, _) in self._waiting.items() if ref not in said]:
            for ref, asking in rest:
                await line.say(asking)
                said.add(ref)
        self._line = line
        self._ready.set()

    async def _take(self, frame: Frame) -> None:
        self._follow(frame)
        _, answered = self._waiting.get(getattr(frame, "ref", None) or "", (None, None))
        if answered is not None and not answered.done():
            self._answer(answered, frame)
        elif isinstance(frame, Message):
            if frame.seq > self._seen.get(frame.conversation, 0):
                self._seen[frame.conversation] = frame.seq
                await self._unheard.put(frame)
        elif isinstance(frame, EVENTS):
            await self._unheard.put(cast(Event, frame))

    def _answer(self, answered: "asyncio.Future[Any]", frame: Frame) -> None:
        if isinstance(frame, Failed):
            answered.set_exception(PlaceSaysNo(frame.code, frame.detail))
        else:
            answered.set_result(frame)

    def _follow(self, frame: Frame) -> None:
        if isinstance(frame, Joined | Opened):
            conversation = frame.conversation
            self.conversations[conversation.id] = conversation
            self._seen.setdefault(conversation.id, conversation.head)
        elif isinstance(frame, Left):
            self.conversations.pop(frame.conversation, None)
            self._seen.pop(frame.conversation, None)
        elif isinstance(frame, Reset) and frame.conversation in self.conversations:
            self._seen[frame.conversation] = self.conversations[frame.conversation].head

    def _check(self) -> None:
        if self._over is not None:
            raise self._over

    def _end(self, why: Exception) -> None:
        if self._over is not None:
            return
        self._over = why
        self._line = None
        self._ready.set()
        for _, answered in self._waiting.values():
            if not answered.done():
                answered.set_exception(why)
        with contextlib.suppress(asyncio.QueueFull):
            self._unheard.put_nowait(None)
