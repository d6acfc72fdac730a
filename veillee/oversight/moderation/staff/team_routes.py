"""The team over HTTP."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire_team import StaffChange, StaffChangeAnswer, StaffChangeRequest, Team


@get("/staff/team", summary="Everybody who is staff, and changes that wait for a second person")
async def show_team(staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]) -> Team:
    return await moderation.team.show(staff)


@post(
    "/staff/team/{staff_id:str}/changes",
    summary="Give somebody another role, or remove them (admins)",
    description="Whoever is removed is signed out everywhere at once, and their passkeys are gone. What concerns an "
    "admin waits for a second admin or senior. 409 `last-admin`, `same-role`, `waiting`, `needs-second`.",
)
async def change_staff(
    staff_id: FromPath[str],
    data: JSONBody[StaffChangeRequest],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> StaffChange:
    return await moderation.team.change(staff, staff_id, data)


@post(
    "/staff/team-changes/{change_id:str}/answer", status_code=200, summary="Agree to a change that waits, or refuse it"
)
async def answer_change(
    change_id: FromPath[str],
    data: JSONBody[StaffChangeAnswer],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> StaffChange:
    return await moderation.team.answer(staff, change_id, agree=data.agree)


handlers: list[HTTPRouteHandler] = [show_team, change_staff, answer_change]
