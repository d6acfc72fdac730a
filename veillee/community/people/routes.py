"""People over HTTP."""

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from veillee.community.people.actions import People
from veillee.community.people.model import Caller, Person


@get("/people/{person_id:str}", summary="What any member may know of a person")
async def show_person(
    person_id: FromPath[str], caller: NamedDependency[Caller], people: NamedDependency[People]
) -> Person:
    return await people.get(person_id)


@get("/blocks", summary="Whom I have blocked")
async def list_blocks(caller: NamedDependency[Caller], people: NamedDependency[People]) -> list[Person]:
    return await people.blocked_by(caller)


@put("/people/{person_id:str}/block", status_code=204, summary="Nothing more passes between us")
async def block(person_id: FromPath[str], caller: NamedDependency[Caller], people: NamedDependency[People]) -> None:
    await people.block(caller, person_id)


@delete("/people/{person_id:str}/block", summary="Take a block back")
async def unblock(person_id: FromPath[str], caller: NamedDependency[Caller], people: NamedDependency[People]) -> None:
    await people.unblock(caller, person_id)


handlers: list[HTTPRouteHandler] = [show_person, list_blocks, block, unblock]
