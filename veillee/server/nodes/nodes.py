"""One node among others."""

import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, ParamSpec

import msgspec
import structlog

from veillee.community.conversations import (
    ConversationFrame,
    LeftFrame,
    MembershipBegan,
    MembershipEnded,
    Message,
    MessagesAppended,
)
from veillee.community.presence import Client, Elsewhere, TypingFrame
from veillee.foundation.basics import Event, Unavailable, name_fault
from veillee.oversight.moderation import DutyChanged
from veillee.server.nodes.looking import Looking
from veillee.server.nodes.reader import JournalReader

if TYPE_CHECKING:
    from veillee.server.wiring import Place

P = ParamSpec("P")

POLL_SECONDS = 0.8
SWEEP_SECONDS = 3.0
MESSAGES_PER_PAYLOAD = 50
CLOSED_PER_TURN = 200

log = structlog.get_logger("nodes")
_encode = msgspec.msgpack.Encoder().encode
_decode_messages = msgspec.msgpack.Decoder(tuple[Message, ...]).decode
_decode_typing = msgspec.msgpack.Decoder(TypingFrame).decode


class Nodes:
    """Joins this node to the others of its place; made when the database is one that nodes can share."""

    def __init__(self, place: "Place") -> None:
        self._place = place
        self._bus = place.bus
        self._running = False
        self._nudged = False
        self.journal = JournalReader(
            place.node, place.database, place.clock, place.now, self._apply, self._nudge, self._begin_anew
        )
        self.elsewhere = Elsewhere(place.node, place.bus, place.attendance, place.later, place.now)
        self._bus.subscribe("talk", self._hear_talk)
        self._bus.subscribe("typing", self._hear_typing)
        self._bus.subscribe("journal", lambda _: self._begin(self._read))
        self._bus.on_return(lambda: self._begin(self.catch_up))
        place.listeners.after(MessagesAppended, self._tell_talk)
        # Two nodes that count at the same moment do not see each other's change; the database sees both. What was
        # counted here holds until it was looked at.
        self._lamp = Looking(place.moderation.look_at_the_watch, self._set_the_lamp, place.background.run)
        place.listeners.after(DutyChanged, lambda _: self._lamp.again())
        self.journal.register(place.listeners)

    async def start(self) -> None:
        """Begin to listen and to tell. Raises BusProblem."""
        await self._bus.open()
        await self.journal.begin()
        self.elsewhere.start()
        self._running = True
        self._after(POLL_SECONDS, self._read)
        self._after(SWEEP_SECONDS, self._sweep)

    def rest(self) -> None:
        """Look for nothing any more; what is still stored here is told."""
        self._running = False

    async def stop(self) -> None:
        """Tell the others, and let go."""
        self.rest()
        self.elsewhere.stop()
        await self._bus.close()

    async def catch_up(self) -> None:
        """Everything that the database has and this node was not told."""
        await self._read()
        await self._sweep()

    def tell_typing(self, conversation: str, person_id: str) -> None:
        """Somebody here is writing; if it is lost nothing is."""
        self._bus.publish("typing", _encode(TypingFrame(conversation=conversation, person=person_id)))

    def _tell_talk(self, event: MessagesAppended) -> None:
        for start in range(0, len(event.messages), MESSAGES_PER_PAYLOAD):
            self._bus.publish("talk", _encode(event.messages[start : start + MESSAGES_PER_PAYLOAD]))

    def _hear_talk(self, payload: bytes) -> None:
        self._place.delivery.deliver(_decode_messages(payload))

    def _hear_typing(self, payload: bytes) -> None:
        frame = _decode_typing(payload)
        self._place.attendance.type(frame.conversation, frame.person)

    def _nudge(self) -> None:
        if not self._nudged:
            self._nudged = True
            self._place.later(0, self._tell_journal)

    def _tell_journal(self) -> None:
        self._nudged = False
        self._bus.publish("journal", b"")

    async def _read(self) -> None:
        with contextlib.suppress(Unavailable):
            await self.journal.read()

    async def _sweep(self) -> None:
        with contextlib.suppress(Unavailable):
            await self._place.healing.sweep()

    def _apply(self, event: Event) -> None:
        """What another node did."""
        if isinstance(event, MembershipBegan):
            self._place.background.run(self._follow(event))
        elif isinstance(event, MembershipEnded):
            self._leave(event)
        elif isinstance(event, DutyChanged):
            self._lamp.again()
        else:
            self._place.listeners.run_after(event)

    async def _follow(self, event: MembershipBegan) -> None:
        for client in self._place.attendance.clients(event.person_id):
            if event.conversation not in client.memberships:
                item, messages = await self._place.following.follow(client, event.conversation)
                client.tell(ConversationFrame(conversation=item, messages=messages))

    def _leave(self, event: MembershipEnded) -> None:
        for client in self._place.attendance.clients(event.person_id):
            if event.conversation in client.memberships:
                self._place.attendance.leave(client, event.conversation)
                client.tell(LeftFrame(ref=None, conversation=event.conversation))

    def _set_the_lamp(self, watch: DutyChanged) -> None:
        self._place.lamp.set(watch.staff_on_duty, urgent_late=watch.urgent_late)

    def _begin_anew(self) -> None:
        """Nobody can say what was missed: whoever comes back is told everything as it is."""
        self._place.background.run(self._place.traces.remember_again())
        self._place.push.decided += 1
        self._send_away(list(self._place.attendance.everyone()))

    def _send_away(self, clients: list[Client]) -> None:
        for client in clients[:CLOSED_PER_TURN]:
            client.close(1012, "resume")
        if rest := clients[CLOSED_PER_TURN:]:
            self._place.later(0, lambda: self._send_away(rest))

    def _after(self, seconds: float, job: Callable[[], Awaitable[None]]) -> None:
        self._place.later(seconds, lambda: self._begin(self._round, seconds, job))

    def _begin(self, work: Callable[P, Coroutine[Any, Any, None]], *args: P.args, **kwargs: P.kwargs) -> None:
        if self._running:
            self._place.background.run(work(*args, **kwargs))

    async def _round(self, seconds: float, job: Callable[[], Awaitable[None]]) -> None:
        try:
            await job()
        except Exception as error:
            log.error("standing job failed", job=job.__name__, **name_fault(error))
        finally:
            if self._running:
                self._after(seconds, job)
