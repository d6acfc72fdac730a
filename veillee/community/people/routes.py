"""People over HTTP."""

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from veillee.community.people.actions import People
from veillee.community.people.model import Caller, Person
from veillee.community.people.queries import BLOCKS_MAX
from veillee.community.people.reach import Reach, Reaching
from veillee.foundation.api import AnyRequest, answer_page
from veillee.foundation.storage import Database, ask


@get("/people/{person_id:str}", summary="What any member may know of a person")
async def show_person(
    person_id: FromPath[str], caller: NamedDependency[Caller], people: NamedDependency[People]
) -> Person:
    return await people.get(person_id)


@get(
    "/blocks",
    summary="Whom I have blocked, the latest first",
    description="`Link: rel=next` leads to the next page, when there is one.",
)
async def list_blocks(
    request: AnyRequest,
    caller: NamedDependency[Caller],
    people: NamedDependency[People],
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> Response[list[Person]]:
    page = await people.blocked_by(caller, ask(cursor, limit, BLOCKS_MAX))
    return answer_page(request, page.items, page.next, limit)


@put("/people/{person_id:str}/block", status_code=204, summary="Nothing more passes between us")
async def block(person_id: FromPath[str], caller: NamedDependency[Caller], people: NamedDependency[People]) -> None:
    await people.block(caller, person_id)


@delete("/people/{person_id:str}/block", summary="Take a block back")
async def unblock(person_id: FromPath[str], caller: NamedDependency[Caller], people: NamedDependency[People]) -> None:
    await people.unblock(caller, person_id)


@get("/reach", summary="How far I may reach towards strangers now, and what comes next")
async def show_reach(
    caller: NamedDependency[Caller], reaching: NamedDependency[Reaching], database: NamedDependency[Database]
) -> Reach:
    return await database.read(reaching.find, caller)


handlers: list[HTTPRouteHandler] = [show_person, list_blocks, block, unblock, show_reach]
