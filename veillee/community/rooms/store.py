"""The table of rooms."""

from datetime import datetime

import sqlalchemy as sa

from veillee.community.conversations import add_conversation
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
