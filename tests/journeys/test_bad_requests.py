"""Requests that cannot be used: a problem, nothing stored, nobody else notices, one line in the log."""

import json
from collections.abc import AsyncIterator

import pytest

from tests.story import Evening, Log, Member, check_problem, check_tells_nothing

pytestmark = pytest.mark.anyio

PRIVATE = "un secret très personnel"
JSON = {"content-type": "application/json"}


async def _friends(evening: Evening) -> tuple[str, Member, Member]:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    conversation = await zoe.befriend(ali)
    await zoe.catch_up()
    await ali.catch_up()
    return conversation, zoe, ali


BODIES = {
    "not JSON": PRIVATE.encode(),
    "cut off": b'{"to": "' + PRIVATE.encode(),
    "nothing": b"",
    "null": b"null",
    "an array": json.dumps([PRIVATE]).encode(),
    "a string": json.dumps(PRIVATE).encode(),
    "not UTF-8": b'{"to":"x","text":"\xff\xfe"}',
    "deep": b"[" * 30_000 + b"]" * 30_000,
    "deep inside": b'{"to":"x","text":"y","note":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "a form": b"to=x&text=" + PRIVATE.encode(),
    "XML": b"<?xml version='1.0'?><to>" + PRIVATE.encode() + b"</to>",
    "zeros": b"\x00" * 64,
    "half a surrogate": b'{"to":"x","text":"\\ud800"}',
}


@pytest.mark.parametrize("name", BODIES)
async def test_bodies_that_are_no_form(evening: Evening, name: str) -> None:
    _, zoe, ali = await _friends(evening)
    before = await evening.stored()
    with Log() as log:
        answer = await zoe.http.post("/private-requests", content=BODIES[name], headers=JSON)
    assert answer.status_code in (400, 404, 422)
    check_problem(answer, answer.status_code, answer.json()["type"].removeprefix("/problems/"))
    assert PRIVATE not in answer.text
    log.check_lines(1, without=PRIVATE)
    assert await evening.stored() == before and await ali.catch_up() == []


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "image/png", "x", ""]
)
async def test_the_media_type_does_not_let_other_forms_in(evening: Evening, kind: str) -> None:
    before = await evening.stored()
    body = '--x\r\nContent-Disposition: form-data; name="pseudonym"\r\n\r\nZoé\r\n--x--\r\n'
    answer = await evening.http.post("/entries", content=body.encode(), headers={"content-type": kind})
    assert answer.status_code in (400, 415, 422)
    check_problem(answer, answer.status_code, answer.json()["type"].removeprefix("/problems/"))
    assert await evening.stored() == before


async def test_ten_megabytes_are_not_read(evening: Evening) -> None:
    conversation, zoe, ali = await _friends(evening)
    before = await evening.stored()
    body = json.dumps({"to": ali.id, "text": PRIVATE, "note": "x" * 10_000_000}).encode()
    with Log() as log:
        check_problem(await zoe.http.post("/private-requests", content=body, headers=JSON), 413, "too-large")
    log.check_lines(1, without=PRIVATE)
    assert await evening.stored() == before and await ali.catch_up() == []
    assert (await zoe.say(conversation, "on continue"))["type"] == "accepted"


async def test_ten_megabytes_that_do_not_say_so_are_not_read(evening: Evening) -> None:
    before = await evening.stored()

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(160):
            yield b" " * 65_536

    check_problem(await evening.http.post("/entries", content=pieces(), headers=JSON), 413, "too-large")
    assert await evening.stored() == before


PATHS = (
    "/../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/..%5c..%5cetc%5cpasswd", "/..\\..\\etc\\passwd", "/assets/../../veillee.sqlite3", "/console/../../place.key",
    "/console/%2e%2e/%2e%2e/place.key", "/%252e%252e/%252e%252e/etc/passwd", "//etc/passwd", "/./place.key",
    "/....//....//etc/passwd", "/%c0%ae%c0%ae/etc/passwd", "/..%00/etc/passwd", "/etc/passwd%00.html", "/%00",
    "/api/v1/../../etc/passwd", "/api/v1/people/../session", "/api/v1/people/..%2fsession",
    "/api/v1/conversations/../../place.key/messages", "/file:///etc/passwd", "/%ff%fe", "/;/../place.key",
    "/api/v1/nothing", "/api/v1/nothing/here", "/api/v2/site", "/api/", "/veillee.sqlite3", "/.git/config", "/.env",
)  # fmt: skip


async def test_paths_lead_to_nothing_but_the_pages(evening: Evening) -> None:
    for path in PATHS:
        with Log() as log:
            status, body = await evening.raw(b"GET " + path.encode() + b" HTTP/1.1\r\n")
        shown = body.decode(errors="replace")
        check_tells_nothing(shown)
        assert status in (400, 401, 404) or (status == 200 and "<html" in shown and "api" not in path), (path, status)
        assert status != 404 or "/problems/not-found" in shown, path
        assert ".." not in path or status != 200, path
        assert len(log.lines) <= 1 and "passwd" not in repr(log.lines), (path, log.lines)


async def test_methods_that_are_not_there(evening: Evening) -> None:
    zoe = await evening.enter("Zoé", connect=False)
    for verb, path in (("POST", "/session"), ("DELETE", "/rooms"), ("PUT", "/entries"), ("PATCH", "/site")):
        answer = await zoe.http.request(verb, path)
        check_problem(answer, 405, "method-not-allowed")
        assert answer.headers["allow"]
    for verb in ("TRACE", "BREW", "CONNECT"):
        status, body = await evening.raw(f"{verb} /api/v1/site HTTP/1.1\r\n".encode())
        assert status in (400, 405, 501)
        check_tells_nothing(body.decode())


async def test_requests_that_are_not_http(evening: Evening) -> None:
    conversation, zoe, _ = await _friends(evening)
    for request in (
        b"HELO veillee\r\n",
        b"GET\r\n",
        b"GET / HTTP/9.9\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\r\n",
        b"G" * 99_999,
    ):
        with Log() as log:
            status, body = await evening.raw(request)
        assert status in (400, 431, 505)
        check_tells_nothing(body.decode())
        assert len(log.lines) <= 1
    assert (await zoe.say(conversation, "on continue"))["type"] == "accepted"


@pytest.mark.parametrize("path", ["/people/x", "/private-requests/x/accept", "/statements/x/complaint", "/reports/x"])
async def test_ids_that_are_none(evening: Evening, path: str) -> None:
    zoe = await evening.enter("Zoé", connect=False)
    verb = "GET" if path.startswith(("/people", "/reports")) else "POST"
    for bad in ("x", "%00", "%2e", "0192f0c4-0000-7000-8000-00000000000g", "x" * 5_000, "é", "'; --", "%F0%9F%8C%99"):
        answer = await zoe.http.request(verb, path.replace("x", bad, 1) if bad != "x" else path, json={"text": "y"})
        assert answer.status_code == 404, (bad, answer.text)
        check_problem(answer, 404, "not-found")
