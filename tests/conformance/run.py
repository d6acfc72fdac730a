"""Autobahn|Testsuite against an echo built on the gateway's own connection class.

The suite is of 2017 and needs Python 2.7 (`python2.7` on the path, or named by PYTHON27); it is installed once
into .tools/autobahn. Prints how the cases ended; exit 1 unless all are OK, non-strict or informational.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import structlog
import uvicorn
import uvloop

from veillee.foundation.basics import Problem
from veillee.foundation.gateway import Connection, GatewayLimits, Handshake, make_protocol
from veillee.foundation.gateway.frames import encode_binary

TOOLS = Path(__file__).resolve().parents[2] / ".tools" / "autobahn"
CASES = ["1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "10.*"]
GOOD = {"OK", "NON-STRICT", "INFORMATIONAL"}
LIMITS = GatewayLimits(frame_bytes_max=32 * 1024 * 1024, unsent_bytes_max=64 * 1024 * 1024, close_seconds=1.0)


class Echo:
    """Answers everything with itself, binary messages too."""

    def __init__(self, _handshake: Handshake, connection: Connection) -> None:
        self._connection = connection
        connection.on_binary = self._on_binary

    def on_text(self, payload: bytes) -> None:
        self._connection.send(payload)

    def _on_binary(self, payload: bytes) -> None:
        self._connection.send_frames(encode_binary(payload))

    def on_closed(self) -> None: ...


def problem_body(problem: Problem) -> bytes:
    return msgspec.json.encode({"type": f"/problems/{problem.slug}"})


async def no_http(_scope: object, _receive: object, _send: object) -> None: ...


@contextlib.asynccontextmanager
async def echo_server() -> AsyncIterator[int]:
    """The echo on a free port."""
    # The suite knows nothing of our `error` message and would take it for a wrong echo.
    protocol = make_protocol(Echo, LIMITS, problem_body, say_violation=lambda _slug, _detail: b"", path="/")
    config = uvicorn.Config(no_http, port=0, http=protocol, ws="none", lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    yield server.servers[0].sockets[0].getsockname()[1]
    await server.shutdown()


async def run(*command: str | Path, **environment: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *command, env=os.environ | environment, stdout=asyncio.subprocess.DEVNULL
    )
    if await process.wait() != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}")


async def install(python27: str) -> None:
    if (TOOLS / "bin" / "wstest").exists():
        return
    print("installing autobahntestsuite into", TOOLS.relative_to(Path.cwd()), file=sys.stderr)
    await run(python27, "-m", "pip", "install", "-q", "--target", TOOLS, "autobahntestsuite")
    (TOOLS / "zope" / "__init__.py").touch()  # pip --target drops the namespace package's own


async def test(python27: str, cases: list[str], report: Path) -> dict[str, dict[str, str]]:
    """How each case ended, by its number."""
    async with echo_server() as port:
        server = {"agent": "veillee", "url": f"ws://127.0.0.1:{port}/", "options": {"version": 18}}
        spec = {"outdir": str(report), "servers": [server], "cases": cases, "exclude-cases": []}
        (report / "spec.json").write_text(json.dumps(spec))
        wstest = (python27, TOOLS / "bin" / "wstest", "-m", "fuzzingclient", "-s", report / "spec.json")
        await run(*wstest, PYTHONPATH=str(TOOLS))
    ended: dict[str, dict[str, str]] = json.loads((report / "index.json").read_text())["veillee"]
    return ended


def tell(ended: dict[str, dict[str, str]]) -> bool:
    """Print the outcome; whether it is good."""
    worst = {number: max(case["behavior"], case["behaviorClose"], key=severity) for number, case in ended.items()}
    for number, behaviour in sorted(worst.items(), key=lambda item: [int(part) for part in item[0].split(".")]):
        if behaviour != "OK":
            print(f"{number:8} {behaviour}  ({ended[number]['behavior']}, close {ended[number]['behaviorClose']})")
    counts = ", ".join(f"{count} {behaviour}" for behaviour, count in Counter(worst.values()).most_common())
    print(f"{len(worst)} cases: {counts}")
    return set(worst.values()) <= GOOD


def severity(behaviour: str) -> int:
    order = ("OK", "INFORMATIONAL", "NON-STRICT")
    return order.index(behaviour) if behaviour in order else len(order)


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", nargs="+", default=CASES, help="patterns such as 9.*")
    parser.add_argument("--report", type=Path, help="keep the suite's report there")
    options = parser.parse_args()
    python27 = shutil.which(os.environ.get("PYTHON27", "python2.7"))
    if python27 is None:
        sys.exit(
            "bin/conformance needs Python 2.7 (Autobahn|Testsuite has no other): put it on the path or set PYTHON27"
        )
    await install(python27)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as scratch:
        report = (options.report or Path(scratch)).resolve()
        report.mkdir(parents=True, exist_ok=True)
        return 0 if tell(await test(python27, options.cases, report)) else 1


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))
