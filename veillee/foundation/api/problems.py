"""Every error over HTTP is application/problem+json (RFC 9457)."""

import re
from typing import Any

import msgspec
import structlog
from litestar import Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ExceptionHandlersMap

from veillee.foundation.api.requests import AnyRequest
from veillee.foundation.basics import Invalid, NotFound, Problem, name_fault

PROBLEM_TYPE = "application/problem+json"
TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    408: "Too slow",
    409: "Conflict",
    413: "Too large",
    415: "Unsupported media type",
    422: "Cannot be used",
    429: "Too fast",
    500: "Internal error",
    503: "Unavailable",
}
SLUGS = {
    400: "malformed",
    401: "unauthorised",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-media-type",
    503: "unavailable",
}

_MISSING = re.compile(r"missing required field `(\w+)`").search

log = structlog.get_logger("http")


def problem_document(problem: Problem) -> dict[str, Any]:
    """The members of the answer; `extra` may add to them but not replace them."""
    document = {
        **problem.extra,
        "type": f"/problems/{problem.slug}",
        "title": TITLES.get(problem.status, "Error"),
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.errors:
        document["errors"] = problem.errors
    return document


def problem_body(problem: Problem) -> bytes:
    """The answer's bytes."""
    return msgspec.json.encode(problem_document(problem))


def _answer(request: AnyRequest, problem: Problem) -> Response[bytes]:
    log.info(
        "refused", method=request.method, path=_route(request), status=problem.status, problem=problem.slug,
        fields=sorted(problem.errors),
    )  # fmt: skip
    return Response(problem_body(problem), status_code=problem.status, media_type=PROBLEM_TYPE, headers=problem.headers)


def _route(request: AnyRequest) -> str:
    """The route's pattern, not the path: what people put into paths stays out of the log."""
    handler = request.scope.get("route_handler")
    paths = getattr(handler, "paths", None)
    return min(paths) if paths else "unknown"


def _on_problem(request: AnyRequest, problem: Problem) -> Response[bytes]:
    return _answer(request, problem)


def _on_validation(request: AnyRequest, error: ValidationException) -> Response[bytes]:
    extra = error.extra if isinstance(error.extra, list) else []
    fields = dict(_fault(item) for item in extra if isinstance(item, dict))
    return _answer(request, Invalid(fields or {"body": "unreadable"}))


def _fault(item: dict[str, Any]) -> tuple[str, str]:
    """The field at fault and what is wrong with it. The framework names a missing one in its message only."""
    if missing := _MISSING(str(item.get("message", ""))):
        return missing[1], "missing"
    return str(item.get("key", "body")), "wrong-type"


def _on_http(request: AnyRequest, error: HTTPException) -> Response[bytes]:
    if error.status_code == 404:
        return _answer(request, NotFound())
    slug = SLUGS.get(error.status_code, "error")
    title = TITLES.get(error.status_code, "Error")
    return _answer(request, Problem(slug, error.status_code, f"{title}.", headers=error.headers))


def _on_anything(request: AnyRequest, error: Exception) -> Response[bytes]:
    log.error("failed", method=request.method, path=_route(request), **name_fault(error))
    return _answer(request, Problem("internal", 500, "Something broke on our side; it has been logged."))


problem_handlers: ExceptionHandlersMap = {
    Problem: _on_problem,
    ValidationException: _on_validation,
    HTTPException: _on_http,
    Exception: _on_anything,
}
