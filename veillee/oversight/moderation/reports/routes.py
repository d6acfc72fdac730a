"""Reports over HTTP."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from veillee.community.people import Caller
from veillee.oversight.moderation import wire
from veillee.oversight.moderation.service import Moderation


@post(
    "/reports",
    summary="Report a message, a person or a room",
    description="The same subject again is answered with the first report. Nobody learns who reported.",
)
async def file_report(
    data: JSONBody[wire.ReportRequest], caller: NamedDependency[Caller], moderation: NamedDependency[Moderation]
) -> wire.ReportFiled:
    return await moderation.reports.report(caller, data)


@get("/reports", summary="My reports, the latest first")
async def list_reports(caller: NamedDependency[Caller], moderation: NamedDependency[Moderation]) -> list[wire.Report]:
    return await moderation.reports.list_own(caller)


@get("/reports/{report_id:str}", summary="What came of my report")
async def show_report(
    report_id: FromPath[str], caller: NamedDependency[Caller], moderation: NamedDependency[Moderation]
) -> wire.Report:
    return await moderation.reports.get_own(caller, report_id)


handlers: list[HTTPRouteHandler] = [file_report, list_reports, show_report]
