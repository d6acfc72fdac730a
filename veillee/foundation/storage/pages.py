"""Lists page by page: each page says where the next one begins, and nothing is skipped or repeated in between.

Lists are ordered by a moment and, among equals, by an id; a cursor is the place of the last item, opaque to whoever
holds it. What is added before that place meanwhile is not on later pages.
"""

import base64
import binascii
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import Invalid, is_id

T = TypeVar("T")
U = TypeVar("U")
CURSOR_CHARS_MAX = 200


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """The place of one item."""

    moment: Annotated[datetime, msgspec.Meta(tz=True)]
    id: str


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which page: what comes after the mark, None for the first one; at most `size` items."""

    size: int
    after: Mark | None = None


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """Some items, and the cursor of the page after them; None when there is none."""

    items: list[T]
    next: str | None


def check_size(limit: int | None, size_max: int) -> int:
    """How many items are asked for: all that a page may have, unless a limit says less. Raises Invalid."""
    if limit is None:
        return size_max
    if not 1 <= limit <= size_max:
        raise Invalid({"limit": "out-of-range"})
    return limit


def ask(cursor: str | None, limit: int | None, size_max: int) -> Asked:
    """What a caller asks for. Raises Invalid for a cursor that is none of ours and a limit that is too large."""
    return Asked(size=check_size(limit, size_max), after=None if cursor is None else _read_cursor(cursor))


def read_page(
    connection: sa.Connection,
    query: sa.Select[Any],
    by: tuple[sa.ColumnElement[datetime], sa.ColumnElement[str]],
    asked: Asked,
    *,
    descending: bool = True,
) -> Page[sa.Row[Any]]:
    """One page of the query's rows by (moment, id), which must tell them apart; the latest first unless ascending."""
    moment, id_ = by
    if asked.after is not None:
        here = sa.tuple_(moment, id_)
        place = sa.tuple_(sa.literal(asked.after.moment, moment.type), sa.literal(asked.after.id, id_.type))
        query = query.where(here < place if descending else here > place)
    order = (moment.desc(), id_.desc()) if descending else (moment, id_)
    query = query.add_columns(moment.label("page_moment"), id_.label("page_id")).order_by(*order)
    rows = connection.execute(query.limit(asked.size + 1)).all()
    items = list(rows[: asked.size])
    more = len(rows) > asked.size
    return Page(items=items, next=_cursor(Mark(items[-1].page_moment, items[-1].page_id)) if more else None)


def _cursor(mark: Mark) -> str:
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(mark)).decode().rstrip("=")


def _read_cursor(cursor: str) -> Mark:
    try:
        if len(cursor) > CURSOR_CHARS_MAX:
            raise ValueError("too long")
        raw = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        mark = msgspec.msgpack.decode(raw, type=Mark)
    except (binascii.Error, msgspec.MsgspecError, ValueError) as error:
        raise Invalid({"cursor": "unreadable"}) from error
    if not is_id(mark.id):
        raise Invalid({"cursor": "unreadable"})
    return mark
