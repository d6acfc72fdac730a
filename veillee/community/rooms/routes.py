"""Rooms over HTTP."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from veillee.community.people import Caller
from veillee.community.rooms.actions import Rooms
from veillee.community.rooms.model import RoomForm, RoomView


@get("/rooms", summary="The rooms and how many are in each now")
async def list_rooms(rooms: NamedDependency[Rooms]) -> list[RoomView]:
    return await rooms.list_open()


@post("/rooms", summary="Open a room")
async def open_room(
    data: JSONBody[RoomForm], caller: NamedDependency[Caller], rooms: NamedDependency[Rooms]
) -> RoomView:
    return await rooms.open(caller, data)


handlers: list[HTTPRouteHandler] = [list_rooms, open_room]
