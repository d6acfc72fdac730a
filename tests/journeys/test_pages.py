"""The pages as they go over the line: small, cached when they never change, and closed to foreign scripts."""

import gzip
import re

import httpx
import pytest

from tests.story import Evening

pytestmark = pytest.mark.anyio


async def fetch(
    evening: Evening, path: str, accepted: str = "identity", **headers: str
) -> tuple[httpx.Response, bytes]:
    """An answer with its bytes as they came."""
    async with (
        httpx.AsyncClient(verify=False) as http,
        http.stream("GET", evening.url + path, headers={"accept-encoding": accepted, **headers}) as answer,
    ):
        return answer, b"".join([part async for part in answer.aiter_raw()])


async def script(evening: Evening) -> str:
    """The path of the member client's first script."""
    _, page = await fetch(evening, "/")
    found = re.search(rb'src="(/assets/[^"]+\.js)"', page)
    assert found is not None
    return found[1].decode()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, br;q=0", "gzip"),
        ("gzip;q=0, br;q=0.5", "br"),
        ("br;q=0,gzip;q=0.0", None),
        ("zstd", None),
        ("", None),
    ],
)
async def test_a_script_goes_in_the_smallest_form_accepted(
    doorstep: Evening, accepted: str, coding: str | None
) -> None:
    path = await script(doorstep)
    _, plain = await fetch(doorstep, path)
    answer, body = await fetch(doorstep, path, accepted)
    assert answer.headers.get("content-encoding") == coding and answer.headers["vary"] == "Accept-Encoding"
    assert (body == plain) is (coding is None) and len(body) <= len(plain)
    if coding == "gzip":
        assert gzip.decompress(body) == plain


async def test_packed_forms_have_no_address_of_their_own(doorstep: Evening) -> None:
    answer, _ = await fetch(doorstep, await script(doorstep) + ".br")
    assert answer.status_code == 404


async def test_parts_are_kept_for_good_and_pages_are_asked_for_again(doorstep: Evening) -> None:
    part, _ = await fetch(doorstep, await script(doorstep))
    page, _ = await fetch(doorstep, "/salons/le-comptoir")
    assert part.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert page.headers["cache-control"] == "no-cache"
    again, body = await fetch(doorstep, "/salons/le-comptoir", **{"if-none-match": page.headers["etag"]})
    assert (again.status_code, body) == (304, b"")


async def test_every_page_and_answer_is_closed_to_foreign_scripts_and_frames(doorstep: Evening) -> None:
    for path in ("/", "/console/"):
        answer, _ = await fetch(doorstep, path)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    data, _ = await fetch(doorstep, "/api/v1/site")
    assert data.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert data.headers["referrer-policy"] == "no-referrer"
    part, _ = await fetch(doorstep, await script(doorstep))
    for answer in (part, data, (await fetch(doorstep, "/"))[0]):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
