"""The door over HTTP."""

from litestar import Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from veillee.community.entry.actions import Entry
from veillee.community.entry.model import HINT_COOKIE, SESSION_COOKIE, SESSION_DAYS, Entered, EntryForm, SessionView
from veillee.community.people import Caller
from veillee.foundation.api import AnyRequest, origin_of


@post("/entries", summary="Come in: a pseudonym, an age, the rules")
async def enter(data: JSONBody[EntryForm], request: AnyRequest, entry: NamedDependency[Entry]) -> Response[Entered]:
    entered = await entry.enter(data, origin_of(request), agent=request.headers.get("user-agent", ""))
    cookies = _cookies(request, entered.session.token, "1", max_age=SESSION_DAYS * 86_400)
    return Response(entered, status_code=201, cookies=cookies)


@get("/session", summary="Who I am here and what binds me")
async def show_session(restricted_caller: NamedDependency[Caller]) -> SessionView:
    caller = restricted_caller
    return SessionView(person=caller.person, restriction=caller.restriction, expires_at=caller.expires_at)


@delete("/session", status_code=204, summary="Leave")
async def leave(
    restricted_caller: NamedDependency[Caller], request: AnyRequest, entry: NamedDependency[Entry]
) -> Response[None]:
    await entry.leave(restricted_caller)
    return Response(None, status_code=204, cookies=_cookies(request, "", "", max_age=0))


def _cookies(request: AnyRequest, token: str, hint: str, *, max_age: int) -> list[Cookie]:
    return [
        Cookie(
            key=key,
            value=value,
            max_age=max_age,
            httponly=key == SESSION_COOKIE,
            secure=request.url.scheme == "https",
            samesite="lax",
            path="/",
        )
        for key, value in ((SESSION_COOKIE, token), (HINT_COOKIE, hint))
    ]


handlers: list[HTTPRouteHandler] = [enter, show_session, leave]
