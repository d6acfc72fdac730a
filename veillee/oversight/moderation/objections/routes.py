"""Objections over HTTP."""

from litestar import post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from veillee.community.people import Caller
from veillee.foundation.api import AnyRequest, origin_of
from veillee.oversight.moderation import wire
from veillee.oversight.moderation.service import Moderation

HOW = "DSA art. 20: once, within six months; somebody else than whoever decided looks again."


@post("/reports/{report_id:str}/complaint", summary="Contest that nothing was done about my report", description=HOW)
async def object_to_report(
    report_id: FromPath[str],
    data: JSONBody[wire.ComplaintRequest],
    restricted_caller: NamedDependency[Caller],
    moderation: NamedDependency[Moderation],
) -> wire.ObjectionFiled:
    return await moderation.objections.about_report(restricted_caller, report_id, data.text)


@post(
    "/notices/{secret:str}/items/{number:int}/complaint",
    summary="Contest that nothing was done about an item of my notice",
    description=HOW,
)
async def object_to_notice(
    secret: FromPath[str],
    number: FromPath[int],
    data: JSONBody[wire.ComplaintRequest],
    request: AnyRequest,
    moderation: NamedDependency[Moderation],
) -> wire.ObjectionFiled:
    moderation.sign_in_paces.check(origin_of(request)[0])
    return await moderation.objections.about_notice(secret, number, data.text)


handlers: list[HTTPRouteHandler] = [object_to_report, object_to_notice]
