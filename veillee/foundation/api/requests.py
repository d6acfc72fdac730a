"""What is read off a request before any feature sees it."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.connection import ASGIConnection

from veillee.foundation.basics import Problem

AnyConnection = ASGIConnection[Any, Any, Any, Any]
AnyRequest = Request[Any, Any, Any]


class PlainRequest(AnyRequest):
    """A request whose body is JSON or a problem: the framework lets some bodies pass that its decoder cannot read."""

    async def json(self) -> Any:
        """The body. Raises Problem `malformed` for what is not UTF-8 or nested too deep."""
        try:
            return await super().json()
        except (UnicodeDecodeError, RecursionError) as error:
            raise Problem("malformed", 400, "The body is not JSON that can be read.") from error


def origin_of(connection: AnyConnection) -> tuple[str, int]:
    """The caller's address and source port (kept at each creation of content for the legal year)."""
    client = connection.client
    return (client.host, client.port) if client else ("", 0)


def same_origin(headers_origin: str | None, host: str | None) -> bool:
    """Whether a request that a browser marked with Origin comes from our own pages (RFC 6454)."""
    if headers_origin is None:
        return True
    try:
        authority = urlsplit(headers_origin).netloc
    except ValueError:
        return False
    return bool(host) and authority.lower() == str(host).lower()


def session_token(connection: AnyConnection, cookie: str) -> str | None:
    """The token a program sends as `Authorization: Bearer`, else the one in the cookie, else None."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return connection.cookies.get(cookie)
