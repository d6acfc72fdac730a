"""Notices from outside over HTTP. No session is asked for, and none is looked at."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from veillee.foundation.api import AnyRequest, origin_of
from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.wire_notices import Notice, NoticeFiled, NoticeRequest
from veillee.safety.ledger import LeafProof


@post(
    "/notices",
    summary="Give notice of something, from outside and without an account",
    description="DSA art. 16, several items at once. Whether a location was found is not told. Reason `danger` goes "
    "before all other cases and asks for no name. 429 `too-fast` by address.",
)
async def file_notice(
    data: JSONBody[NoticeRequest], request: AnyRequest, moderation: NamedDependency[Moderation]
) -> NoticeFiled:
    return await moderation.notices.file(data, origin_of(request)[0])


@get("/notices/{secret:str}", summary="What came of my notice, by its secret")
async def show_notice(secret: FromPath[str], moderation: NamedDependency[Moderation]) -> Notice:
    return await moderation.notices.show(secret)


@get(
    "/notices/{secret:str}/receipt",
    summary="The proof that my notice is in the ledger",
    description="With `opening`: what the leaf commits to, for whoever holds the secret only.",
)
async def show_notice_receipt(secret: FromPath[str], moderation: NamedDependency[Moderation]) -> LeafProof:
    return await moderation.notices.get_receipt(secret)


handlers: list[HTTPRouteHandler] = [file_notice, show_notice, show_notice_receipt]
