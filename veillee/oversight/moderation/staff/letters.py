"""Being called by letter, and how the outbox stands, for staff."""

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from veillee.foundation.basics import Forbidden
from veillee.oversight.mail import PostState
from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.alarms import Alarm, find_alarm, set_alarm
from veillee.oversight.moderation.staff.model import StaffCaller


@get("/staff/alarm", summary="Where I am called when something urgent waits; null: nowhere")
async def show_alarm(staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]) -> Alarm | None:
    return await moderation.database.read(find_alarm, staff)


@put("/staff/alarm", status_code=204, summary="Call me by letter when something urgent waits, at most each 15 minutes")
async def change_alarm(
    data: JSONBody[Alarm], staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> Response[None]:
    await moderation.database.write(set_alarm, staff, data)
    return Response(None, status_code=204)


@delete("/staff/alarm", status_code=204, summary="Call me no more; the address is destroyed")
async def end_alarm(staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]) -> Response[None]:
    await moderation.database.write(set_alarm, staff, None)
    return Response(None, status_code=204)


@get("/staff/mail", summary="How the outbox stands; no letter is shown")
async def show_mail(staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]) -> PostState:
    return await moderation.post.look() if moderation.post else PostState(on=False)


@post("/staff/mail/retries", status_code=200, summary="Try dead letters again (admins)")
async def retry_mail(staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]) -> PostState:
    if staff.role != "admin":
        raise Forbidden("wrong-role", "An admin does this.")
    if moderation.post is None:
        return PostState(on=False)
    await moderation.post.revive()
    return await moderation.post.look()


handlers: list[HTTPRouteHandler] = [show_alarm, change_alarm, end_alarm, show_mail, retry_mail]
