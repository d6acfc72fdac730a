"""The OpenAPI document, with what the framework does not know: every error is a problem, and what lets a caller in."""

import inspect
from collections.abc import Iterator
from typing import Any

from litestar import Litestar, Request
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.routes import HTTPRoute

from veillee.foundation.api import PROBLEM_TYPE

PROBLEM = {
    "title": "Problem",
    "description": "RFC 9457. The end of `type` is stable; further members depend on it.",
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "description": "Field name to what is wrong with it.",
            "type": "object",
            "additionalProperties": {"type": "string"},
        },
    },
    "required": ["type", "title", "status", "detail"],
}
A_PROBLEM = {
    "description": "A problem",
    "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
MEMBER: list[dict[str, list[str]]] = [{"cookie": []}, {"bearer": []}]
NEEDS = {"caller": MEMBER, "restricted_caller": MEMBER, "staff": [{"staff": []}]}


def make_document(app: Litestar) -> dict[str, Any]:
    """The whole document, as JSON values."""
    return _complete(app, app.openapi_schema.to_schema())


class ApiDocument(JsonRenderPlugin):
    """Serves it."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        return super().render(request, _complete(request.app, openapi_schema))


def _complete(app: Litestar, document: dict[str, Any]) -> dict[str, Any]:
    document["components"]["schemas"]["Problem"] = PROBLEM
    for path, handler in _handlers(app):
        for method in handler.http_methods:
            operation = document["paths"].get(path, {}).get(method.lower())
            if operation is not None:
                _complete_operation(operation, handler)
    return document


def _complete_operation(operation: dict[str, Any], handler: HTTPRouteHandler) -> None:
    operation["responses"].pop("400", None)
    operation["responses"].get("204", {}).pop("content", None)
    operation["responses"]["default"] = A_PROBLEM
    if kinds := handler.opt.get("takes"):
        operation["requestBody"] = {"required": True, "content": {kind: {"schema": {}} for kind in kinds}}
    asked = inspect.signature(handler.fn).parameters
    operation["security"] = next((NEEDS[name] for name in NEEDS if name in asked), [])


def _handlers(app: Litestar) -> Iterator[tuple[str, HTTPRouteHandler]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                yield route.path_format, handler
