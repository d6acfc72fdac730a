"""From an upload to a picture of a message: each of one's own, each once, in the message's transaction."""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.community.media.model import Picture, unknown
from veillee.community.media.store import pictures
from veillee.foundation.basics import Problem

Free = dict[tuple[str, str], Picture]
"""By (owner, picture): what was uploaded and belongs to no message yet."""


class Attachment(msgspec.Struct, frozen=True):
    """A picture and what it belongs to from now on; seq: None for words that wait."""

    picture: str
    message: str
    conversation: str
    seq: int | None


def find_free(connection: sa.Connection, ids: Collection[str]) -> Free:
    """Those of these that can be sent; nobody else sends or destroys them until the transaction ends."""
    if not ids:
        return {}
    table = pictures.c
    query = sa.select(pictures).where(table.id.in_(list(ids)), table.message_id.is_(None))
    rows = connection.execute(query.order_by(table.id).with_for_update())
    return {(row.owner_id, row.id): picture_of(row) for row in rows}


def pictures_unknown(free: Free, owner: str, ids: Iterable[str]) -> Problem | None:
    """Why these cannot be sent by that person; None when they can."""
    return None if all((owner, id_) in free for id_ in ids) else unknown()


def attach(connection: sa.Connection, attachments: Collection[Attachment]) -> None:
    """They belong to these messages."""
    if not attachments:
        return
    statement = pictures.update().where(pictures.c.id == sa.bindparam("picture"))
    values: dict[str, Any] = {name: sa.bindparam(f"of_{name}") for name in ("message_id", "conversation_id", "seq")}
    rows = [
        {"picture": a.picture, "of_message_id": a.message, "of_conversation_id": a.conversation, "of_seq": a.seq}
        for a in attachments
    ]
    connection.execute(statement.values(values), rows)


def list_of(connection: sa.Connection, message_id: str) -> list[Picture]:
    """The pictures of a message, or of words that wait."""
    query = sa.select(pictures).where(pictures.c.message_id == message_id).order_by(pictures.c.id)
    return [picture_of(row) for row in connection.execute(query)]


def detach(connection: sa.Connection, message_id: str) -> tuple[str, ...]:
    """Words that waited go on as a message: their pictures are free for it, within this transaction."""
    ids = tuple(picture.id for picture in list_of(connection, message_id))
    free: dict[str, Any] = {"message_id": None, "conversation_id": None}
    connection.execute(pictures.update().where(pictures.c.message_id == message_id).values(free))
    return ids


def picture_of(row: Any) -> Picture:
    """A row as members see it."""
    return Picture(id=row.id, width=row.width, height=row.height, removed=row.removed_at is not None)
