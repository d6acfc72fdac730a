"""The door of trusted flaggers (DSA art. 22) over HTTP."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from veillee.oversight.moderation.figures.actions import write_flaggers_csv
from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire_figures import FlaggerFigures
from veillee.oversight.moderation.wire_flaggers import FlaggerPage, FlaggerReason
from veillee.oversight.moderation.wire_notices import Notice, NoticeFiled, NoticeRequest

CSV = "text/csv"


@post(
    "/staff/notices",
    summary="Give notice as a trusted flagger (flaggers)",
    description="As from outside, without a name; looked at first (DSA art. 22). 403 `suspended`.",
)
async def file_flagged(
    data: JSONBody[NoticeRequest], any_staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> NoticeFiled:
    return await moderation.notices.file_trusted(any_staff, data)


@get("/staff/notices", summary="What I gave notice of as a trusted flagger, and what came of it")
async def list_flagged(
    any_staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> list[Notice]:
    return await moderation.notices.list_of_flagger(any_staff)


@get("/staff/flaggers/figures", summary="What trusted flaggers brought in a month or a year; a flagger reads their own")
async def show_flaggers(
    any_staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
    period: FromQuery[str | None] = None,
) -> list[FlaggerFigures]:
    return await moderation.figures.tell_flaggers(any_staff, period)


@get("/staff/flaggers/figures.csv", summary="The same as CSV (RFC 4180)", media_type=CSV)
async def show_flaggers_csv(
    any_staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
    period: FromQuery[str | None] = None,
) -> Response[str]:
    return Response(write_flaggers_csv(await moderation.figures.tell_flaggers(any_staff, period)), media_type=CSV)


@get(
    "/staff/flaggers",
    summary="Trusted flaggers with their standing and figures; a flagger sees themselves",
)
async def list_flaggers(
    any_staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
    period: FromQuery[str | None] = None,
) -> FlaggerPage:
    return await moderation.flaggers.show(any_staff, period)


@post(
    "/staff/flaggers/{staff_id:str}/suspension",
    status_code=204,
    summary="Suspend a trusted flagger (admins)",
    description="For too many notices without ground (DSA art. 22(6)); they read why. 409 `suspended`.",
)
async def suspend_flagger(
    staff_id: FromPath[str],
    data: JSONBody[FlaggerReason],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> None:
    await moderation.flaggers.suspend(staff, staff_id, data.reason)


@post(
    "/staff/flaggers/{staff_id:str}/restoration",
    status_code=204,
    summary="End the suspension of a trusted flagger (admins)",
    description="409 `not-suspended`.",
)
async def restore_flagger(
    staff_id: FromPath[str],
    data: JSONBody[FlaggerReason],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> None:
    await moderation.flaggers.restore(staff, staff_id, data.reason)


handlers: list[HTTPRouteHandler] = [
    file_flagged, list_flagged, show_flaggers, show_flaggers_csv, list_flaggers, suspend_flagger, restore_flagger,
]  # fmt: skip
