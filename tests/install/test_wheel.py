"""The wheel that `uv build` makes carries everything, and serves where nothing else is."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest

from tests.install.bare import OFFLINE, begun, surroundings
from tests.tidy.tree import ROOT

pytestmark = pytest.mark.anyio


def uv(*arguments: str | Path) -> None:
    """Run the clone's own uv: from its cache when that is enough, otherwise with the registry."""
    (program,) = (ROOT / ".tools").glob("uv-*")
    command: list[str | Path] = [program, "--no-config", *arguments]
    given = {"UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "1", "npm_config_prefer_offline": "true", **os.environ}
    for offline in ("1", "0"):
        ended = subprocess.run(
            command, cwd=ROOT, env={**given, "UV_OFFLINE": offline}, capture_output=True, text=True, check=False
        )
        if ended.returncode == 0:
            return
    pytest.fail(ended.stdout + ended.stderr, pytrace=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As an operator builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    uv("build", "--out-dir", folder, "--python", sys.executable, "--build-constraints", ROOT / "locks/build.txt")
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with the wheel and what the lock file names for running, and nothing else."""
    environment = tmp_path_factory.mktemp("environment") / "venv"
    uv("venv", "--python", sys.executable, environment)
    install: tuple[str | Path, ...] = ("pip", "install", "--python", environment)
    uv(*install, "--require-hashes", "-r", ROOT / "locks/runtime.txt")
    uv(*install, "--no-deps", wheel)
    uv("pip", "check", "--python", environment)
    return environment / "bin"


def test_it_carries_the_clients_the_policies_and_the_migrations(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for client in ("web", "console"):
        names = {name for name in inside if name.startswith(f"veillee/_assets/{client}/")}
        assert f"veillee/_assets/{client}/index.html" in names
        assert any(name.endswith(".js.br") for name in names), names
    for folder in ("policies", "migrations"):
        ours = [path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.suffix in {".yaml", ".py"}]
        assert len(ours) > 3 and {f"veillee/_assets/{path}" for path in ours} <= inside
    assert not [name for name in inside if "node_modules" in name or name.startswith(("tests/", "clients/"))]


async def test_it_serves_with_a_bare_environment_and_ends_when_told(programs: Path, tmp_path: Path) -> None:
    command: list[str | Path] = [programs / "veillee", "serve", "--port", "0", "--data", "place"]
    environment = surroundings(tmp_path, **OFFLINE)
    async with begun(command, tmp_path, environment) as (url, _), httpx.AsyncClient(base_url=url) as http:
        assert (await http.get("/healthz")).status_code == 200
        assert "<title>Veillée</title>" in (await http.get("/")).text
        assert "<script" in (await http.get("/console/")).text
        assert (await http.get("/readyz")).status_code == 200
    assert (tmp_path / "place").is_dir()


def test_it_judges_with_the_policies_that_it_carries(programs: Path, tmp_path: Path) -> None:
    asked = '{"id":"x","text":"Bonsoir"}\n'
    judged = subprocess.run(
        [programs / "veillee", "judge"], cwd=tmp_path, env=surroundings(tmp_path), input=asked,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert judged.stdout == '{"id":"x","effect":"allow","labels":[],"reasons":[]}\n'
