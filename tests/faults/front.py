"""nginx before the nodes, with the example of the documents."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx

from tests.faults.process import PATIENCE_SECONDS
from tests.faults.server import Server
from tests.outside import need

EXAMPLE = Path(__file__).parents[2] / "docs" / "run" / "nginx.conf"


class Front(Server):
    """Where people come in: the proxy before the nodes."""

    def __init__(self, port: int) -> None:
        super().__init__(Path())
        self.url = f"http://127.0.0.1:{port}"

    async def ready(self) -> None:
        """Wait until some node can be reached."""
        async with asyncio.timeout(PATIENCE_SECONDS), httpx.AsyncClient() as http:
            while True:
                with contextlib.suppress(httpx.TransportError):
                    if (await http.get(self.url + "/readyz")).status_code == 200:
                        return


@contextlib.asynccontextmanager
async def nginx(folder: Path, ports: Sequence[int]) -> AsyncIterator[Front]:
    """The example, with ports of our own."""
    program = need("nginx")
    text = EXAMPLE.read_text()
    for known, port in zip((8000, 8001, 8002), ports, strict=True):
        text, count = re.subn(rf"127\.0\.0\.1:{known}\b", f"127.0.0.1:{port}", text)
        assert count == 1, known
    (folder / "nginx.conf").write_text(text)
    command = (str(program), "-e", "stderr", "-p", str(folder), "-c", "nginx.conf", "-g", "daemon off;")
    checked = await asyncio.create_subprocess_exec(*command, "-t", stderr=asyncio.subprocess.PIPE)
    _, said = await checked.communicate()
    assert checked.returncode == 0, said.decode()
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
    try:
        yield Front(ports[0])
    finally:
        process.terminate()
        await process.wait()
