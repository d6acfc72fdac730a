"""People and rooms over HTTP, for staff."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire_people import CaseBeginning, CaseBegun, FoundPerson, PersonPage
from veillee.oversight.moderation.wire_rooms import StaffRoom

BEGINNING = "On the team's own initiative: no word is read before it. What is open about the same is gone on with."


@get(
    "/staff/people",
    summary="People by id or pseudonym (seniors, admins, auditors)",
    description="At most 20: of that id, or with a pseudonym that begins or looks like `q`. 403 `wrong-role`.",
)
async def search_people(
    q: FromQuery[str], staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> list[FoundPerson]:
    return await moderation.lookout.search(staff, q)


@get(
    "/staff/people/{person_id:str}",
    summary="One person as staff may know them; nothing that they said",
    description="404 for a moderator when no case is about them.",
)
async def show_person_to_staff(
    person_id: FromPath[str], staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> PersonPage:
    return await moderation.lookout.person(staff, person_id)


@post("/staff/people/{person_id:str}/cases", summary="Begin a case about somebody", description=BEGINNING)
async def begin_case_about_person(
    person_id: FromPath[str],
    data: JSONBody[CaseBeginning],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> CaseBegun:
    return await moderation.lookout.begin_about_person(staff, person_id, data.reason)


@get("/staff/rooms", summary="Every room, open ones first")
async def list_rooms(staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]) -> list[StaffRoom]:
    return await moderation.lookout.rooms(staff)


@post("/staff/rooms/{room_id:str}/cases", summary="Begin a case about an open room", description=BEGINNING)
async def begin_case_about_room(
    room_id: FromPath[str],
    data: JSONBody[CaseBeginning],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> CaseBegun:
    return await moderation.lookout.begin_about_room(staff, room_id, data.reason)


handlers: list[HTTPRouteHandler] = [
    search_people, show_person_to_staff, begin_case_about_person, list_rooms, begin_case_about_room,
]  # fmt: skip
