"""Whatever is asked of the API: a documented answer or a problem, never a 500, and the rest talk on."""

from typing import Any
from urllib.parse import quote, urlencode

import httpx
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.anything import TEXT, Shapes, many
from tests.contract.crowd import Crowd
from tests.story import check_problem, check_tells_nothing

KINDS = ("application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")


def _operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    paths = sorted(document["paths"].items())
    every = [(verb.upper(), path, operation) for path, verbs in paths for verb, operation in sorted(verbs.items())]
    return [one for one in every if not _goes_on(one[2])]


def _goes_on(operation: dict[str, Any]) -> bool:
    """Whether the answer takes its time; such are told of in stories of their own."""
    return "text/event-stream" in operation["responses"].get("200", {}).get("content", {})


@st.composite
def any_requests(draw: st.DrawFn, document: dict[str, Any], ids: list[str]) -> httpx.Request:
    """One request: a documented operation, its parameters and body as asked for, bent, or anything."""
    shapes = Shapes(document, ids)
    verb, path, operation = draw(st.sampled_from(_operations(document)))
    query: list[tuple[str, bytes]] = []
    for parameter in operation.get("parameters", ()):
        value = draw(_plain(shapes, parameter["schema"]))
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", quote(value, safe="") or "%00")
        elif draw(st.booleans()):
            query.append((parameter["name"], value))
    asked = operation.get("requestBody", {}).get("content", {}).get("application/json")
    body = draw(shapes.body(asked["schema"])) if asked else draw(st.just(b"") | st.binary(max_size=64))
    kind = KINDS[0] if draw(st.integers(0, 9)) else draw(st.sampled_from(KINDS))
    url = f"http://localhost{path}" + (f"?{urlencode(query)}" if query else "")
    return httpx.Request(verb, url, content=body, headers={"content-type": kind})


def _plain(shapes: Shapes, schema: dict[str, Any]) -> st.SearchStrategy[bytes]:
    fitting = shapes.fitting(schema).map(lambda value: str(value).encode(errors="surrogatepass"))
    return fitting | st.binary(min_size=1, max_size=20)


@many
@given(data=st.data(), who=st.sampled_from(["nobody", "member", "member", "staff", "staff", "liar"]))
def test_any_request(crowd: Crowd, data: st.DataObject, who: str) -> None:
    request = data.draw(any_requests(crowd.evening.contract.openapi, crowd.ids))
    crowd.check_untroubled(_ask(crowd, request, who))


@many
@given(data=st.data(), method=st.sampled_from(METHODS), steps=st.lists(TEXT | st.binary(max_size=12), max_size=5))
def test_any_path(crowd: Crowd, data: st.DataObject, method: str, steps: list[str | bytes]) -> None:
    start = data.draw(st.sampled_from(["/", "/api/v1/", "/console/", "/assets/", "/api/v1/staff/"]))
    quoted = [quote(step.encode(errors="surrogatepass") if isinstance(step, str) else step) for step in steps]
    request = httpx.Request(method, "http://localhost" + start + "/".join(quoted), content=data.draw(st.binary()))
    crowd.check_untroubled(_ask(crowd, request, "member"))


async def _ask(crowd: Crowd, request: httpx.Request, who: str) -> None:
    http = {"member": crowd.thrower.http, "staff": crowd.staff.http}.get(who, crowd.evening.http)
    headers = {"content-type": request.headers.get("content-type", ""), "authorization": "Bearer é".encode()}
    if who != "liar":
        del headers["authorization"]
    url = crowd.evening.url + request.url.raw_path.decode()
    answer = await http.request(request.method, url, content=request.content, headers=headers)
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400 and request.method != "HEAD":
        check_problem(answer, answer.status_code, answer.json()["type"].removeprefix("/problems/"))
    elif "text" in answer.headers.get("content-type", "") or "json" in answer.headers.get("content-type", ""):
        check_tells_nothing(answer.text)
