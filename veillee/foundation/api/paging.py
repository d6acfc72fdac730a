"""A page of a list as an answer: the items as the body, the way to the next page beside it (RFC 8288)."""

from typing import TypeVar
from urllib.parse import urlencode

from litestar import Response

from veillee.foundation.api.requests import AnyRequest

T = TypeVar("T")


def answer_page(request: AnyRequest, body: T, cursor: str | None, limit: int | None) -> Response[T]:
    """The body, with `Link: rel=next` when there is a cursor for what comes after it."""
    if cursor is None:
        return Response(body)
    query = {"cursor": cursor} | ({} if limit is None else {"limit": str(limit)})
    return Response(body, headers={"Link": f'<{request.url.path}?{urlencode(query)}>; rel="next"'})
