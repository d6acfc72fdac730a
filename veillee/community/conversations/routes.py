"""Conversations over HTTP."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from veillee.community.conversations.access import MEMBERSHIPS_MAX
from veillee.community.conversations.actions import Conversations
from veillee.community.conversations.model import ConversationView, Message
from veillee.community.people import Caller, Person
from veillee.foundation.api import AnyRequest, answer_image, answer_page
from veillee.foundation.storage import ask


@get(
    "/conversations",
    summary="The conversations that I am a member of, the latest joined first",
    description="`Link: rel=next` leads to the next page, when there is one.",
)
async def list_conversations(
    request: AnyRequest,
    caller: NamedDependency[Caller],
    conversations: NamedDependency[Conversations],
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> Response[list[ConversationView]]:
    page = await conversations.list_mine(caller, ask(cursor, limit, MEMBERSHIPS_MAX))
    return answer_page(request, page.items, page.next, limit)


@get(
    "/conversations/{conversation:str}/messages",
    summary="History: messages ascending by seq, the newest page first",
    description="`Link: rel=next` leads to the page before this one.",
)
async def show_history(
    conversation: FromPath[str],
    caller: NamedDependency[Caller],
    conversations: NamedDependency[Conversations],
    before: FromQuery[int | None] = None,
    limit: FromQuery[int | None] = None,
) -> Response[list[Message]]:
    page = await conversations.history(caller, conversation, before, limit)
    headers = {}
    if page and page[0].seq > 1:
        size = "" if limit is None else f"&limit={limit}"
        path = f"/api/v1/conversations/{conversation}/messages?before={page[0].seq}{size}"
        headers["Link"] = f'<{path}>; rel="next"'
    return Response(page, headers=headers)


@get("/conversations/{conversation:str}/people", summary="Who is here now")
async def list_present(
    conversation: FromPath[str], caller: NamedDependency[Caller], conversations: NamedDependency[Conversations]
) -> list[Person]:
    return await conversations.present(caller, conversation)


@get(
    "/pictures/{picture:str}",
    summary="A picture of a message that I see; `?preview=true`: a small one",
    description="WebP. What a decision took away, and what is gone with its message, answers 404.",
    media_type="image/webp",
)
async def show_picture(
    picture: FromPath[str],
    caller: NamedDependency[Caller],
    conversations: NamedDependency[Conversations],
    preview: FromQuery[bool] = False,
) -> Response[bytes]:
    shown = await conversations.picture(caller, picture, "preview" if preview else "whole")
    return answer_image(shown.image, shown.media_type)


handlers: list[HTTPRouteHandler] = [list_conversations, show_history, list_present, show_picture]
