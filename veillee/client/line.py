"""One realtime connection, typed; what keeps it alive when it breaks stands in `client`."""

import ssl
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

import msgspec
import websockets
from websockets.asyncio.client import ClientConnection

from veillee.client.problems import SessionOver
from veillee.client.wire import Failed, Frame, Goodbye, Welcome, read_frame

PATH = "/api/v1/realtime"
SUBPROTOCOL = "veillee.v1"
FRAME_BYTES_MAX = 16 * 1024 * 1024
OPEN_SECONDS = 20.0
POLICY_VIOLATION = 1008
SHUT = frozenset({"unauthorised", "restricted"})
"""What a place says to a session that opens it no more; anything else is worth another try."""

Lost = (OSError, TimeoutError, websockets.ConnectionClosed, websockets.InvalidHandshake)
"""What a connection that broke, or could not be made, raises."""


async def open_socket(url: str, *, tls: ssl.SSLContext | None = None, **options: Any) -> ClientConnection:
    """A bare realtime connection to the place at url (http or https). Raises what is in `Lost`."""
    parts = urlsplit(url)
    scheme = "wss" if parts.scheme == "https" else "ws"
    address = urlunsplit((scheme, parts.netloc, parts.path.rstrip("/") + PATH, "", ""))
    given = {
        "compression": None,
        "max_size": FRAME_BYTES_MAX,
        "open_timeout": OPEN_SECONDS,
        "subprotocols": [websockets.Subprotocol(SUBPROTOCOL)],
        **({} if tls is None else {"ssl": tls}),
    }
    return await websockets.connect(address, **given | options)


class Socket(Protocol):
    """What is needed of a connection; what websockets raises when it is lost is in `Lost`."""

    async def send(self, message: bytes, *, text: bool | None = None) -> None: ...

    async def recv(self) -> str | bytes: ...

    async def close(self) -> None: ...


class TurnedAway(ConnectionError):
    """The place wants none of this connection, and may want the next: it cannot know people now, or was asked for too
    much at once."""


class Line:
    """A connection that has said hello; `welcome` is what it was told."""

    def __init__(self, socket: Socket, welcome: Welcome) -> None:
        self._socket = socket
        self.welcome = welcome

    @classmethod
    async def greet(cls, socket: Socket, token: str, resume: Mapping[str, int]) -> "Line":
        """Say hello. Raises SessionOver, and what is in `Lost`."""
        try:
            await _say(socket, {"type": "hello", "token": token, "resume": dict(resume)})
            said = read_frame(await socket.recv())
        except websockets.ConnectionClosed as closed:
            raise _lost(closed) from closed
        if isinstance(said, Failed):
            await socket.close()
            if said.code in SHUT:
                raise SessionOver(said.code, said.detail)
            raise TurnedAway(f"{said.code}: {said.detail}")
        if isinstance(said, Goodbye):
            await socket.close()
            raise TurnedAway("the place is leaving")
        if not isinstance(said, Welcome):
            await socket.close()
            raise ConnectionError("this is not the realtime address of a Veillée")
        return cls(socket, said)

    async def say(self, frame: Mapping[str, Any]) -> None:
        """Send one frame. Raises what is in `Lost`."""
        await _say(self._socket, frame)

    async def hear(self) -> Frame:
        """The next frame that is known here. Raises SessionOver when the session is over, and what is in `Lost`."""
        while True:
            try:
                frame = read_frame(await self._socket.recv())
            except websockets.ConnectionClosed as closed:
                raise _lost(closed) from closed
            if frame is not None:
                return frame

    async def close(self) -> None:
        """Hang up."""
        await self._socket.close()


async def _say(socket: Socket, frame: Mapping[str, Any]) -> None:
    await socket.send(msgspec.json.encode(frame), text=True)


def _lost(closed: websockets.ConnectionClosed) -> Exception:
    if closed.rcvd is None or closed.rcvd.code != POLICY_VIOLATION:
        return closed
    if closed.rcvd.reason in SHUT:
        return SessionOver(closed.rcvd.reason, "The place has ended the session.")
    return TurnedAway(closed.rcvd.reason or "too many frames")
