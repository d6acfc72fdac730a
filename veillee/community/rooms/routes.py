"""Rooms over HTTP."""

from litestar import get, post
from litestar.handlers import HTTPRouteHandler

from veillee.community.people import Caller
from veillee.community.rooms.actions import Rooms
from veillee.community.rooms.model import RoomForm, RoomView


@get("/rooms", summary="The rooms and how many are in each now")
async def list_rooms(rooms: Rooms) -> list[RoomView]:
    return await rooms.list_open()


@post("/rooms", summary="Open a room")
async def open_room(data: RoomForm, caller: Caller, rooms: Rooms) -> RoomView:
    return await rooms.open(caller, data)


handlers: list[HTTPRouteHandler] = [list_rooms, open_room]
