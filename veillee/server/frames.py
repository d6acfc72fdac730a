"""Every frame that a client may send, in one table: its type, whether it needs a session, who handles it."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from veillee.community.conversations.wire import Leave, Read, Send, Typing
from veillee.community.presence import Echo, EchoFrame
from veillee.community.rooms.frames import Join

if TYPE_CHECKING:
    from veillee.server.realtime import Session

RESUMED_CONVERSATIONS_MAX = 500


class Hello(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="hello"):
    """Who I am, by token or by the cookie of the handshake, and what I have seen so far."""

    token: Annotated[str, msgspec.Meta(max_length=256)] | None = None
    resume: Annotated[
        dict[str, Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]],
        msgspec.Meta(max_length=RESUMED_CONVERSATIONS_MAX),
    ] = {}


class Row(msgspec.Struct, frozen=True):
    """One line of the table. A handler that returns an awaitable keeps the connection's later frames waiting."""

    payload: type[msgspec.Struct]
    needs_session: bool
    handle: Callable[["Session", Any], Awaitable[None] | None]


async def _hello(session: "Session", frame: Hello) -> None:
    await session.greet(frame.token, frame.resume)


async def _join(session: "Session", frame: Join) -> None:
    await session.place.rooms.join(session.client, frame.room, frame.ref)


async def _leave(session: "Session", frame: Leave) -> None:
    await session.place.conversations.leave(session.client, frame)


def _send(session: "Session", frame: Send) -> Awaitable[None] | None:
    if frame.conversation not in session.client.memberships:
        return _send_first(session, frame)
    session.place.conversations.send(session.client, frame, session.origin)
    return None


async def _send_first(session: "Session", frame: Send) -> None:
    # Who has just accepted a first word over HTTP may speak before this connection has heard of the conversation.
    await session.place.following.follow(session.client, frame.conversation)
    session.place.conversations.send(session.client, frame, session.origin)


def _typing(session: "Session", frame: Typing) -> None:
    place = session.place
    if place.conversations.typing(session.client, frame) and place.nodes is not None:
        place.nodes.tell_typing(frame.conversation, session.client.person.id)


def _read(session: "Session", frame: Read) -> None:
    session.place.conversations.read(session.client, frame)


def _echo(session: "Session", frame: Echo) -> None:
    session.client.tell(EchoFrame(ref=frame.ref))


FRAMES: dict[type[msgspec.Struct], Row] = {
    row.payload: row
    for row in (
        Row(Hello, False, _hello),
        Row(Join, True, _join),
        Row(Leave, True, _leave),
        Row(Send, True, _send),
        Row(Typing, True, _typing),
        Row(Read, True, _read),
        Row(Echo, True, _echo),
    )
}
ClientFrame = Hello | Join | Leave | Send | Typing | Read | Echo
decode_frame = msgspec.json.Decoder(ClientFrame).decode
