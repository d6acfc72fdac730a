"""First words over HTTP."""

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from veillee.community.conversations import Conversations, ConversationView
from veillee.community.people import Caller
from veillee.community.private_talk.actions import PrivateTalk
from veillee.community.private_talk.model import RequestForm, RequestLists, RequestView
from veillee.foundation.api import AnyRequest, origin_of


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """The conversation that an accepted first word opened."""

    conversation: ConversationView


@get("/private-requests", summary="First words that wait for me, and mine")
async def list_requests(caller: NamedDependency[Caller], private_talk: NamedDependency[PrivateTalk]) -> RequestLists:
    return await private_talk.list_mine(caller)


@post("/private-requests", summary="One first word to a stranger; nothing else reaches them until they accept")
async def ask(
    data: JSONBody[RequestForm],
    caller: NamedDependency[Caller],
    request: AnyRequest,
    private_talk: NamedDependency[PrivateTalk],
) -> RequestView:
    return await private_talk.ask(caller, data, origin_of(request))


@post("/private-requests/{request_id:str}/accept", status_code=200, summary="Talk")
async def accept(
    request_id: FromPath[str],
    caller: NamedDependency[Caller],
    private_talk: NamedDependency[PrivateTalk],
    conversations: NamedDependency[Conversations],
) -> Opened:
    conversation = await private_talk.accept(caller, request_id)
    return Opened(conversation=await conversations.get(caller, conversation))


@post("/private-requests/{request_id:str}/decline", status_code=204, summary="Nothing more comes of it")
async def decline(
    request_id: FromPath[str], caller: NamedDependency[Caller], private_talk: NamedDependency[PrivateTalk]
) -> None:
    await private_talk.decline(caller, request_id)


handlers: list[HTTPRouteHandler] = [list_requests, ask, accept, decline]
