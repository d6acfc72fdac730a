"""Reads of pictures, by their ids and by their owners. Who may read is decided by whoever asks."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog

from veillee.community.media.attaching import picture_of
from veillee.community.media.images import find_image
from veillee.community.media.model import PictureSize, Place
from veillee.community.media.store import pictures
from veillee.foundation.basics import is_id
from veillee.safety.sealing import Damaged

log = structlog.get_logger("media")


def find_place(connection: sa.Connection, picture_id: str) -> Place | None:
    """Where a picture belongs; None for what was not sent yet, or is gone."""
    if not is_id(picture_id):
        return None
    sent = sa.select(pictures).where(pictures.c.id == picture_id, pictures.c.message_id.is_not(None))
    row = connection.execute(sent).one_or_none()
    return None if row is None else _place(row)


def open_image(connection: sa.Connection, picture_id: str, size: PictureSize) -> bytes | None:
    """WebP; None when it is gone, and when it does not open, which is logged. Raises KeyMissing."""
    try:
        return find_image(connection, picture_id, size)
    except Damaged:
        log.error("sealed picture does not open", id=picture_id)
        return None


def count_uploaded(connection: sa.Connection, owner: str, since: datetime) -> int:
    """How many somebody uploaded since then that are still there."""
    query = sa.select(sa.func.count()).where(pictures.c.owner_id == owner, pictures.c.uploaded_at > since)
    return connection.execute(query).scalar_one()


def list_recent(connection: sa.Connection, owner: str, since: datetime | None, limit: int) -> list[Place]:
    """What somebody sent since then (None: ever) and nobody took away, the latest first."""
    table = pictures.c
    query: sa.Select[Any] = sa.select(pictures).where(
        table.owner_id == owner, table.message_id.is_not(None), table.removed_at.is_(None)
    )
    if since is not None:
        query = query.where(table.uploaded_at >= since)
    latest = query.order_by(table.uploaded_at.desc(), table.id.desc()).limit(limit)
    return [_place(row) for row in connection.execute(latest)]


def list_sent(connection: sa.Connection) -> Iterator[Any]:
    """Every picture that belongs to words: rows of the table."""
    sent = sa.select(pictures).where(pictures.c.message_id.is_not(None)).order_by(pictures.c.id)
    yield from connection.execute(sent)


def _place(row: Any) -> Place:
    return Place(
        picture=picture_of(row),
        owner=row.owner_id,
        conversation=row.conversation_id,
        message=row.message_id,
        seq=row.seq,
    )
