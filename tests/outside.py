"""Programs from outside Python that tests need: a missing one skips the test and says how to get it; in CI it fails."""

import os
import shutil
from pathlib import Path

import pytest

DEBIAN_PACKAGES = {
    "cc": "gcc libc6-dev",
    "chromium": "chromium",
    "nats-server": "nats-server",
    "nginx": "nginx-light",
    "openssl": "openssl",
    "postgres": "postgresql",
}
ROOT = Path("/")
OFF_THE_PATH = {"nginx": "usr/sbin/nginx", "postgres": "usr/lib/postgresql/*/bin/postgres"}


def need(program: str) -> Path:
    """The path of one of DEBIAN_PACKAGES. Without it the test ends here."""
    found = find_program(program)
    if found is not None:
        return found
    advice = f"{program} is not on this machine; on Debian: apt-get install {DEBIAN_PACKAGES[program]}"
    if os.environ.get("CI") == "true":
        pytest.fail(advice, pytrace=False)
    raise pytest.skip.Exception(advice)


def find_program(program: str) -> Path | None:
    """Where the program lies, on the PATH or where Debian keeps it off the PATH."""
    on_path = shutil.which(program) or (program == "chromium" and shutil.which("chromium-browser"))
    if on_path:
        return Path(on_path)
    off_the_path = OFF_THE_PATH.get(program)
    elsewhere = sorted(ROOT.glob(off_the_path)) if off_the_path else []
    return elsewhere[-1] if elsewhere else None
