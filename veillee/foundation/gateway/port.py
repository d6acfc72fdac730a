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
    """uvicorn's HTTP protocol with bounds, and upgrades going our way.

    There is no state without a deadline: a head has head_seconds, a request and its answer have exchange_seconds
    until both are through, and between them runs uvicorn's own for idle connections.
    """

    admission: ClassVar[Admission]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.ws_protocol_class = Stream  # type: ignore[assignment]  # uvicorn asks only whether there is one
        self._segment = b""
        self._refused = False
        self._in_head = False
        self._in_body = False
        self._head_bytes = 0
        self._deadline: asyncio.TimerHandle | None = None
        self._counted = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_head()
        if refusal := self._count_in(self.client[0] if self.client else ""):
            # Room is what there is none of: without the patience that other refusals have.
            self._refused = True
            transport.write(refusal)
            self._expire()

    def connection_lost(self, exc: Exception | None) -> None:
        self._disarm()
        self._count_out()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_body = True
        if self.cycle is None or self.cycle.response_complete:
            self._expect_head()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._arm(self.admission.limits.exchange_seconds)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_body = False
        self._end_exchange()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._end_exchange()

    def data_received(self, data: bytes) -> None:
        share = self.admission.share
        if share.used_up:
            # Nobody's time runs while it is we who are late.
            self.transport.pause_reading()
            left = None if self._deadline is None else max(0.0, self._deadline.when() - self.loop.time())
            self._disarm()
            share.put_off(lambda: self._catch_up(data, left))
        else:
            share.do(lambda: self._receive(data))

    def _catch_up(self, data: bytes, left: float | None) -> None:
        if self.transport.is_closing():
            return
        self.transport.resume_reading()
        if left is not None:
            self._arm(left)
        self._receive(data)

    def _receive(self, data: bytes) -> None:
        if self._refused:
            return
        self._segment = data
        self._head_bytes += len(data)
        super().data_received(data)
        self._segment = b""
        if self._in_head and self._head_bytes > self.admission.limits.head_bytes_max:
            self._refuse(self.admission.head_too_large)
        elif self._deadline is None and self.timeout_keep_alive_task is None and self.parser is not None:
            # Blank lines begin nothing, and uvicorn's own deadline ended with them.
            self._expect_head()

    def timeout_keep_alive_handler(self) -> None:
        self._expire()

    def _expect_head(self) -> None:
        if not self._in_head:
            self._in_head = True
            self._head_bytes = 0  # counts from the segment after the one that it begins in
            self._arm(self.admission.limits.head_seconds)

    def _end_exchange(self) -> None:
        """Nothing more is due; what was answered may still be on its way to a slow reader."""
        if self._in_head or self._in_body or (self.cycle is not None and not self.cycle.response_complete):
            return
        self._disarm()

    def _arm(self, seconds: float) -> None:
        self._disarm()
        self._deadline = self.loop.call_later(seconds, self._expire)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _expire(self) -> None:
        """Time is over: what the other side does not take now is dropped with the socket."""
        self.transport.close()
        self._disarm()
        self._deadline = self.loop.call_later(self.admission.limits.close_seconds, self.transport.abort)

    def _is_proxy(self, address: str) -> bool:
        app = self.config.loaded_app
        return isinstance(app, ProxyHeadersMiddleware) and address in app.trusted_hosts

    def _count_in(self, address: str) -> bytes | None:
        if refusal := self.admission.refuse_socket(len(self.connections)):
            return refusal
        if not address or self._is_proxy(address):
            return None
        self._counted = address
        return self.admission.count_in(address)

    def _count_out(self) -> None:
        if self._counted:
            self.admission.count_out(self._counted)
            self._counted = ""

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
        self._disarm()
        self._count_out()
        self.parser = None  # type: ignore[assignment]  # it holds this object, which holds it
        stream = Stream(connection, self.admission.connections, self.connections)
        stream.take_over(self.transport, switching)
        stream.feed(rest)

    def _refuse(self, answer: bytes) -> None:
        """Closing with unread bytes would reset the connection and lose the answer: read and forget instead."""
        self._refused = True
        self._in_head = False
        self._disarm()
        self.transport.write(answer)
        if self.transport.can_write_eof():
            self.transport.write_eof()
            self._deadline = self.loop.call_later(self.admission.limits.close_seconds, self.transport.abort)
        else:
            self._expire()

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
