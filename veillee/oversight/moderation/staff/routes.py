"""The door for staff over HTTP."""

from litestar import Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from veillee.foundation.api import AnyRequest, origin_of
from veillee.oversight.moderation import wire
from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.actions import SignedIn
from veillee.oversight.moderation.staff.model import (
    CONSOLE_PATH,
    STAFF_COOKIE,
    STAFF_HINT_COOKIE,
    STAFF_PATH,
    StaffCaller,
)


@post("/staff/passkeys/options", status_code=200, summary="First sign-in: what the browser is asked")
async def ask_enrolment(
    data: JSONBody[wire.PasskeyOptionsRequest], request: AnyRequest, moderation: NamedDependency[Moderation]
) -> wire.PasskeyOptions:
    moderation.sign_in_paces.check(origin_of(request)[0])
    return await moderation.door.enrolment_options(data.invite)


@post("/staff/passkeys", summary="First sign-in: spend the one-time link, keep the passkey, sign in")
async def enrol(
    data: JSONBody[wire.PasskeyRequest], request: AnyRequest, moderation: NamedDependency[Moderation]
) -> Response[wire.StaffSession]:
    moderation.sign_in_paces.check(origin_of(request)[0])
    return _signed_in(request, await moderation.door.enrol(data), moderation)


@post("/staff/sessions/options", status_code=200, summary="Sign-in: what the browser is asked")
async def ask_sign_in(request: AnyRequest, moderation: NamedDependency[Moderation]) -> wire.PasskeyOptions:
    moderation.sign_in_paces.check(origin_of(request)[0])
    return await moderation.door.sign_in_options()


@post("/staff/sessions", summary="Sign in with a passkey")
async def sign_in(
    data: JSONBody[wire.StaffSignIn], request: AnyRequest, moderation: NamedDependency[Moderation]
) -> Response[wire.StaffSession]:
    moderation.sign_in_paces.check(origin_of(request)[0])
    return _signed_in(request, await moderation.door.sign_in(data.credential), moderation)


@get("/staff/session", summary="Who I am here, and my duty")
async def show_staff_session(
    any_staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> wire.StaffSession:
    return await moderation.door.show(any_staff)


@delete("/staff/session", status_code=204, summary="Sign out; ends duty")
async def sign_out(
    any_staff: NamedDependency[StaffCaller], request: AnyRequest, moderation: NamedDependency[Moderation]
) -> Response[None]:
    await moderation.door.leave(any_staff)
    return Response(None, status_code=204, cookies=_cookies(request, "", "", max_age=0))


def _signed_in(
    request: AnyRequest, signed_in: SignedIn, moderation: NamedDependency[Moderation]
) -> Response[wire.StaffSession]:
    cookies = _cookies(request, signed_in.token, "1", max_age=moderation.settings.session_hours * 3600)
    return Response(signed_in.session, status_code=201, cookies=cookies)


def _cookies(request: AnyRequest, token: str, hint: str, *, max_age: int) -> list[Cookie]:
    return [
        Cookie(
            key=key,
            value=value,
            max_age=max_age,
            httponly=key == STAFF_COOKIE,
            secure=request.url.scheme == "https",
            samesite="strict",
            path=path,
        )
        for key, value, path in ((STAFF_COOKIE, token, STAFF_PATH), (STAFF_HINT_COOKIE, hint, CONSOLE_PATH))
    ]


handlers: list[HTTPRouteHandler] = [
    ask_enrolment, enrol, ask_sign_in, sign_in, show_staff_session, sign_out,
]  # fmt: skip
