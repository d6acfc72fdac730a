"""The bus through NATS; the only file that knows nats-py.

Payloads are sealed with the place's key: who can reach the NATS server reads nothing and cannot speak for a node.
"""

import asyncio
import contextlib
import hashlib
import os
from collections import deque
from typing import Any
from urllib.parse import urlsplit

import nats
import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from veillee.foundation.bus.port import BusProblem
from veillee.foundation.bus.subjects import Subjects

CONNECT_SECONDS = 2
RETRY_SECONDS = 0.5
PING_SECONDS = 2
CLOSE_SECONDS = 2.0
WAITING_MAX = 10_000
NONCE_BYTES = 12

log = structlog.get_logger("bus")


class NatsBus(Subjects):
    """A Bus over one or several NATS servers."""

    def __init__(self, servers: list[str], key: bytes) -> None:
        super().__init__()
        self._servers = servers
        self._prefix = "veillee." + hashlib.sha256(b"bus" + key).hexdigest()[:16]
        self._seal = AESGCM(hashlib.sha256(b"bus-seal" + key).digest())
        self._client: Client | None = None
        self._waiting: deque[tuple[str, bytes]] = deque(maxlen=WAITING_MAX)
        self._wake = asyncio.Event()
        self._pump: asyncio.Task[None] | None = None
        self._reason = "no answer"
        self._said = False

    @property
    def connected(self) -> bool:
        """As Bus.connected."""
        return self._client is not None and self._client.is_connected

    def publish(self, subject: str, payload: bytes) -> None:
        """As Bus.publish."""
        if self.connected:
            self._waiting.append((subject, payload))
            self._wake.set()

    async def open(self) -> None:
        """As Bus.open."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS + 1):
                self._client = await nats.connect(self._servers, **self._options())
                await self._client.subscribe(f"{self._prefix}.*", cb=self._on_message)
                await self._client.flush()
        except (NatsError, OSError, TimeoutError, ValueError, TypeError) as error:
            raise BusProblem(f"setting bus: {_hosts(self._servers)}: {self._describe(error)}") from error
        self._pump = asyncio.get_running_loop().create_task(self._send())

    async def close(self) -> None:
        """As Bus.close."""
        client, self._client = self._client, None
        if self._pump is not None:
            self._pump.cancel()
            await asyncio.wait([self._pump])
        if client is None:
            return
        with contextlib.suppress(NatsError, OSError, TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                for subject, payload in self._waiting:
                    await self._publish(client, subject, payload)
                await client.flush()
        with contextlib.suppress(NatsError, OSError):
            await client.close()

    def _options(self) -> dict[str, Any]:
        return {
            "name": "veillee",
            "no_echo": True,
            "connect_timeout": CONNECT_SECONDS,
            "reconnect_time_wait": RETRY_SECONDS,
            "max_reconnect_attempts": -1,
            "ping_interval": PING_SECONDS,
            "error_cb": self._on_error,
            "disconnected_cb": self._on_away,
            "reconnected_cb": self._on_back,
        }

    async def _send(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting and self._client is not None:
                with contextlib.suppress(NatsError, OSError):
                    await self._publish(self._client, *self._waiting.popleft())

    async def _publish(self, client: Client, subject: str, payload: bytes) -> None:
        nonce = os.urandom(NONCE_BYTES)
        await client.publish(f"{self._prefix}.{subject}", nonce + self._seal.encrypt(nonce, payload, subject.encode()))

    async def _on_message(self, message: Msg) -> None:
        subject = message.subject.rpartition(".")[2]
        try:
            payload = self._seal.decrypt(message.data[:NONCE_BYTES], message.data[NONCE_BYTES:], subject.encode())
        except (InvalidTag, ValueError):
            log.error("a payload that no node of this place has sent", subject=subject)
            return
        self.handle(subject, payload)

    async def _on_error(self, error: Exception) -> None:
        # A server that refuses somebody closes the line: what it said is the reason, not that the line then broke.
        # nats-py raises the base class for what a server said, a subclass or an OSError for a line that broke.
        said = type(error) is NatsError
        if said or not self._said:
            self._said = said
            self._reason = str(error) or type(error).__name__

    async def _on_away(self) -> None:
        if self._client is not None:
            log.warning("the bus is away; other nodes are read from the database")

    async def _on_back(self) -> None:
        log.info("the bus is back")
        self.returned()

    def _describe(self, error: Exception) -> str:
        if self._said or isinstance(error, TimeoutError):
            return self._reason.splitlines()[0]
        return (str(error).splitlines() or [type(error).__name__])[0]


def _hosts(servers: list[str]) -> str:
    """The addresses without whoever signs in there."""
    return ", ".join(f"nats://{urlsplit(server).netloc.rpartition('@')[2]}" for server in servers)
