"""The documents that the server makes of its own types, held against all that it says in stories."""

import functools
import re
from typing import Any

import httpx
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

HTTP, REALTIME = "urn:http", "urn:realtime"


class Contract:
    """Checks answers and frames; an AssertionError says what they have that the documents do not."""

    def __init__(self, openapi: dict[str, Any], asyncapi: dict[str, Any]) -> None:
        self.openapi = openapi
        resources = [(HTTP, DRAFT202012.create_resource(openapi)), (REALTIME, DRAFT202012.create_resource(asyncapi))]
        self._registry: Registry[Any] = Registry().with_resources(resources)
        self._paths = [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in sorted(openapi["paths"])]

    async def check_answer(self, answer: httpx.Response) -> None:
        """That the answer of a documented call is documented; an event hook of httpx."""
        await answer.aread()
        path = next((path for form, path in self._paths if form.fullmatch(answer.request.url.path)), None)
        method = answer.request.method.lower()
        if path is None or (operation := self.openapi["paths"][path].get(method)) is None:
            return
        status = str(answer.status_code) if str(answer.status_code) in operation["responses"] else "default"
        kind = answer.headers.get("content-type", "").partition(";")[0]
        documented = operation["responses"][status].get("content", {})
        assert kind in documented or (not documented and not answer.content), (answer.request.url, status, kind)
        if kind in documented and kind.endswith("json"):
            where = (path, method, "responses", status, "content", kind, "schema")
            value = answer.json() if kind.endswith("json") else answer.text
            self._check(f"{HTTP}#/paths/{_pointer(*where)}", value)

    def check_frame(self, frame: dict[str, Any]) -> None:
        """That a frame from the server is documented."""
        self._check(f"{REALTIME}#/components/messages/{_pointer('server.' + frame['type'])}/payload", frame)

    def _check(self, address: str, value: Any) -> None:
        errors = [f"{error.json_path}: {error.message}" for error in self._validator(address).iter_errors(value)]
        assert not errors, (address, errors)

    @functools.cache  # noqa: B019 - there is one contract
    def _validator(self, address: str) -> Draft202012Validator:
        return Draft202012Validator({"$ref": address}, registry=self._registry)


def _pointer(*steps: str) -> str:
    return "/".join(step.replace("~", "~0").replace("/", "~1") for step in steps)
