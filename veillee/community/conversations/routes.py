"""Conversations over HTTP."""

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from veillee.community.conversations.actions import Conversations
from veillee.community.conversations.model import ConversationView, Message
from veillee.community.people import Caller, Person


@get("/conversations", summary="The conversations that I am a member of")
async def list_conversations(caller: Caller, conversations: Conversations) -> list[ConversationView]:
    return await conversations.list_mine(caller)


@get(
    "/conversations/{conversation:str}/messages",
    summary="History: messages ascending by seq, the newest page first",
    description="`Link: rel=next` leads to the page before this one.",
)
async def show_history(
    conversation: str,
    caller: Caller,
    conversations: Conversations,
    before: int | None = None,
    limit: int | None = None,
) -> Response[list[Message]]:
    page = await conversations.history(caller, conversation, before, limit)
    headers = {}
    if page and page[0].seq > 1:
        size = "" if limit is None else f"&limit={limit}"
        path = f"/api/v1/conversations/{conversation}/messages?before={page[0].seq}{size}"
        headers["Link"] = f'<{path}>; rel="next"'
    return Response(page, headers=headers)


@get("/conversations/{conversation:str}/people", summary="Who is here now")
async def list_present(conversation: str, caller: Caller, conversations: Conversations) -> list[Person]:
    return await conversations.present(caller, conversation)


handlers: list[HTTPRouteHandler] = [list_conversations, show_history, list_present]
