"""The operator's own address: metrics, apart from the port that members reach."""

import socket
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, generate_latest

HEAD_BYTES_MAX = 8_192
CONNECTIONS_MAX = 20


class AdminPort:
    """`GET /metrics` on a socket of its own, on the place's loop."""

    def __init__(self, sock: socket.socket, registry: CollectorRegistry) -> None:
        async def app(scope: dict[str, Any], _receive: object, send: Callable[[Any], Awaitable[None]]) -> None:
            known = (scope["method"], scope["path"]) == ("GET", "/metrics")
            body = generate_latest(registry) if known else b"metrics are at /metrics\n"
            kind = CONTENT_TYPE_PLAIN_0_0_4 if known else "text/plain"
            headers = [(b"content-type", kind.encode()), (b"content-length", b"%d" % len(body))]
            await send({"type": "http.response.start", "status": 200 if known else 404, "headers": headers})
            await send({"type": "http.response.body", "body": body})

        self._sock = sock
        self._config = uvicorn.Config(
            app,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=CONNECTIONS_MAX,
            h11_max_incomplete_event_size=HEAD_BYTES_MAX,
        )
        self._server = uvicorn.Server(self._config)

    async def start(self) -> None:
        """Accept connections."""
        self._config.load()
        self._server.lifespan = self._config.lifespan_class(self._config)
        await self._server.startup(sockets=[self._sock])

    async def stop(self) -> None:
        """Close the port."""
        await self._server.shutdown(sockets=[self._sock])
