"""`veillee serve` on one data folder, in one process after the other."""

import contextlib
import json
import os
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from signal import Signals
from types import TracebackType
from typing import Any

import httpx

from tests.faults.process import Process
from tests.story import make_http
from veillee.server.watchdog import STALL_SECONDS

# One machine plays everybody, faster than people type.
WIDE = {"connections_per_address": 100_000, "messages_per_minute_per_person": 10_000_000}


class Server:
    """Serves as long as it is open. `limits` are settings below `limits`; at_first as in Process. `more` are further
    variables of its environment; port 0 is any that is free.

    async with Server(data) as server:
        server.signal(Signals.SIGKILL)
        await server.ended()
        await server.start()
    """

    def __init__(
        self,
        data: Path,
        at_first: Callable[[], object] = bool,
        more: Mapping[str, str] | None = None,
        port: int = 0,
        **limits: int,
    ) -> None:
        self.data = data
        self.url = ""
        self.process = Process()
        self._at_first = at_first
        self._more = more or {}
        self._port = str(port)
        self._limits = WIDE | limits

    async def __aenter__(self) -> "Server":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.signal(Signals.SIGKILL)
        await self.ended()

    async def start(self) -> None:
        """A new process; it is ready when this returns."""
        limits = {f"VEILLEE_LIMITS__{name.upper()}": str(value) for name, value in self._limits.items()}
        self.process = Process()
        await self.process.start(
            ["serve", "--data", str(self.data), "--port", self._port], {**limits, **self._more}, self._at_first
        )
        assert await self.process.until(lambda: bool(self.process.said)), self.process.logged
        self.url = self.process.said[0].removeprefix("veillee ready ")

    def signal(self, number: Signals) -> None:
        """Send it now."""
        self.process.signal(number)

    async def ended(self) -> int:
        """Wait until it has ended; its exit status, negative for a signal."""
        return await self.process.ended()

    async def logs(self, event: str, times: int = 1) -> None:
        """Wait until its log has so many lines with this event."""

        def enough() -> bool:
            return sum(f'"event": "{event}"' in line for line in self.process.logged) >= times

        assert await self.process.until(enough), self.process.logged

    async def now(self) -> str:
        """What the watchdog had to say about what was before is in the log with an earlier time than this."""
        async with self.http() as http:
            await http.get("/rooms")
        return datetime.now(UTC).isoformat()

    def stalls(self, since: str = "") -> list[dict[str, Any]]:
        """The lines of its log about what held up the loop by computing, not by waiting for a busy machine."""
        lines = [json.loads(line) for line in self.process.logged if '"loop stalled"' in line]
        late = [line for line in lines if line["timestamp"].rstrip("Z") >= since.partition("+")[0]]
        return [line for line in late if line["computing_ms"] > STALL_SECONDS * 1000]

    @property
    def memory_bytes(self) -> int:
        """What it holds of the machine's memory now."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    @contextlib.asynccontextmanager
    async def http(self, token: str = "") -> AsyncIterator[httpx.AsyncClient]:
        """A client of its API."""
        async with make_http(self.url, **({"authorization": f"Bearer {token}"} if token else {})) as client:
            yield client
