"""Rooms over HTTP."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, JSONBody

from veillee.community.people import Caller
from veillee.community.rooms.actions import Rooms
from veillee.community.rooms.model import RoomForm, RoomView
from veillee.community.rooms.queries import ROOMS_MAX
from veillee.foundation.api import AnyRequest, answer_page, origin_of
from veillee.foundation.storage import ask


@get(
    "/rooms",
    summary="The rooms and how many are in each now",
    description="`Link: rel=next` leads to the next page, when there is one.",
)
async def list_rooms(
    request: AnyRequest,
    rooms: NamedDependency[Rooms],
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> Response[list[RoomView]]:
    page = await rooms.list_open(ask(cursor, limit, ROOMS_MAX))
    return answer_page(request, page.items, page.next, limit)


@post("/rooms", summary="Open a room")
async def open_room(
    data: JSONBody[RoomForm], caller: NamedDependency[Caller], request: AnyRequest, rooms: NamedDependency[Rooms]
) -> RoomView:
    return await rooms.open(caller, data, origin_of(request))


handlers: list[HTTPRouteHandler] = [list_rooms, open_room]
