"""Pictures as their conversation's members see them: whoever may read a message may see what it shows."""

from typing import NamedTuple

import sqlalchemy as sa

from veillee.community import media
from veillee.community.conversations.store import conversations, memberships, messages
from veillee.community.media import PictureSize, Place
from veillee.foundation.basics import NotFound


class Shown(NamedTuple):
    """A picture's bytes, and of what type they are."""

    image: bytes
    media_type: str = "image/webp"


def get_image(connection: sa.Connection, person_id: str, picture_id: str, size: PictureSize) -> Shown:
    """A picture of a message that the person sees now. Raises NotFound."""
    place = media.find_place(connection, picture_id)
    if place is None or place.picture.removed or not _sees(connection, person_id, place):
        raise NotFound
    image = media.open_image(connection, picture_id, size)
    if image is None:
        raise NotFound
    return Shown(image)


def _sees(connection: sa.Connection, person_id: str, place: Place) -> bool:
    message = (messages.c.conversation_id == place.conversation, messages.c.seq == place.seq)
    member = (memberships.c.conversation_id == place.conversation, memberships.c.person_id == person_id)
    query = (
        sa.select(messages.c.seq)
        .join(conversations, conversations.c.id == messages.c.conversation_id)
        .join(memberships, memberships.c.conversation_id == messages.c.conversation_id)
        .where(*message, *member, messages.c.hidden_at.is_(None), messages.c.seq >= conversations.c.tail)
    )
    return connection.execute(query).first() is not None
