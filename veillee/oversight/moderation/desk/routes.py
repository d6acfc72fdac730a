"""Cases over HTTP, for staff."""

from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from veillee.oversight.moderation.model import QUEUE_PAGE_MAX
from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire_cases import Case, CasePage, CaseStateName, DecisionRequest, DecisionTaken


@get("/staff/cases", summary="The queue: urgent first, then by waiting time; decided cases latest first")
async def list_cases(
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
    case_state: Annotated[CaseStateName, QueryParameter(name="state")] = "open",
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = QUEUE_PAGE_MAX,
) -> CasePage:
    return await moderation.desk.queue(staff, case_state, cursor, limit)


@get(
    "/staff/cases/{case_id:str}",
    summary="One case with what is needed to decide it",
    description="Reading private words is an event of the case and a leaf of the ledger.",
)
async def show_case(
    case_id: FromPath[str], staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> Case:
    return await moderation.desk.open(staff, case_id)


@post(
    "/staff/cases/{case_id:str}/decisions",
    summary="Decide a case",
    description="Statement of reasons, effect, outcome for the reporters and ledger leaf, all or nothing. 409 "
    "`stale-case` when the case has changed since that version, `closed-case` when it was decided; 403 `wrong-role`.",
)
async def take_decision(
    case_id: FromPath[str],
    data: JSONBody[DecisionRequest],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> DecisionTaken:
    return await moderation.desk.decide(staff, case_id, data)


handlers: list[HTTPRouteHandler] = [list_cases, show_case, take_decision]
