"""The HTTP answers to an upgrade request."""

from collections.abc import Mapping
from http import HTTPStatus

from veillee.foundation.basics import Problem
from veillee.foundation.gateway.handshake import Handshake, accept_key, offers


def granted(handshake: Handshake, subprotocol: str) -> bytes:
    """101: the subprotocol is named when the client offers it; no extension ever is."""
    lines = [
        b"HTTP/1.1 101 Switching Protocols",
        b"Upgrade: websocket",
        b"Connection: Upgrade",
        b"Sec-WebSocket-Accept: " + accept_key(handshake),
    ]
    if offers(handshake, subprotocol):
        lines.append(b"Sec-WebSocket-Protocol: " + subprotocol.encode())
    return b"\r\n".join((*lines, b"", b""))


def refused(problem: Problem, body: bytes) -> bytes:
    """problem+json with the problem's status; the connection ends with it."""
    headers: Mapping[str, str] = {
        **problem.headers,
        "Content-Type": "application/problem+json",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "Connection": "close",
    }
    status = HTTPStatus(problem.status)
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items())
    return head.encode("latin-1") + b"\r\n" + body
