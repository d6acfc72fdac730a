"""What is measured: how each server is started, spoken to, and found to be missing."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from bench.build import Programs
from bench.shared import MISSING, Shared
from veillee.client import Api

PORT = 9600
NODES = Path(__file__).with_name("nodes.py")
ONE_NODE, TWO_NODES = "veillee-one-node", "veillee-two-nodes"
"""On PostgreSQL and NATS. Only the nodes' own processor time counts."""
PEERS = Path(__file__).parent / "peers"
ERLANG_LIBRARIES = "/usr/lib/x86_64-linux-gnu"
DELIVERED_BYTES = 410
"""What Veillée delivers for a text of TEXT_BYTES: ids, author and time come along; the limit servers send as much."""
TEXT_BYTES = 120

# Nobody in a bench is a flood or a crowd from one address; nothing else differs from a place as it is installed.
WIDE_LIMITS = {
    "VEILLEE_LIMITS__ENTRIES_PER_MINUTE_PER_ADDRESS": "1000000",
    "VEILLEE_LIMITS__CONNECTIONS_PER_ADDRESS": "100000",
    "VEILLEE_LIMITS__MESSAGES_PER_MINUTE_PER_PERSON": "10000000",
}


class Server(NamedTuple):
    """One line of the table. `missing` says how to get what is not there, "" when all is there."""

    name: str
    protocol: str
    command: Callable[[Path], list[str]]
    environment: Mapping[str, str] = {}
    missing: str = ""
    options: Callable[[], Mapping[str, str]] = dict
    text_bytes: int = TEXT_BYTES
    members_max: int = 100_000
    nodes: int = 1


def all_servers(programs: Programs, shared: Shared) -> list[Server]:
    """Everything that can be measured, the limit first."""
    return [
        *(
            Server(f"limit-{kind}", "websocket", _limit(programs, kind), text_bytes=DELIVERED_BYTES)
            for kind in ("each", "coalesced")
        ),
        *(
            Server(f"veillee-{way}", "veillee", _veillee, {**WIDE_LIMITS, "VEILLEE_FAN_OUT": way}, options=_ask_place)
            for way in ("native", "python")
        ),
        *(_make_nodes(shared, count, name) for count, name in ((1, ONE_NODE), (2, TWO_NODES))),
        Server("node-ws", "websocket", lambda _: ["node", str(PEERS / "ws.js")], missing=_missing_ws()),
        Server("mosquitto", "mqtt", _with("mosquitto", "mosquitto.conf"), missing=_missing("mosquitto")),
        Server("nats", "nats", _with("nats-server", "nats.conf"), missing=_missing("nats-server")),
        Server("ejabberd", "xmpp", _ejabberd, missing=_missing("ejabberdctl", "ejabberd")),
        Server("prosody", "xmpp", _prosody, missing=_missing("prosody"), members_max=500),
    ]


def _limit(programs: Programs, kind: str) -> Callable[[Path], list[str]]:
    return lambda _: [str(programs.limit), str(PORT), kind]


def _veillee(data: Path) -> list[str]:
    return [str(Path(sys.executable).parent / "veillee"), "serve", "--data", str(data), "--port", str(PORT)]


def _make_nodes(shared: Shared, count: int, name: str) -> Server:
    def command(folder: Path) -> list[str]:
        return [sys.executable, str(NODES), str(count), str(PORT), str(folder), *shared]

    missing = "" if all(shared) else MISSING
    environment = {**WIDE_LIMITS, "VEILLEE_FAN_OUT": "native"}
    return Server(name, "veillee", command, environment, missing, options=_ask_place, nodes=count)


def _with(program: str, settings: str) -> Callable[[Path], list[str]]:
    return lambda _: [program, "-c", str(PEERS / settings)]


def _ejabberd(data: Path) -> list[str]:
    paths = {"EJABBERD_CONFIG_PATH": PEERS / "ejabberd.yml", "EJABBERD_LOG_PATH": data / "log", "HOME": data}
    paths |= {"ERL_CRASH_DUMP": data / "crash", "CONTRIB_MODULES_PATH": data}
    given = [f"{name}={path}" for name, path in paths.items()]
    erlang = ["erl", "-noshell", "-noinput", "+K", "true", "+P", "250000", "+sbwt", "none"]
    erlang += ["+sbwtdcpu", "none", "+sbwtdio", "none", "-mnesia", "dir", f'"{data}/mnesia"', "-s", "ejabberd"]
    return ["env", f"ERL_LIBS={ERLANG_LIBRARIES}", "ERL_MAX_PORTS=65536", *given, *erlang]


def _prosody(data: Path) -> list[str]:
    return ["env", f"BENCH_DATA={data}", "prosody", "--config", str(PEERS / "prosody.cfg.lua"), "-F"]


def _missing(program: str, package: str = "") -> str:
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return "" if found else f"on Debian: apt-get install {package or program}"


def _missing_ws() -> str:
    if shutil.which("node") is None:
        return "on Debian: apt-get install node-ws"
    found = subprocess.run(["node", "-e", "require('ws')"], capture_output=True, check=False).returncode == 0
    return "" if found else "on Debian: apt-get install node-ws, with NODE_PATH=/usr/share/nodejs"


def _ask_place() -> Mapping[str, str]:
    """What a member has to know before they can enter: the rules' version, and the rooms."""

    async def ask() -> Mapping[str, str]:
        api = Api(f"http://127.0.0.1:{PORT}")
        try:
            rooms = ",".join(room.slug for room in await api.rooms())
            return {"--rules": (await api.site())["rules"]["version"], "--rooms": rooms, "--path": "/api/v1/realtime"}
        finally:
            await api.close()

    return asyncio.run(ask())
