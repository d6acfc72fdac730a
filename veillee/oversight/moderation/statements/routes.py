"""Statements of reasons and complaints over HTTP."""

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


@get(
    "/statements",
    summary="What was decided about me, and why",
    description="Statements of reasons (DSA art. 17), the latest first. Open to whom a decision keeps out. "
    "`Link: rel=next` leads to the next page, when there is one.",
)
async def list_statements(
    request: AnyRequest,
    restricted_caller: NamedDependency[Caller],
    moderation: NamedDependency[Moderation],
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> Response[list[wire.Statement]]:
    page = await moderation.statements.list_own(restricted_caller, ask(cursor, limit, LIST_MAX))
    return answer_page(request, page.items, page.next, limit)


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


@get(
    "/statements/{statement_id:str}/receipt",
    summary="The proof that a decision about me is in the ledger",
    description="With `opening`: what the leaf commits to, for the eyes of whom it affects only.",
)
async def show_statement_receipt(
    statement_id: FromPath[str],
    restricted_caller: NamedDependency[Caller],
    moderation: NamedDependency[Moderation],
) -> LeafProof:
    return await moderation.statements.get_receipt(restricted_caller, statement_id)


@get("/statements/{statement_id:str}/complaint/receipt", summary="The proof that my complaint is in the ledger")
async def show_complaint_receipt(
    statement_id: FromPath[str],
    restricted_caller: NamedDependency[Caller],
    moderation: NamedDependency[Moderation],
) -> LeafProof:
    return await moderation.statements.get_complaint_receipt(restricted_caller, statement_id)


handlers: list[HTTPRouteHandler] = [
    list_statements, complain, show_statement_receipt, show_complaint_receipt,
]  # fmt: skip
