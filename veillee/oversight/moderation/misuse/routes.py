"""Misuse over HTTP, for staff."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire_misuse import MisuseLifting, MisuseRequest, MisuseTaken, Submitter


@get(
    "/staff/submissions/{submission_id:str}/sender",
    summary="Whoever sent a report, a notice or a complaint, by their numbers",
    description="`submission_id`: of a report or an item of a notice as the case shows it; of a complaint the id of "
    "the subject of its case. Who they are is told to nobody.",
)
async def show_sender(
    submission_id: FromPath[str], staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> Submitter:
    return await moderation.misuse.look(staff, submission_id)


@post(
    "/staff/submissions/{submission_id:str}/misuse",
    summary="Warn whoever keeps sending what is manifestly unfounded, or suspend them for a time",
    description="DSA art. 23(2): a warning first, 409 `no-warning`; at least three in 180 days and half of what was "
    "decided, 409 `not-frequent`; something since the warning, and since the last suspension, 409 `nothing-since`. "
    "Also 409 `already-warned`, `already-suspended`, `trusted-flagger`, `nobody-to-tell`, `not-in-rules`; 403 "
    "`wrong-role`: seniors and admins suspend. The four factors are stored. What says that somebody may be in danger "
    "is taken all the same.",
)
async def decide_misuse(
    submission_id: FromPath[str],
    data: JSONBody[MisuseRequest],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> MisuseTaken:
    return await moderation.misuse.decide(staff, submission_id, data)


@post(
    "/staff/misuse/{misuse_id:str}/lifting",
    status_code=204,
    summary="Take a warning or a suspension for misuse back",
    description="By whoever decided it, or a senior: 403 `wrong-role`. 409 `already-lifted`, `contested`.",
)
async def lift_misuse(
    misuse_id: FromPath[str],
    data: JSONBody[MisuseLifting],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> None:
    await moderation.misuse.lift(staff, misuse_id, data.facts)


handlers: list[HTTPRouteHandler] = [show_sender, decide_misuse, lift_misuse]
