"""The one port, HTTP and WebSocket; the only file that knows uvicorn.

uvicorn's HTTP protocol keeps the port; when it meets an upgrade request it hands the transport to a `Stream`.
"""

import asyncio
import sys
from typing import Any, ClassVar

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from veillee.foundation.gateway.admission import Admission
from veillee.foundation.gateway.connection import Connection
from veillee.foundation.gateway.handshake import Request
from veillee.foundation.gateway.stream import Stream


class SharedPort(HttpToolsProtocol):
    """uvicorn's HTTP protocol, with a bounded head, and upgrades going our way."""

    admission: ClassVar[Admission]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.ws_protocol_class = Stream
        self._segment = b""
        self._refused = False
        self._head_bytes = 0
        self._head_deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_head()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._expect_head()

    def on_headers_complete(self) -> None:
        self._end_head()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        self._segment = data
        self._head_bytes += len(data)
        super().data_received(data)
        self._segment = b""
        if self._head_deadline is not None and self._head_bytes > self.admission.limits.head_bytes_max:
            self._refuse(self.admission.head_too_large)

    def _expect_head(self) -> None:
        if self._head_deadline is None:
            self._head_bytes = 0  # counts from the segment after the one that it begins in
            seconds = self.admission.limits.head_seconds
            self._head_deadline = self.loop.call_later(seconds, self.transport.close)

    def _end_head(self) -> None:
        if self._head_deadline is not None:
            self._head_deadline.cancel()
            self._head_deadline = None

    def handle_websocket_upgrade(self) -> None:
        """uvicorn calls this while it handles HttpParserUpgrade, which says where in the segment HTTP ended."""
        ended = sys.exception()
        rest = self._segment[ended.args[0] :] if ended else b""
        if self.cycle is not None and not self.cycle.response_complete:
            # The answer to an earlier request would run into the WebSocket.
            self.transport.close()
            return
        answer = self.admission.admit(self._request())
        if isinstance(answer, bytes):
            self._refuse(answer)
        else:
            self._hand_over(*answer, rest)

    def _hand_over(self, connection: Connection, switching: bytes, rest: bytes) -> None:
        self.connections.discard(self)
        self.parser = None  # type: ignore[assignment]  # it holds this object, which holds it
        stream = Stream(connection, self.admission.connections, self.connections)
        stream.take_over(self.transport, switching)
        stream.feed(rest)

    def _refuse(self, answer: bytes) -> None:
        """Closing with unread bytes would reset the connection and lose the answer: read and forget instead."""
        self._refused = True
        self._end_head()
        self.transport.write(answer)
        if self.transport.can_write_eof():
            self.transport.write_eof()
            self._head_deadline = self.loop.call_later(self.admission.limits.close_seconds, self.transport.abort)
        else:
            self.transport.close()

    def _request(self) -> Request:
        address, port = self.client or ("", 0)
        scheme = self.scheme or "http"
        app = self.config.loaded_app
        if isinstance(app, ProxyHeadersMiddleware) and address in app.trusted_hosts:
            address, port, scheme = forwarded(app, self.headers, (address, port, scheme))
        version, method = self.scope["http_version"], self.scope["method"]
        return Request(method, self.url, version, self.headers, address, port, scheme == "https")


def forwarded(app: ProxyHeadersMiddleware, headers: list[tuple[bytes, bytes]], peer: tuple[str, int, str]) -> Any:
    """Who is behind a proxy that uvicorn trusts, by the same rule as for HTTP: address, port, scheme."""
    address, port, scheme = peer
    chain = ", ".join(value.decode("latin-1") for name, value in headers if name == b"x-forwarded-for")
    for name, value in headers:
        if name == b"x-forwarded-proto" and value.strip() in (b"http", b"https", b"ws", b"wss"):
            scheme = value.strip().decode().replace("ws", "http")
    host, host_port = app.trusted_hosts.get_trusted_client_address(chain) if chain else ("", 0)
    return (host, host_port, scheme) if host else (address, port, scheme)
