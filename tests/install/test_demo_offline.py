"""After the first start a clone needs no network."""

from pathlib import Path

import httpx
import pytest

from tests.install.bare import OFFLINE, begun, surroundings
from tests.tidy.tree import ROOT

pytestmark = pytest.mark.anyio


async def test_a_later_start_brings_nothing_and_needs_nobody(tmp_path: Path) -> None:
    environment = surroundings(tmp_path, **OFFLINE)
    command: list[str | Path] = [ROOT / "bin" / "demo", "--port", "0", "--data", tmp_path / "data"]
    for _ in range(2):
        async with begun(command, tmp_path, environment) as (url, said):
            brought = [line for line in said.splitlines() if line.startswith("veillee: ")]
            assert not brought, brought
            assert "console: http://localhost:" in said
            async with httpx.AsyncClient(base_url=url) as http:
                assert len((await http.get("/api/v1/site")).json()["languages"]) == 2
                assert "<title>Veillée</title>" in (await http.get("/")).text
