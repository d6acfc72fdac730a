"""The HTTP application: the table of routes, what is injected into them, what every answer carries."""

from typing import Any

from litestar import Litestar, MediaType, Response, Router
from litestar.di import NamedDependency, Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, License, SecurityScheme

from veillee import __version__
from veillee.community.entry import SESSION_COOKIE, check_inside
from veillee.community.people import Caller
from veillee.foundation.api import (
    PROBLEM_TYPE,
    AnyRequest,
    PlainRequest,
    problem_body,
    problem_handlers,
    same_origin,
    session_token,
)
from veillee.foundation.basics import Forbidden, NotFound
from veillee.oversight.moderation import STAFF_COOKIE, provide_any_staff, provide_staff
from veillee.server import routes
from veillee.server.api_document import ApiDocument
from veillee.server.pages import ALWAYS_ASK, FOREVER, Pages
from veillee.server.pages import handlers as page_handlers
from veillee.server.site import health_handlers
from veillee.server.wiring import Place

BODY_BYTES_MAX = 65_536
API = "/api/v1"
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), publickey-credentials-get=(self)",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# What a script, a style or a letter needs of them; on a thin line the others weigh as much as some of the files.
PART_HEADERS = {name: PAGE_HEADERS[name] for name in ("Cross-Origin-Resource-Policy", "X-Content-Type-Options")}
# An answer of the API is no page: opened as one, it may load and do nothing at all.
DATA_HEADERS = {
    **PART_HEADERS,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}

HEADERS = {ALWAYS_ASK: PAGE_HEADERS, FOREVER: PART_HEADERS}


class Host:
    """The place that an application serves; it may serve another one after it."""

    def __init__(self, place: Place) -> None:
        self._pages = Pages()
        self.serve(place)

    def serve(self, place: Place) -> None:
        """From now on, this one."""
        self.place = place
        self.services: dict[str, Any] = {**routes.services(place), "place": place, "pages": self._pages}

    async def stop(self) -> None:
        """Stop the place."""
        await self.place.stop()


def make_app(host: Host) -> Litestar:
    """The application of the place that is hosted."""

    async def find_caller(request: AnyRequest) -> Caller:
        return await host.place.entry.recognise(session_token(request, SESSION_COOKIE))

    async def find_caller_inside(restricted_caller: NamedDependency[Caller]) -> Caller:
        return check_inside(restricted_caller)

    dependencies = {name: Provide(_give(host, name), sync_to_thread=False) for name in host.services}
    dependencies["restricted_caller"] = Provide(find_caller)
    dependencies["caller"] = Provide(find_caller_inside)
    dependencies["any_staff"] = Provide(provide_any_staff)
    dependencies["staff"] = Provide(provide_staff)
    return Litestar(
        route_handlers=[Router(API, route_handlers=routes.HANDLERS), *health_handlers, *page_handlers],
        dependencies=dependencies,
        exception_handlers=problem_handlers,
        request_class=PlainRequest,
        before_request=_check_origin,
        after_request=_complete,
        on_shutdown=[host.stop],
        openapi_config=_openapi(),
        request_max_body_size=BODY_BYTES_MAX,
        logging_config=None,
        debug=False,
    )


def _give(host: Host, name: str) -> Any:
    def give() -> Any:
        return host.services[name]

    return give


async def _check_origin(request: AnyRequest) -> None:
    """A page of another site must not act with a visitor's cookie."""
    safe = request.method in ("GET", "HEAD", "OPTIONS")
    if not safe and not same_origin(request.headers.get("origin"), request.headers.get("host")):
        raise Forbidden("cross-origin", "Pages of other sites may not act here.")


async def _complete(response: Response[Any]) -> Response[Any]:
    """What every answer carries; what a member sees stays out of caches unless the handler says otherwise."""
    if response.status_code == 404 and response.media_type == MediaType.HTML:
        # The framework's own page, for a path beside the OpenAPI document that is not there.
        response = Response(problem_body(NotFound()), status_code=404, media_type=PROBLEM_TYPE)
    cache = response.headers.setdefault("Cache-Control", "no-store")
    for name, value in HEADERS.get(cache, DATA_HEADERS).items():
        response.headers.setdefault(name, value)
    return response


def _openapi() -> OpenAPIConfig:
    schemes = {
        "cookie": SecurityScheme(type="apiKey", name=SESSION_COOKIE, security_scheme_in="cookie"),
        "bearer": SecurityScheme(type="http", scheme="bearer"),
        "staff": SecurityScheme(type="apiKey", name=STAFF_COOKIE, security_scheme_in="cookie"),
    }
    return OpenAPIConfig(
        title="Veillée",
        version=__version__,
        description="Errors are application/problem+json (RFC 9457); times are RFC 3339 in UTC; ids are UUIDv7.",
        license=License(name="AGPL-3.0-or-later", identifier="AGPL-3.0-or-later"),
        components=Components(security_schemes=schemes),  # type: ignore[arg-type]
        path=API,
        render_plugins=[ApiDocument(path="/openapi.json")],
        use_handler_docstrings=False,
    )
