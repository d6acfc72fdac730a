"""The table of rooms."""

from datetime import datetime

import sqlalchemy as sa

from veillee.community.conversations import add_conversation, end_conversation
from veillee.community.rooms.model import Room
from veillee.foundation.storage import Id, Instant, Transaction, metadata

rooms = sa.Table(
    "rooms",
    metadata,
    sa.Column("id", Id, sa.ForeignKey("conversations.id"), primary_key=True),
    sa.Column("slug", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, nullable=False, unique=True),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("opened_by", Id, sa.ForeignKey("people.id"), comment="None: the place itself"),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("closed_at", Instant),
)


def close_room(transaction: Transaction, room_id: str, *, at: datetime) -> None:
    """Nobody is a member any more, and nobody becomes one; its words stay for the watch. Again is the same."""
    transaction.connection.execute(rooms.update().where(rooms.c.id == room_id).values(closed_at=at))
    end_conversation(transaction, room_id)


def open_again(transaction: Transaction, room_id: str) -> bool:
    """Undo close_room: whoever wants comes in again. Whether it was closed."""
    closed = (rooms.c.id == room_id, rooms.c.closed_at.is_not(None))
    return transaction.connection.execute(rooms.update().where(*closed).values(closed_at=None)).rowcount > 0


def add_room(transaction: Transaction, room: Room, name_key: str, opened_by: str | None, at: datetime) -> None:
    """Store a room and its conversation."""
    add_conversation(transaction, room.id, "room", at)
    transaction.connection.execute(
        rooms.insert(),
        {
            "id": room.id,
            "slug": room.slug,
            "name": room.name,
            "name_key": name_key,
            "topic": room.topic,
            "language": room.language,
            "opened_by": opened_by,
            "opened_at": at,
        },
    )
