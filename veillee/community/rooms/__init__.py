"""Rooms: open places to talk, each with a name, a topic and a conversation.

Owns the table `rooms`. Announces RoomOpened and RoomFlagged.
"""

from veillee.community.rooms.actions import Rooms
from veillee.community.rooms.events import RoomFlagged, RoomOpened
from veillee.community.rooms.model import RoomForm, RoomView
from veillee.community.rooms.queries import (
    find_opener,
    find_room,
    find_room_ever,
    find_room_named,
    list_closings,
    list_every_room,
    list_opened,
    name_rooms,
)
from veillee.community.rooms.store import close_room, open_again

__all__ = [
    "RoomFlagged",
    "RoomForm",
    "RoomOpened",
    "RoomView",
    "Rooms",
    "close_room",
    "find_opener",
    "find_room",
    "find_room_ever",
    "find_room_named",
    "list_closings",
    "list_every_room",
    "list_opened",
    "name_rooms",
    "open_again",
]
