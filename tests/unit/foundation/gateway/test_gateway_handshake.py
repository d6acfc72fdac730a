"""Who is let in, and what the others are told."""

from typing import NoReturn

import pytest
import websockets

from tests.unit.foundation.gateway.place import PATH, OpenPlace, Place
from veillee.foundation.basics import Problem, TooFast
from veillee.foundation.gateway import Connection, Handshake
from veillee.foundation.gateway.connections import address_key

pytestmark = pytest.mark.anyio


async def test_the_subprotocol_is_selected_when_offered(place: Place) -> None:
    async with place.connect(subprotocols=["other", "veillee.v1"]) as client:
        assert client.subprotocol == "veillee.v1"
    async with place.connect(subprotocols=None) as client:
        assert client.subprotocol is None


async def test_a_client_that_offers_only_others_is_let_in_without(place: Place) -> None:
    raw = await place.dial()
    raw.writer.write(raw.request(Sec_WebSocket_Protocol="other"))
    head = await raw.read_head()
    assert head.startswith("HTTP/1.1 101 ")
    assert "protocol" not in head.lower().partition("\r\n")[2]


async def test_compression_is_never_agreed(place: Place) -> None:
    async with place.connect(compression="deflate") as client:
        assert client.protocol.extensions == []


@pytest.mark.parametrize("connection", ["Upgrade", "upgrade", "keep-alive, Upgrade"])
async def test_connection_may_be_written_as_browsers_do(place: Place, connection: str) -> None:
    raw = await place.raw(Connection=connection)
    raw.send(0x1, b"here")
    assert await raw.read_text() == b"here"


async def test_the_handler_learns_who_asks(place: Place) -> None:
    raw = await place.dial()
    target = "/api/v1/realtime?a=1&b=%20"
    raw.writer.write(raw.request(target, Cookie='veillee="t1"; other=x=y; veillee=t2', X_Thing=" é "))
    await raw.read_head()
    handshake = place.handlers[-1].handshake
    assert (handshake.path, handshake.query) == ("/api/v1/realtime", "a=1&b=%20")
    assert handshake.cookies == {"veillee": "t1", "other": "x=y"}
    assert (handshake.address, handshake.secure) == ("127.0.0.1", False)
    assert handshake.port == raw.writer.get_extra_info("sockname")[1] == place.handlers[-1].connection.port


async def test_a_trusted_proxy_names_the_client_and_a_stranger_cannot(open_place: OpenPlace) -> None:
    forwarded = {"X_Forwarded_For": "192.0.2.7, 127.0.0.1", "X_Forwarded_Proto": "https"}
    trusting = await open_place()
    await trusting.raw(**forwarded)
    handshake = trusting.handlers[-1].handshake
    assert (handshake.address, handshake.secure) == ("192.0.2.7", True)
    wary = await open_place(config={"forwarded_allow_ips": "192.0.2.1"})
    await wary.raw(**forwarded)
    handshake = wary.handlers[-1].handshake
    assert (handshake.address, handshake.secure) == ("127.0.0.1", False)


@pytest.mark.parametrize(
    ("status", "problem", "headers"),
    [
        (400, "malformed", {"Sec_WebSocket_Key": None}),
        (400, "malformed", {"Sec_WebSocket_Key": "short"}),
        (400, "malformed", {"Sec_WebSocket_Key": "é" * 24}),
        (400, "malformed", {"Host": None}),
        (400, "malformed", {"host": "twice.example"}),
        (426, "upgrade-required", {"Sec_WebSocket_Version": "8"}),
        (426, "upgrade-required", {"Sec_WebSocket_Version": None}),
        (403, "cross-origin", {"Origin": "https://elsewhere.example"}),
        (403, "cross-origin", {"Origin": "http://127.0.0.1"}),
        (403, "cross-origin", {"Origin": "null"}),
        (403, "cross-origin", {"Origin": "http://127.0.0.1:99999"}),
        (403, "cross-origin", {"Origin": ""}),
        (403, "cross-origin", {"Host": "here.example", "Origin": "https://here.example:8443"}),
        (403, "cross-origin", {"Host": "here.example", "Origin": "https://here.example.elsewhere.example"}),
    ],
)
async def test_a_request_that_cannot_be_granted_gets_its_problem(
    place: Place, status: int, problem: str, headers: dict[str, str | None]
) -> None:
    raw = await place.dial()
    assert await raw.ask(**headers) == (status, {"type": f"/problems/{problem}", "status": status})


@pytest.mark.parametrize("path", ["/", "/api/v1/realtime/", "/api/v1/../v1/realtime"])
async def test_at_another_path_there_is_nothing(place: Place, path: str) -> None:
    assert await (await place.dial()).ask(path) == (404, {"type": "/problems/not-found", "status": 404})


async def test_only_a_get_is_upgraded(place: Place) -> None:
    answer = await (await place.dial()).ask(PATH, "POST", Content_Length="0")
    assert answer == (400, {"type": "/problems/malformed", "status": 400})


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("here.example", "https://here.example"),
        ("here.example:443", "https://here.example"),
        ("Here.Example", "https://here.example:443"),
        ("here.example:8000", "http://here.example:8000"),
        ("[::1]:8000", "http://[::1]:8000"),
    ],
)
async def test_our_own_pages_may_connect(place: Place, host: str, origin: str) -> None:
    await place.raw(Host=host, Origin=origin)


async def test_a_body_is_refused(place: Place) -> None:
    raw = await place.dial()
    raw.writer.write(raw.request(Content_Length="4") + b"body")
    assert (await raw.read_problem())[0] == 400


async def test_the_opener_may_refuse_by_returning_or_raising(open_place: OpenPlace) -> None:
    def refuse(handshake: Handshake, connection: Connection) -> Problem:
        connection.send(b"never seen")
        if handshake.query == "raise":
            raise TooFast(3)
        return Problem("restricted", 403, "Not now.")

    place = await open_place(refuse)
    assert (await (await place.dial()).ask())[1]["type"] == "/problems/restricted"
    with pytest.raises(websockets.InvalidStatus) as refused:
        await place.connect("/api/v1/realtime?raise")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "3"
    assert len(place.connections) == 0


async def test_an_opener_that_breaks_answers_500_and_says_nothing_of_why(
    open_place: OpenPlace, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(handshake: Handshake, connection: Connection) -> NoReturn:
        raise KeyError("private words")

    place = await open_place(broken)
    assert (await (await place.dial()).ask())[0] == 500
    logged = capsys.readouterr()
    assert "KeyError" in logged.out + logged.err
    assert "private words" not in logged.out + logged.err


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::", "2001:0db8:0001:0002"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80:0000:0000:0000"),
        ("", ""),
    ],
)
async def test_one_address_is_what_one_subscriber_has(address: str, key: str) -> None:
    assert address_key(address) == key
