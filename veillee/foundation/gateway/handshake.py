"""The opening handshake (RFC 6455 §4.2): from an HTTP request to a value, or to the problem with it."""

import base64
import binascii
import hashlib
from urllib.parse import urlsplit

import msgspec

from veillee.foundation.basics import NotFound, Problem

_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_ONCE = ("host", "origin", "sec-websocket-key", "sec-websocket-version")


class Request(msgspec.Struct, frozen=True):
    """An upgrade request as the HTTP parser gives it; header names in lower case."""

    method: str
    target: bytes
    version: str
    headers: list[tuple[bytes, bytes]]
    address: str
    port: int
    secure: bool


class Handshake(msgspec.Struct, frozen=True):
    """A checked upgrade request. headers: lower-case names, repeated ones joined. address: the client's, port: its."""

    path: str
    query: str
    headers: dict[str, str]
    cookies: dict[str, str]
    address: str
    port: int
    secure: bool


def read_handshake(request: Request, path: str) -> Handshake:
    """Raises Problem: not-found, malformed (400), upgrade-required (426) or cross-origin (403)."""
    target_path, _, query = request.target.decode("latin-1").partition("?")
    if target_path != path:
        raise NotFound
    headers = _join_headers(request.headers)
    _check_websocket(request, headers)
    _check_origin(headers)
    cookies = _read_cookies(headers.get("cookie", ""))
    return Handshake(target_path, query, headers, cookies, request.address, request.port, request.secure)


def accept_key(handshake: Handshake) -> bytes:
    """The Sec-WebSocket-Accept that proves that we understood (§4.2.2)."""
    key = handshake.headers["sec-websocket-key"].encode() + _MAGIC
    return base64.b64encode(hashlib.sha1(key, usedforsecurity=False).digest())


def offers(handshake: Handshake, subprotocol: str) -> bool:
    """Whether the client offers this subprotocol."""
    offered = handshake.headers.get("sec-websocket-protocol", "").split(",")
    return subprotocol in (name.strip() for name in offered)


def _malformed(detail: str) -> Problem:
    return Problem("malformed", 400, detail)


def _join_headers(pairs: list[tuple[bytes, bytes]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for raw_name, raw_value in pairs:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1").strip()
        if name not in joined:
            joined[name] = value
        elif name in _ONCE:
            raise _malformed(f"The header {name} may be there once.")
        else:
            joined[name] += ("; " if name == "cookie" else ", ") + value
    return joined


def _check_websocket(request: Request, headers: dict[str, str]) -> None:
    if request.method != "GET" or request.version != "1.1":
        raise _malformed("A WebSocket is opened by GET over HTTP/1.1.")
    if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
        raise _malformed("A WebSocket is opened by a request without a body.")
    if headers.get("sec-websocket-version") != "13":
        wanted = {"Sec-WebSocket-Version": "13"}
        raise Problem("upgrade-required", 426, "Only version 13 of WebSocket is spoken here.", headers=wanted)
    if not _is_key(headers.get("sec-websocket-key", "")):
        raise _malformed("Sec-WebSocket-Key must be 16 bytes in base64.")
    if not headers.get("host"):
        raise _malformed("The header host is missing.")


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False


def _check_origin(headers: dict[str, str]) -> None:
    """A page of another site must not speak with a visitor's cookie; programs send no Origin (§10.2)."""
    origin = headers.get("origin")
    if origin is None:
        return
    try:
        scheme = urlsplit(origin).scheme
        same = _authority(origin, scheme) == _authority(f"//{headers['host']}", scheme)
    except ValueError:
        same = False
    if not same:
        raise Problem("cross-origin", 403, "Pages of other sites may not connect here.")


def _authority(url: str, scheme: str) -> tuple[str, int]:
    parts = urlsplit(url)
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError
    return parts.hostname, parts.port or _DEFAULT_PORTS[scheme]


def _read_cookies(header: str) -> dict[str, str]:
    """The first of a name counts: browsers send the more specific path first (RFC 6265 §5.4)."""
    cookies: dict[str, str] = {}
    for pair in header.split(";"):
        name, found, value = pair.partition("=")
        if found:
            cookies.setdefault(name.strip(), value.strip().strip('"'))
    return cookies
