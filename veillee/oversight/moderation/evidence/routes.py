"""Evidence over HTTP, for staff."""

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire_evidence import (
    Evidence,
    EvidenceHoldRequest,
    EvidenceReading,
    EvidenceReadingRequest,
)


@get(
    "/staff/cases/{case_id:str}/evidence",
    summary="What is sealed of a case, and its chain of custody",
    description="Opens nothing. 404 when nothing was ever sealed.",
)
async def show_evidence(
    case_id: FromPath[str], staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> Evidence:
    return await moderation.evidence.show(staff, case_id)


@post(
    "/staff/cases/{case_id:str}/evidence/readings",
    summary="Open the sealed copies of a case, with a reason",
    description="The opening is an entry of the chain of custody and a leaf of the ledger. 409 `destroyed`, `damaged`.",
)
async def open_evidence(
    case_id: FromPath[str],
    data: JSONBody[EvidenceReadingRequest],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> EvidenceReading:
    return await moderation.evidence.open(staff, case_id, data.reason)


@put(
    "/staff/cases/{case_id:str}/evidence/hold",
    summary="Keep the sealed copies past their time, or no longer",
    description="For admins: 403 `wrong-role`. Nothing is destroyed while it is held.",
)
async def hold_evidence(
    case_id: FromPath[str],
    data: JSONBody[EvidenceHoldRequest],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> Evidence:
    return await moderation.evidence.hold(staff, case_id, data)


handlers: list[HTTPRouteHandler] = [show_evidence, open_evidence, hold_evidence]
