"""Connections that are not opened, or not greeted."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest
import websockets

from tests.story import Evening, Log, check_problem, open_evening
from veillee.community.conversations import Look
from veillee.community.presence import Client
from veillee.server.realtime import Session

pytestmark = pytest.mark.anyio


async def _hello(evening: Evening, token: str | None, **options: object) -> tuple[list[str], int]:
    """The codes of the errors and of the close that a hello with this token gets."""
    stranger = await evening.enter("Un passant", connect=False)
    stranger.socket = await evening.connect(**options)
    await stranger.tell({"type": "hello", "token": token})
    closed = await stranger.closed()
    await stranger.http.delete("/session")
    return [frame["code"] for frame in stranger.seen], closed


async def test_tokens_that_open_nothing(evening: Evening, tmp_path_factory: pytest.TempPathFactory) -> None:
    async with open_evening(tmp_path_factory.mktemp("elsewhere")) as elsewhere:
        foreign = (await elsewhere.enter("Zoé", connect=False)).token
    zoe = await evening.enter("Zoé", connect=False)
    ended = zoe.token
    await zoe.http.delete("/session")
    expired = (await evening.enter("Zoé", connect=False)).token
    evening.time.pass_(days=30)
    before = await evening.stored()
    for token in (foreign, ended, expired, "", None, "x" * 256, "é'\"; --", expired + "x", expired.swapcase()):
        bearer = {b"authorization": f"Bearer {token}".encode() if token else b"Bearer"}
        check_problem(await evening.http.get("/conversations", headers=bearer), 401, "unauthorised")
        socket = await evening.connect()
        with Log() as log:
            await socket.send(f'{{"type":"hello","token":{_json(token)}}}')
            with pytest.raises(websockets.ConnectionClosed) as closed:
                assert '"unauthorised"' in str(await socket.recv())
                await socket.recv()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 1008
        log.check_lines(1, without=token or "no private text")
    assert await evening.stored() == before


def _json(token: str | None) -> str:
    return "null" if token is None else '"' + token.replace('"', '\\"') + '"'


async def test_a_token_that_cannot_be_one_is_malformed(evening: Evening) -> None:
    zoe = await evening.enter("Zoé", connect=False)
    zoe.socket = await evening.connect()
    await zoe.tell({"type": "hello", "token": "x" * 257})
    assert (await zoe.next("error"))["code"] == "malformed"
    await zoe.tell({"type": "hello", "token": zoe.token, "resume": {"x": "many"}})
    assert (await zoe.next("error"))["code"] == "malformed"
    await zoe.tell({"type": "hello", "token": zoe.token, "resume": {f"c{number}": 1 for number in range(501)}})
    assert (await zoe.next("error"))["code"] == "malformed"
    await zoe.tell({"type": "hello", "token": zoe.token})
    assert (await zoe.next("welcome"))["person"]["id"] == zoe.id


async def test_hello_comes_first_and_once(evening: Evening) -> None:
    zoe, slug = await evening.enter("Zoé", connect=False), await evening.room()
    zoe.socket = await evening.connect()
    for frame in (
        {"type": "join", "ref": "1", "room": slug},
        {"type": "send", "ref": "2", "conversation": slug, "text": "bonsoir"},
        {"type": "typing", "conversation": slug},
    ):
        await zoe.tell(frame)
        assert (await zoe.next("error", ref=frame.get("ref")))["code"] == "hello-first"
    await zoe.tell({"type": "hello", "token": zoe.token})
    await zoe.next("welcome")
    await zoe.tell({"type": "hello", "token": zoe.token})
    assert (await zoe.next("error"))["code"] == "already"


async def test_the_cookie_greets_too(evening: Evening) -> None:
    zoe = await evening.enter("Zoé", connect=False)
    origin = evening.url
    zoe.socket = await evening.connect(additional_headers={"cookie": f"veillee_session={zoe.token}"}, origin=origin)
    await zoe.tell({"type": "hello"})
    assert (await zoe.next("welcome"))["person"]["id"] == zoe.id


ORIGINS = (
    "https://evil.example", "http://127.0.0.1", "http://localhost:1", "null", "http://127.0.0.1.evil.example",
    "file://", "javascript:0", "http://[", "http://[::1", "//",
)  # fmt: skip


async def test_pages_of_other_sites_may_not_connect(evening: Evening) -> None:
    zoe = await evening.enter("Zoé")
    for origin in ORIGINS:
        with Log() as log:
            answer = await evening.upgrade(origin=origin, cookie=f"veillee_session={zoe.token}")
        check_problem(answer, 403, "cross-origin")
        log.check_lines(1, without=zoe.token)


async def test_pages_of_other_sites_may_not_act(evening: Evening) -> None:
    zoe = await evening.enter("Zoé", connect=False)
    before = await evening.stored()
    for origin in ORIGINS:
        mine = {"origin": origin, "cookie": f"veillee_session={zoe.token}"}
        for verb, path in (("POST", "/reports"), ("DELETE", "/session"), ("PUT", f"/people/{zoe.id}/block")):
            answer = await evening.http.request(verb, path, headers=mine, json={})
            check_problem(answer, 403, "cross-origin")
    assert await evening.stored() == before
    answer = await evening.http.delete(
        "/session", headers={"origin": evening.url, "cookie": f"veillee_session={zoe.token}"}
    )
    assert answer.status_code == 204


async def test_upgrades_that_are_none(evening: Evening) -> None:
    cases = (
        ({"sec-websocket-version": "8"}, 426, "upgrade-required"),
        ({"sec-websocket-key": "short"}, 400, "malformed"),
        ({"sec-websocket-key": ""}, 400, "malformed"),
    )
    for headers, status, slug in cases:
        answer = await evening.upgrade(**headers)
        check_problem(answer, status, slug)
    check_problem(await evening.http.get("/realtime"), 404, "not-found")


async def test_a_hundred_connections_from_one_address(tmp_path: Path) -> None:
    async with open_evening(tmp_path, limits__connections_per_address=50) as evening:
        slug, zoe = await evening.room(), await evening.enter("Zoé")
        room = await zoe.join(slug)
        await zoe.catch_up()
        with Log() as log:
            tries = await asyncio.gather(*(evening.connect() for _ in range(100)), return_exceptions=True)
        refused = [one for one in tries if isinstance(one, websockets.InvalidStatus)]
        assert len(refused) == 51 and len(tries) - len(refused) == 49
        assert {one.response.status_code for one in refused} == {429}
        assert all(b"/problems/too-many-connections" in bytes(one.response.body) for one in refused)
        log.check_lines(51)
        assert await zoe.catch_up() == [] and (await zoe.say(room, "tranquille"))["type"] == "accepted"
        for one in tries:
            if not isinstance(one, BaseException):
                await one.close()
        await zoe.catch_up()
        assert (await evening.enter("Ali")).socket is not None


async def test_who_said_hello_in_time_is_welcome_however_long_that_takes(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when very many come at once."""
    welcome, asked, may_go_on = evening.place.following.welcome, asyncio.Event(), asyncio.Event()

    async def welcome_late(client: Client, resume: Mapping[str, int], look: Look) -> None:
        asked.set()
        await may_go_on.wait()
        await welcome(client, resume, look)

    zoe = await evening.enter("Zoé", connect=False)
    monkeypatch.setattr(evening.place.following, "welcome", welcome_late)
    zoe.socket = await evening.connect()
    (connection,) = evening.place.connections
    assert isinstance(connection.handler, Session) and not connection.handler._deadline.cancelled()
    await zoe.tell({"type": "hello", "token": zoe.token})
    await asked.wait()
    assert connection.handler._deadline.cancelled()
    may_go_on.set()
    assert (await zoe.next("welcome"))["person"]["id"] == zoe.id


async def test_who_could_not_be_greeted_has_to_say_hello_again(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def break_down(client: Client, resume: Mapping[str, int], look: Look) -> None:
        raise RuntimeError

    zoe = await evening.enter("Zoé", connect=False)
    monkeypatch.setattr(evening.place.following, "welcome", break_down)
    zoe.socket = await evening.connect()
    (connection,) = evening.place.connections
    await zoe.tell({"type": "hello", "token": zoe.token})
    assert (await zoe.next("error"))["code"] == "internal"
    assert isinstance(connection.handler, Session) and not connection.handler._deadline.cancelled()
    monkeypatch.undo()
    await zoe.tell({"type": "hello", "token": zoe.token})
    assert (await zoe.next("welcome"))["person"]["id"] == zoe.id
