"""What pictures are known again by: keyed hashes that say nothing to whoever has the database without the place's key.

The key of the marks is made once and lies wrapped with the place's, so that it outlives a rotation of that.
"""

import hmac
import secrets
from collections.abc import Collection
from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.community.media.decoding import Decoded
from veillee.community.media.leaves import acceptance_content, refusal_content
from veillee.community.media.records import list_leafless_marks
from veillee.community.media.store import picture_marking, pictures, refused_pictures
from veillee.foundation.storage import Transaction, get_tool
from veillee.safety import ledger
from veillee.safety.sealing import Boxes, PlaceKeys

PURPOSE = "veillee picture marks"
KEY_BYTES = 32
ONLY = "00000000-0000-7000-8000-000000000001"
"""The id of the one row."""


class Marks(msgspec.Struct, frozen=True):
    """Of one picture: of the file that came, of what is kept of it, of what it looks like."""

    file: bytes
    image: bytes
    likeness: bytes


def make_marking(transaction: Transaction) -> None:
    """The key of the marks, unless the place has one."""
    connection = transaction.connection
    if connection.execute(sa.select(picture_marking.c.id)).first() is None:
        boxes = _boxes(get_tool(connection, PlaceKeys))
        sealed = boxes.seal(connection, ONLY, secrets.token_bytes(KEY_BYTES))
        connection.execute(picture_marking.insert(), {"id": ONLY} | sealed)


def rewrap_marking(transaction: Transaction, place_keys: PlaceKeys) -> int:
    """Wrap it under the newest generation of the place's."""
    return _boxes(place_keys).rewrap_batch(transaction)


def mark(connection: sa.Connection, decoded: Decoded) -> Marks:
    """The marks of a picture. Raises KeyMissing, Damaged."""
    row = connection.execute(sa.select(picture_marking)).one()
    key = _boxes(get_tool(connection, PlaceKeys)).open(connection, row)
    # Of files and of what is kept alike: who saved a picture from here and sends it again sends what was kept.
    return Marks(
        hmac.digest(key, b"exact" + decoded.file_hash, "sha256"),
        hmac.digest(key, b"exact" + decoded.image_hash, "sha256"),
        hmac.digest(key, b"alike" + decoded.likeness, "sha256"),
    )


def is_refused(connection: sa.Connection, marks: Marks) -> bool:
    """Whether the very same picture was taken away as illegal."""
    known = sa.select(refused_pictures.c.mark).where(refused_pictures.c.mark.in_([marks.file, marks.image]))
    return connection.execute(known.limit(1)).first() is not None


def refuse_marks(transaction: Transaction, ids: Collection[str], statement_id: str, at: datetime) -> None:
    """These pictures are illegal: nobody sends the same again."""
    table = pictures.c
    rows = transaction.connection.execute(sa.select(pictures).where(table.id.in_(list(ids)))).all()
    marks = {bytes(mark): bytes(row.likeness_mark) for row in rows for mark in (row.file_mark, row.image_mark)}
    for mark, likeness in sorted(marks.items()):
        values = {"mark": mark, "statement_id": statement_id, "likeness_mark": likeness, "at": at}
        receipt = ledger.append(transaction, "picture.refused", refusal_content(values), at)
        transaction.connection.execute(refused_pictures.insert(), values | {"leaf_index": receipt.index})


def accept_marks(transaction: Transaction, statement_id: str, at: datetime) -> None:
    """The decision that called them illegal was taken back; none is fine."""
    mine = refused_pictures.c.statement_id == statement_id
    indexes = sa.select(refused_pictures.c.leaf_index).where(mine, refused_pictures.c.leaf_index.is_not(None))
    for index in transaction.connection.execute(indexes.order_by(refused_pictures.c.leaf_index)).scalars().all():
        ledger.append(transaction, "picture.accepted", acceptance_content(index), at)
    transaction.connection.execute(refused_pictures.delete().where(mine))


def take_in_marks(transaction: Transaction, at: datetime) -> None:
    """Those from before the ledger committed to them get their leaves. The caller sees to it that it is once."""
    for row in list_leafless_marks(transaction.connection):
        receipt = ledger.append(transaction, "picture.refused", refusal_content(row._asdict()), at)
        mine = (refused_pictures.c.mark == row.mark, refused_pictures.c.statement_id == row.statement_id)
        transaction.connection.execute(refused_pictures.update().where(*mine).values(leaf_index=receipt.index))


def _boxes(place_keys: PlaceKeys) -> Boxes:
    return Boxes(place_keys, picture_marking, PURPOSE)
