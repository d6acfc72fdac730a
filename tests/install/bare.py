"""A process that knows nothing of ours: no environment of the tests, no network."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

BEGIN_SECONDS = 60
# Nobody listens there, so that whoever asks a registry is refused at once.
NOWHERE = "http://127.0.0.1:9"
OFFLINE = {
    **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), NOWHERE),
    "PIP_NO_INDEX": "1",
    "UV_OFFLINE": "1",
    "npm_config_offline": "true",
}


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """The little that every login has, and a home without a cache."""
    path = os.pathsep.join([str(Path(sys.base_prefix) / "bin"), os.defpath])
    return {"HOME": str(home), "PATH": path, "LANG": "C.UTF-8", **more}


@contextlib.asynccontextmanager
async def begun(command: list[str | Path], cwd: Path, environment: dict[str, str]) -> AsyncIterator[tuple[str, str]]:
    """The command until the story is over: where it is ready, and what it had said by then on stderr. It is told to
    stop, and has to end with 0."""
    said = cwd / "stderr.txt"
    with said.open("wb") as stderr:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=cwd, env=environment, stdout=asyncio.subprocess.PIPE, stderr=stderr
        )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(BEGIN_SECONDS):
            line = (await process.stdout.readline()).decode()
        assert line.startswith("veillee ready http://127.0.0.1:"), line + said.read_text()
        yield line.split()[-1], said.read_text()
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        rest, _ = await process.communicate()
    assert (process.returncode, rest) == (0, b""), said.read_text()
