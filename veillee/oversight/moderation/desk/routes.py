"""Cases over HTTP, for staff."""

from typing import Annotated

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from veillee.foundation.api import answer_image
from veillee.oversight.moderation.cases.queries import Wanted
from veillee.oversight.moderation.desk.macros import Macro
from veillee.oversight.moderation.model import QUEUE_PAGE_MAX
from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.model import SENIORS, StaffCaller
from veillee.oversight.moderation.statements.law import LEGAL_GROUNDS
from veillee.oversight.moderation.wire import StaffMember
from veillee.oversight.moderation.wire_cases import Case, CasePage, CaseStateName, Whose
from veillee.oversight.moderation.wire_casework import AssignmentRequest, NoteRequest
from veillee.oversight.moderation.wire_decisions import (
    ApprovalRequest,
    DecisionRequest,
    DecisionTaken,
    LegalGround,
    ProposalSettled,
)


@get("/staff/cases", summary="The queue: gravest first, then what presses most; decided cases latest first")
async def list_cases(
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
    case_state: Annotated[CaseStateName, QueryParameter(name="state")] = "open",
    whose: FromQuery[Whose] = "all",
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = QUEUE_PAGE_MAX,
) -> CasePage:
    answers = staff.role in SENIORS
    wanted = Wanted(staff=staff.id, answers=answers, state=case_state, whose=whose, cursor=cursor, limit=limit)
    return await moderation.desk.queue(wanted)


@get(
    "/staff/cases/{case_id:str}",
    summary="One case with what is needed to decide it",
    description="Reading private words is an event of the case and a leaf of the ledger.",
)
async def show_case(
    case_id: FromPath[str], staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> Case:
    return await moderation.desk.open(staff, case_id)


@get(
    "/staff/cases/{case_id:str}/pictures/{picture:str}",
    summary="A picture of a case, as WebP",
    description="Each look is an event of the case and a leaf of the ledger. 404 for a picture of something else.",
    media_type="image/webp",
)
async def look_at_picture(
    case_id: FromPath[str],
    picture: FromPath[str],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> Response[bytes]:
    return answer_image(await moderation.desk.look(staff, case_id, picture), "image/webp")


@post(
    "/staff/cases/{case_id:str}/decisions",
    summary="Decide a case",
    description="Statement of reasons, effect, outcome for the reporters and ledger leaf, all or nothing. 409 "
    "`stale-case` when the case has changed since that version, `closed-case` when it was decided, `proposed` while "
    "one waits for a second person; 403 `wrong-role`. A grave decision is a proposal first: then `lapses_at` is set.",
)
async def take_decision(
    case_id: FromPath[str],
    data: JSONBody[DecisionRequest],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> DecisionTaken:
    return await moderation.desk.decide(staff, case_id, data)


@post(
    "/staff/cases/{case_id:str}/approvals",
    summary="Approve or refuse a decision that somebody else proposed",
    description="Grave decisions take two. 403 `own-proposal`, `wrong-role`; 409 `no-proposal`, `stale-case`, "
    "`lapsed`.",
)
async def settle_proposal(
    case_id: FromPath[str],
    data: JSONBody[ApprovalRequest],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> ProposalSettled:
    return await moderation.desk.settle(staff, case_id, data)


@put(
    "/staff/cases/{case_id:str}/assignee",
    status_code=204,
    summary="Take a case, hand it over, or let it go",
    description="409 `assigned` when somebody else has it than `had` says; 403 `own-decision` for a complaint about "
    "one's own decision. Only whoever has a case decides it; what nobody has, anybody may decide.",
)
async def assign_case(
    case_id: FromPath[str],
    data: JSONBody[AssignmentRequest],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> None:
    await moderation.desk.assign(staff, case_id, data)


@post("/staff/cases/{case_id:str}/notes", status_code=204, summary="A note for colleagues; members never see it")
async def note_case(
    case_id: FromPath[str],
    data: JSONBody[NoteRequest],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> None:
    await moderation.desk.note(staff, case_id, data.text)


@get("/staff/watchers", summary="Those of the staff to whom a case can be handed")
async def list_watchers(
    staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> list[StaffMember]:
    return await moderation.desk.watchers(staff)


@get("/staff/macros", summary="Texts to begin with, when a decision is written")
async def list_macros(staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]) -> list[Macro]:
    return moderation.macros


@get("/staff/legal-grounds", summary="The laws that a decision can name as its ground")
async def list_legal_grounds(staff: NamedDependency[StaffCaller]) -> list[LegalGround]:
    return list(LEGAL_GROUNDS.values())


handlers: list[HTTPRouteHandler] = [
    list_cases, show_case, look_at_picture, take_decision, settle_proposal, assign_case, note_case, list_watchers,
    list_macros, list_legal_grounds,
]  # fmt: skip
