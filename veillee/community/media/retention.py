"""The end of pictures: taken away and brought back by decisions, and destroyed with what they belong to."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa

from veillee.community.media.store import picture_images, pictures
from veillee.foundation.storage import Transaction

PICTURES_PER_BATCH = 50
IDS_PER_STATEMENT = 500


def remove(transaction: Transaction, picture_id: str, at: datetime) -> bool:
    """Members see it no more; the watch still does. Whether they saw it."""
    shown = (pictures.c.id == picture_id, pictures.c.removed_at.is_(None))
    return transaction.connection.execute(pictures.update().where(*shown).values(removed_at=at)).rowcount > 0


def show(transaction: Transaction, picture_id: str) -> bool:
    """Undo remove. Whether it was removed."""
    removed = (pictures.c.id == picture_id, pictures.c.removed_at.is_not(None))
    return transaction.connection.execute(pictures.update().where(*removed).values(removed_at=None)).rowcount > 0


def destroy_unattached(transaction: Transaction, before: datetime) -> int:
    """Destroy what was uploaded before that and never sent; how many, at most PICTURES_PER_BATCH."""
    waiting = sa.select(pictures.c.id).where(pictures.c.message_id.is_(None), pictures.c.uploaded_at < before)
    batch = waiting.order_by(pictures.c.id).limit(PICTURES_PER_BATCH).with_for_update(skip_locked=True)
    return destroy_these(transaction, transaction.connection.execute(batch).scalars().all())


def destroy_at(transaction: Transaction, conversation: str, seqs: Collection[int]) -> None:
    """The words of these messages have had their time."""
    mine = (pictures.c.conversation_id == conversation, pictures.c.seq.in_(list(seqs)))
    destroy_these(transaction, transaction.connection.execute(sa.select(pictures.c.id).where(*mine)).scalars().all())


def destroy_of_words(transaction: Transaction, held_ids: Collection[str]) -> None:
    """The same for words that waited, or were refused."""
    mine = sa.select(pictures.c.id).where(pictures.c.message_id.in_(list(held_ids)))
    destroy_these(transaction, transaction.connection.execute(mine).scalars().all())


def destroy_of_conversation(transaction: Transaction, conversation: str) -> None:
    """All that was sent there."""
    mine = sa.select(pictures.c.id).where(pictures.c.conversation_id == conversation)
    destroy_these(transaction, transaction.connection.execute(mine).scalars().all())


def list_attached(connection: sa.Connection, before: datetime, after: str, limit: int) -> list[tuple[str, str, int]]:
    """Sent pictures that were uploaded before that, by id, after that id: (id, conversation, seq)."""
    table = pictures.c
    query = sa.select(table.id, table.conversation_id, table.seq).where(
        table.uploaded_at < before, table.seq.is_not(None), table.id > after
    )
    return [tuple(row) for row in connection.execute(query.order_by(table.id).limit(limit))]


def destroy_these(transaction: Transaction, ids: Sequence[str]) -> int:
    """Their keys go with their bytes; how many they were."""
    connection = transaction.connection
    for start in range(0, len(ids), IDS_PER_STATEMENT):
        some = ids[start : start + IDS_PER_STATEMENT]
        connection.execute(picture_images.delete().where(picture_images.c.picture_id.in_(some)))
        connection.execute(pictures.delete().where(pictures.c.id.in_(some)))
    return len(ids)
