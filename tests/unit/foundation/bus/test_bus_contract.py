"""What every bus keeps to, in one process and through NATS."""

import asyncio
import contextlib
import functools
import socket
import struct
from collections.abc import AsyncIterator, Callable

import pytest

from tests.story.log import Log
from tests.story.nats import NatsServer, shared_nats
from tests.story.ports import find_ports
from veillee.foundation.bus import PAYLOAD_BYTES_MAX, Bus, BusProblem, Hub, MemoryBus, make_bus

pytestmark = pytest.mark.anyio
KEY = bytes(range(32))
OTHER_KEY = bytes(32)
LAST_WORDS_TRIES_MAX = 4


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=["memory", "nats"])
async def make(request: pytest.FixtureRequest) -> AsyncIterator[Callable[[], Bus]]:
    """Makes buses that reach each other; they are closed afterwards."""
    hub, made = Hub(), []

    def make_one() -> Bus:
        made.append(MemoryBus(hub) if request.param == "memory" else make_bus(shared_nats().url, KEY))
        return made[-1]

    yield make_one
    for bus in made:
        await bus.close()


async def heard_by(bus: Bus, *subjects: str) -> "asyncio.Queue[tuple[str, bytes]]":
    """Open it, and collect what is heard."""
    heard: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
    for subject in subjects:
        bus.subscribe(subject, functools.partial(_note, heard, subject))
    await bus.open()
    return heard


def _note(heard: "asyncio.Queue[tuple[str, bytes]]", subject: str, payload: bytes) -> None:
    heard.put_nowait((subject, payload))


async def take(heard: "asyncio.Queue[tuple[str, bytes]]", again: Callable[[], object] = bool) -> tuple[str, bytes]:
    """What is heard next. No bus promises that anything arrives: what must be heard is said `again`."""
    async with asyncio.timeout(20):
        while True:
            with contextlib.suppress(TimeoutError):
                return await asyncio.wait_for(heard.get(), 2)
            again()


async def test_others_hear_what_one_says_and_oneself_does_not(make: Callable[[], Bus]) -> None:
    one, two, three = make(), make(), make()
    first, second, third = await heard_by(one, "talk"), await heard_by(two, "talk"), await heard_by(three, "talk")
    one.publish("talk", b"from one")
    two.publish("talk", b"from two")

    def again() -> None:
        one.publish("talk", b"from one")
        two.publish("talk", b"from two")

    words_of_others = ((first, {b"from two"}), (second, {b"from one"}), (third, {b"from one", b"from two"}))
    for heard, words in words_of_others:
        # What was said again for one who did not hear it was heard twice by the others.
        said = set[bytes]()
        while said != words:
            said.add((await take(heard, again))[1])
            assert said <= words
    for heard, words in words_of_others:
        assert {heard.get_nowait()[1] for _ in range(heard.qsize())} <= words


async def test_subjects_are_kept_apart(make: Callable[[], Bus]) -> None:
    one, two = make(), make()
    await one.open()
    heard = await heard_by(two, "talk", "presence")
    one.publish("elsewhere", b"1")
    one.publish("presence", b"2")
    one.publish("talk", b"3")
    assert await take(heard, lambda: one.publish("presence", b"2")) == ("presence", b"2")
    assert await take(heard, lambda: one.publish("talk", b"3")) == ("talk", b"3")


async def test_a_large_payload_arrives_whole(make: Callable[[], Bus]) -> None:
    one, two = make(), make()
    await one.open()
    heard = await heard_by(two, "talk")
    large = bytes(range(256)) * (PAYLOAD_BYTES_MAX // 256)
    one.publish("talk", large)
    assert await take(heard, lambda: one.publish("talk", large)) == ("talk", large)


async def test_a_handler_that_breaks_stops_nobody(make: Callable[[], Bus]) -> None:
    one, two = make(), make()
    await one.open()

    def break_down(_payload: bytes) -> None:
        raise RuntimeError("broken")

    two.subscribe("talk", break_down)
    heard = await heard_by(two, "talk")
    with Log() as log:
        one.publish("talk", b"1")
        assert (await take(heard, lambda: one.publish("talk", b"1")))[1] == b"1"
        one.publish("talk", b"2")
        assert (await take(heard, lambda: one.publish("talk", b"2")))[1] == b"2"
    assert {line["event"] for line in log.lines} == {"handler failed"}


async def test_before_it_is_open_and_after_it_is_closed_nothing_is_said_or_heard(make: Callable[[], Bus]) -> None:
    one, two = make(), make()
    one.publish("talk", b"too early")
    await one.open()
    heard = await heard_by(two, "talk")
    one.publish("talk", b"in time")
    assert await take(heard, lambda: one.publish("talk", b"in time")) == ("talk", b"in time")
    await two.close()
    one.publish("talk", b"nobody listens")
    await one.close()
    one.publish("talk", b"too late")
    assert heard.empty()


async def test_what_is_said_before_closing_is_heard(make: Callable[[], Bus]) -> None:
    heard = await heard_by(make(), "talk")
    for _ in range(LAST_WORDS_TRIES_MAX):
        # What is said while the line is away is dropped, as any bus may; what was taken is not lost by closing.
        one = make()
        await one.open()
        one.publish("talk", b"last words")
        await one.close()
        with contextlib.suppress(TimeoutError):
            assert await asyncio.wait_for(heard.get(), 5) == ("talk", b"last words")
            return
    pytest.fail("nobody heard the last words")


async def test_places_that_share_a_server_do_not_hear_each_other() -> None:
    here, also_here, elsewhere = (make_bus(shared_nats().url, key) for key in (KEY, KEY, OTHER_KEY))
    await here.open()
    home, away = await heard_by(also_here, "talk"), await heard_by(elsewhere, "talk")
    here.publish("talk", b"among us")
    assert await take(home, lambda: here.publish("talk", b"among us")) == ("talk", b"among us")
    for bus in (here, also_here, elsewhere):
        await bus.close()
    assert away.empty()


async def test_a_server_that_stops_and_returns() -> None:
    server = NatsServer()
    one, two = make_bus(server.url, KEY), make_bus(server.url, KEY)
    back = {bus: asyncio.Event() for bus in (one, two)}
    with Log():
        await one.open()
        heard = await heard_by(two, "talk")
        for bus, event in back.items():
            bus.on_return(event.set)
        server.stop()
        one.publish("talk", b"lost, and nobody is held up")
        server.start()
        async with asyncio.timeout(20):
            for event in back.values():
                await event.wait()
        one.publish("talk", b"again")
        while (await take(heard, lambda: one.publish("talk", b"again")))[1] != b"again":
            pass
        await one.close()
        await two.close()
    server.stop()


async def test_one_server_of_a_cluster_may_die() -> None:
    routes = [f"nats://127.0.0.1:{port}" for port in find_ports(2)]
    servers = [
        NatsServer("--cluster_name", "place", "--cluster", route, "--routes", ",".join(routes)) for route in routes
    ]
    address = ",".join(server.url for server in servers)
    one, two = make_bus(address, KEY), make_bus(address, KEY)
    with Log():
        await one.open()
        heard = await heard_by(two, "talk")
        assert (await take(heard, lambda: one.publish("talk", b"whole")))[1] == b"whole"
        servers[0].stop()
        while (await take(heard, lambda: one.publish("talk", b"half")))[1] != b"half":
            pass
        await one.close()
        await two.close()
    servers[1].stop()


@pytest.mark.parametrize("address", ["nats://somebody:secret-word@127.0.0.1:1", "nats://somebody:secret-word@"])
async def test_a_server_that_cannot_be_reached_is_said_in_one_line(address: str) -> None:
    with pytest.raises(BusProblem, match=r"^setting bus: nats://") as problem:
        await make_bus(address, KEY).open()
    assert "\n" not in str(problem.value) and "secret-word" not in str(problem.value)


async def test_what_a_server_said_outweighs_the_line_that_it_then_breaks() -> None:
    """A server that refuses somebody closes with their ping unread; the kernel then resets the line."""
    lines = 0

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal lines
        lines += 1
        writer.write(b'INFO {"server_id":"one","version":"2.10.0","max_payload":1048576,"auth_required":true}\r\n')
        await reader.readline()
        if lines == 1:
            writer.write(b"-ERR 'Authorization Violation'\r\n")
            await writer.drain()
        else:
            line = writer.get_extra_info("socket")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(BusProblem, match="Authorization Violation"):
            await make_bus(f"nats://camille:secret-word@127.0.0.1:{port}", KEY).open()
    assert lines > 1
