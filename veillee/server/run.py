"""Serving: one port for HTTP and realtime, one line when ready, a clean end on SIGTERM."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator

import structlog
import uvicorn
import uvloop

from veillee.foundation.api import problem_body
from veillee.foundation.gateway import Connection, Handshake, make_protocol
from veillee.server.admin import AdminPort
from veillee.server.app import Host, make_app
from veillee.server.daemons import start_daemons
from veillee.server.garbage import collect_no_more, spare_the_loaded
from veillee.server.metrics import make_registry
from veillee.server.policy import reload
from veillee.server.realtime import Session
from veillee.server.watchdog import Watchdog
from veillee.server.wiring import Place

BACKLOG = 4_096
GRACE_SECONDS = 8
KEEP_ALIVE_SECONDS = 75


log = structlog.get_logger("server")


class PortProblem(Exception):
    """The address cannot be listened on; the message is one line."""


def bind(host: str, port: int) -> socket.socket:
    """A bound socket. Raises PortProblem."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except (OSError, OverflowError) as error:
        sock.close()
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise PortProblem(f"{host}:{port}: cannot listen ({reason})") from error
    return sock


def serve(
    place: Place,
    sock: socket.socket,
    begin: Callable[[Place], Awaitable[None]] | None = None,
    admin_sock: socket.socket | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT. `begin` runs once before the port opens; metrics are at admin_sock."""
    host, port = sock.getsockname()[:2]
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    server = _Server(_config(place), place, url, begin, admin_sock)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(server.serve(sockets=[sock]))


def _config(place: Place) -> uvicorn.Config:
    def open_session(handshake: Handshake, connection: Connection) -> Session:
        return Session(place, handshake, connection)

    protocol = make_protocol(open_session, place.gateway_limits, problem_body, connections=place.connections)
    return uvicorn.Config(
        make_app(Host(place)),
        http=protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


class _Server(uvicorn.Server):
    def __init__(
        self,
        config: uvicorn.Config,
        place: Place,
        url: str,
        begin: Callable[[Place], Awaitable[None]] | None,
        admin_sock: socket.socket | None,
    ) -> None:
        super().__init__(config)
        self._place = place
        self._url = url
        self._begin = begin
        self._watchdog = Watchdog()
        self._admin = AdminPort(admin_sock, make_registry(place, self._watchdog)) if admin_sock else None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self._place.start()
        if self._begin is not None:
            await self._begin(self._place)
        await start_daemons(self._place)
        await super().startup(sockets)
        if self._admin is not None:
            await self._admin.start()
        if self.started:
            spare_the_loaded()
            self._watchdog.start()
            log.info("serving", url=self._url, fan_out=self._place.connections.outbox.spread.name)
            print(f"veillee ready {self._url}", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Else the streams of consoles would be waited for.
        self._place.moderation.news.end()
        collect_no_more()
        await super().shutdown(sockets)
        if self._admin is not None:
            await self._admin.stop()
        self._watchdog.stop()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn would raise the signal again once it has stopped, and the exit status would say "killed".
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        loop.add_signal_handler(signal.SIGHUP, lambda: self._place.background.run(reload(self._place)))
        yield
