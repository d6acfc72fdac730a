"""Reports over HTTP."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from veillee.community.people import Caller
from veillee.foundation.api import AnyRequest, answer_page
from veillee.foundation.storage import ask
from veillee.oversight.moderation import wire
from veillee.oversight.moderation.model import LIST_MAX
from veillee.oversight.moderation.service import Moderation
from veillee.safety.ledger import LeafProof


@post(
    "/reports",
    summary="Report a message, a person, a room or a picture",
    description="While a report of the same subject is open, another reason or note is a report of its own that adds "
    "to the same case, and the same again is answered as the first time. Once it is decided, a report opens a new "
    "case. Nobody learns who reported.",
)
async def file_report(
    data: JSONBody[wire.ReportRequest], caller: NamedDependency[Caller], moderation: NamedDependency[Moderation]
) -> wire.ReportFiled:
    return await moderation.reports.report(caller, data)


@get(
    "/reports",
    summary="My reports, the latest first",
    description="`Link: rel=next` leads to the next page, when there is one.",
)
async def list_reports(
    request: AnyRequest,
    caller: NamedDependency[Caller],
    moderation: NamedDependency[Moderation],
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> Response[list[wire.Report]]:
    page = await moderation.reports.list_own(caller, ask(cursor, limit, LIST_MAX))
    return answer_page(request, page.items, page.next, limit)


@get("/reports/{report_id:str}", summary="What came of my report")
async def show_report(
    report_id: FromPath[str], caller: NamedDependency[Caller], moderation: NamedDependency[Moderation]
) -> wire.Report:
    return await moderation.reports.get_own(caller, report_id)


@get(
    "/reports/{report_id:str}/receipt",
    summary="The proof that my report is in the ledger",
    description="With `opening`: what the leaf commits to, for its reporter's eyes only.",
)
async def show_report_receipt(
    report_id: FromPath[str], caller: NamedDependency[Caller], moderation: NamedDependency[Moderation]
) -> LeafProof:
    return await moderation.reports.get_receipt(caller, report_id)


handlers: list[HTTPRouteHandler] = [file_report, list_reports, show_report, show_report_receipt]
