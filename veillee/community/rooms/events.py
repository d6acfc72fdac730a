"""What happened to rooms."""

from veillee.foundation.basics import Event


class RoomOpened(Event, frozen=True):
    """There is a new room. Audience: everybody."""

    room_id: str
