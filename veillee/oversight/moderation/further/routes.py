"""Further readings over HTTP, for staff."""

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from veillee.foundation.api import answer_image
from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire_further import (
    FurtherAnswer,
    FurtherLines,
    FurtherPage,
    FurtherReading,
    FurtherRequest,
)


@get("/staff/further", summary="Readings beyond a case's window: asked for, open, and past")
async def list_further(staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]) -> FurtherPage:
    return await moderation.further.list_all(staff)


@get("/staff/cases/{case_id:str}/further", summary="Those of one case, the latest first")
async def list_further_of_case(
    case_id: FromPath[str], staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> list[FurtherReading]:
    return await moderation.further.list_of_case(staff, case_id)


@post(
    "/staff/cases/{case_id:str}/further",
    summary="Ask to read further than the window of a case",
    description="Somebody else has to open it. 403 `wrong-role`, `own-decision`; 409 `closed-case`, `asked`; 422 says "
    "by field what is wrong.",
)
async def ask_further(
    case_id: FromPath[str],
    data: JSONBody[FurtherRequest],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> FurtherReading:
    return await moderation.further.ask(staff, case_id, data)


@post(
    "/staff/further/{further_id:str}/answers",
    summary="Open a further reading, or refuse it",
    description="For seniors and admins, never for whoever asked: 403 `own-request`, `wrong-role`; 409 `answered`, "
    "`lapsed`, `closed-case`.",
)
async def answer_further(
    further_id: FromPath[str],
    data: JSONBody[FurtherAnswer],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> FurtherReading:
    return await moderation.further.answer(staff, further_id, data)


@post(
    "/staff/further/{further_id:str}/readings",
    summary="Read the next lines of an open one",
    description="At most 50 lines from `start` on. Which lines were read, by whom and when is an event of the case and "
    "a leaf of the ledger. 403 `not-yours`, 409 `not-open`, `closed-case`.",
)
async def read_further(
    further_id: FromPath[str],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
    start: FromQuery[int | None] = None,
) -> FurtherLines:
    return await moderation.further.read(staff, further_id, start)


@get(
    "/staff/further/{further_id:str}/pictures/{picture:str}",
    summary="A picture of a line that may be read, as WebP",
    description="Each look is an event of the case and a leaf of the ledger. 404 for a picture of another line; 403 "
    "`not-yours`, 409 `not-open`, `closed-case`.",
    media_type="image/webp",
)
async def look_further(
    further_id: FromPath[str],
    picture: FromPath[str],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> Response[bytes]:
    return answer_image(await moderation.further.look(staff, further_id, picture), "image/webp")


@delete(
    "/staff/further/{further_id:str}",
    status_code=200,
    summary="Give it back before its time",
    description="By either of the two. 403 `not-yours`, 409 `not-open`.",
)
async def close_further(
    further_id: FromPath[str], staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> FurtherReading:
    return await moderation.further.close(staff, further_id)


handlers: list[HTTPRouteHandler] = [
    list_further, list_further_of_case, ask_further, answer_further, read_further, look_further, close_further,
]  # fmt: skip
