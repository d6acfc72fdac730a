"""The sealed bytes of pictures: each image under a key of its own, so that whoever deletes the row destroys it."""

import sqlalchemy as sa

from veillee.community.media.model import PictureSize
from veillee.community.media.store import picture_images
from veillee.foundation.basics import new_id
from veillee.foundation.storage import Transaction, get_tool
from veillee.safety.sealing import Boxes, PlaceKeys

PURPOSE = "veillee pictures"


def add_image(connection: sa.Connection, picture_id: str, size: PictureSize, image: bytes) -> None:
    """Seal and store one. Raises KeyMissing."""
    id_ = new_id()
    sealed = _boxes(get_tool(connection, PlaceKeys)).seal(connection, id_, image)
    connection.execute(picture_images.insert(), {"id": id_, "picture_id": picture_id, "size": size} | sealed)


def find_image(connection: sa.Connection, picture_id: str, size: PictureSize) -> bytes | None:
    """The bytes of one, None when it is gone. Raises KeyMissing, Damaged."""
    table = picture_images.c
    row = connection.execute(
        sa.select(picture_images).where(table.picture_id == picture_id, table.size == size)
    ).one_or_none()
    return None if row is None else _boxes(get_tool(connection, PlaceKeys)).open(connection, row)


def rewrap_images(transaction: Transaction, place_keys: PlaceKeys) -> int:
    """Wrap keys of images under the newest generation of the place's; how many, a batch at a time."""
    return _boxes(place_keys).rewrap_batch(transaction)


def _boxes(place_keys: PlaceKeys) -> Boxes:
    return Boxes(place_keys, picture_images, PURPOSE)
