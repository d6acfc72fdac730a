"""Statements of reasons and complaints over HTTP."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from veillee.community.people import Caller
from veillee.oversight.moderation import wire
from veillee.oversight.moderation.service import Moderation


@get(
    "/statements",
    summary="What was decided about me, and why",
    description="Statements of reasons (DSA art. 17), the latest first. Open to whom a decision keeps out.",
)
async def list_statements(
    restricted_caller: NamedDependency[Caller], moderation: NamedDependency[Moderation]
) -> list[wire.Statement]:
    return await moderation.statements.list_own(restricted_caller)


@post(
    "/statements/{statement_id:str}/complaint",
    summary="Contest a decision",
    description="Once, within six months (DSA art. 20); somebody else than whoever decided looks at it again.",
)
async def complain(
    statement_id: FromPath[str],
    data: JSONBody[wire.ComplaintRequest],
    restricted_caller: NamedDependency[Caller],
    moderation: NamedDependency[Moderation],
) -> wire.ComplaintFiled:
    return await moderation.statements.complain(restricted_caller, statement_id, data.text)


handlers: list[HTTPRouteHandler] = [list_statements, complain]
