"""What Prometheus reads is what happened."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.story import make_settings, open_evening, words
from veillee.server.admin import AdminPort
from veillee.server.metrics import make_registry
from veillee.server.run import bind
from veillee.server.settings import SettingProblem, load_settings
from veillee.server.start import serve_place
from veillee.server.watchdog import Watchdog

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"use_uvloop": True}


async def read(url: str) -> dict[str, float]:
    """All metrics by name and labels, as Prometheus would."""
    async with httpx.AsyncClient() as prometheus:
        told = await prometheus.get(url)
    assert told.status_code == 200
    lines = [line for line in told.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


async def test_an_evening_in_numbers(tmp_path: Path) -> None:
    async with open_evening(tmp_path) as evening:
        sock = bind("127.0.0.1", 0)
        admin = AdminPort(sock, make_registry(evening.place, Watchdog()))
        await admin.start()
        url = f"http://127.0.0.1:{sock.getsockname()[1]}/metrics"
        before = await read(url)
        zoe, ada = await evening.enter("Zoé"), await evening.enter("Ada")
        room = await zoe.join(await evening.room())
        await ada.join(await evening.room())
        for text in ("Bonsoir", "Il pleut ?", words.REFUSED):
            await zoe.say(room, text)
        after = await read(url)
        await admin.stop()
    assert after["veillee_connections"] == 2
    assert after["veillee_deliveries_total"] == 4
    assert after["veillee_unsent_bytes"] == after["veillee_healed_messages_total"] == 0
    assert after['veillee_verdicts_total{effect="refuse"}'] - before['veillee_verdicts_total{effect="refuse"}'] == 1
    assert after["veillee_commit_writes_sum"] - before["veillee_commit_writes_sum"] >= 4
    assert after["veillee_commit_seconds_count"] == after["veillee_commit_writes_count"] > 0
    assert after["process_resident_memory_bytes"] > 0


async def test_there_is_nothing_else_on_that_port(tmp_path: Path) -> None:
    async with open_evening(tmp_path) as evening:
        sock = bind("127.0.0.1", 0)
        admin = AdminPort(sock, make_registry(evening.place, Watchdog()))
        await admin.start()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{sock.getsockname()[1]}") as curious:
            answers = [await curious.get("/"), await curious.post("/metrics"), await curious.get("/api/v1/site")]
        await admin.stop()
    assert [answer.status_code for answer in answers] == [404, 404, 404]


@pytest.mark.parametrize("address", ["9464", "localhost", ":9464", "127.0.0.1:http", "192.0.2.1:9464"])
async def test_an_address_that_cannot_be_used_is_named(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEILLEE_METRICS__ADDRESS", address)
    with pytest.raises(SettingProblem, match=r"metrics\.address"):
        await asyncio.to_thread(serve_place, tmp_path, None, "127.0.0.1", 0, sample=False)


async def test_nothing_is_told_unless_asked_for() -> None:
    assert make_settings().metrics.address == load_settings(None, {}).metrics.address == ""
