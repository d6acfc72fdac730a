"""Rooms: open places to talk, each with a name, a topic and a conversation.

Owns the table `rooms`. Announces RoomOpened.
"""

from veillee.community.rooms.actions import RoomLimits, Rooms
from veillee.community.rooms.events import RoomOpened
from veillee.community.rooms.model import RoomForm, RoomView
from veillee.community.rooms.queries import find_opener, find_room, name_rooms

__all__ = ["RoomForm", "RoomLimits", "RoomOpened", "RoomView", "Rooms", "find_opener", "find_room", "name_rooms"]
