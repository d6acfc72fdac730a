"""The door over HTTP."""

from litestar import Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from veillee.community.entry.actions import Entry
from veillee.community.entry.model import SESSION_COOKIE, SESSION_DAYS, Entered, EntryForm, SessionView
from veillee.community.people import Caller
from veillee.foundation.api import AnyRequest, origin_of


@post("/entries", summary="Come in: a pseudonym, an age, the rules")
async def enter(data: JSONBody[EntryForm], request: AnyRequest, entry: NamedDependency[Entry]) -> Response[Entered]:
    entered = await entry.enter(data, origin_of(request))
    cookie = _cookie(request, entered.session.token, max_age=SESSION_DAYS * 86_400)
    return Response(entered, status_code=201, cookies=[cookie])


@get("/session", summary="Who I am here and what binds me")
async def show_session(restricted_caller: NamedDependency[Caller]) -> SessionView:
    caller = restricted_caller
    return SessionView(person=caller.person, restriction=caller.restriction, expires_at=caller.expires_at)


@delete("/session", status_code=204, summary="Leave")
async def leave(
    restricted_caller: NamedDependency[Caller], request: AnyRequest, entry: NamedDependency[Entry]
) -> Response[None]:
    await entry.leave(restricted_caller)
    return Response(None, status_code=204, cookies=[_cookie(request, "", max_age=0)])


def _cookie(request: AnyRequest, token: str, *, max_age: int) -> Cookie:
    return Cookie(
        key=SESSION_COOKIE,
        value=token,
        max_age=max_age,
        httponly=True,
        secure=request.url.scheme == "https",
        samesite="lax",
        path="/",
    )


handlers: list[HTTPRouteHandler] = [enter, show_session, leave]
