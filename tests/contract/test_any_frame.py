"""Whatever frames come: each is answered or the connection is closed for a documented reason, and the rest talk on."""

import asyncio
import contextlib

import websockets
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.anything import TEXT, Shapes, dump, many
from tests.contract.crowd import Crowd
from tests.story.member import PATIENCE_SECONDS
from veillee.server import asyncapi

# Normal, unsupported data, invalid text, policy (too many faults, no hello), too big: RFC 6455 section 7.4.1.
CLOSED_FOR = {1000, 1003, 1007, 1008, 1009}
DOCUMENT = asyncapi.make_document()


@st.composite
def any_frames(draw: st.DrawFn, ids: list[str]) -> list[str | bytes]:
    """Up to twelve frames of one client, most of them of a known type; bytes go out as a binary frame."""
    shapes = Shapes(DOCUMENT, ids)
    known = [message["payload"] for name, message in DOCUMENT["components"]["messages"].items() if "client." in name]
    frame = st.one_of([shapes.body(schema) for schema in known])
    drawn = draw(st.lists(frame.map(_as_text) | TEXT | st.binary(max_size=64), min_size=1, max_size=12))
    return [one if isinstance(one, bytes) else one.encode(errors="replace").decode() for one in drawn]


def _as_text(body: bytes) -> str:
    return body.decode(errors="replace")


@many
@given(data=st.data(), greeted=st.booleans())
def test_any_frames(crowd: Crowd, data: st.DataObject, greeted: bool) -> None:
    frames = data.draw(any_frames(crowd.ids))
    crowd.check_untroubled(_answered(crowd, frames, greeted))


async def _answered(crowd: Crowd, frames: list[str | bytes], greeted: bool) -> None:
    socket = await crowd.evening.connect()
    try:
        await _throw(crowd, socket, frames, greeted)
        ended = await _heard(crowd, socket)
        assert ended or socket.close_code in CLOSED_FOR, socket.close_code
    finally:
        socket.transport.abort()


async def _throw(crowd: Crowd, socket: websockets.ClientConnection, frames: list[str | bytes], greeted: bool) -> None:
    last = dump({"type": "leave", "ref": "the end", "conversation": "nowhere"}).decode()
    hello = [dump({"type": "hello", "token": crowd.thrower.token}).decode()] if greeted else []
    with contextlib.suppress(websockets.ConnectionClosed):
        for frame in [*hello, *frames, last]:
            await socket.send(frame)


async def _heard(crowd: Crowd, socket: websockets.ClientConnection) -> bool:
    """Read until the end is answered; False when the connection was closed. All that is said is documented."""
    with contextlib.suppress(websockets.ConnectionClosed):
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                text = await socket.recv()
                assert isinstance(text, str)
                frame = crowd.evening.check_frame(text)
                assert frame.get("code") != "internal", frame
                if frame["type"] == "error" and frame["ref"] == "the end":
                    return True
    return False
