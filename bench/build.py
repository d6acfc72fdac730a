"""Compiles the generator and the limit servers."""

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.outside import find_program

SOURCES = Path(__file__).parent / "c"
BUILT = Path(__file__).parents[1] / ".tools" / "bench"
PROGRAMS = {"generator": ("generator.c", "crowd.c", "protocols.c", "meter.c"), "limit": ("limit.c",)}


class Programs(NamedTuple):
    """Paths of what was compiled."""

    generator: Path
    limit: Path


def build() -> Programs:
    """Compiled from the present sources, or taken from last time. Ends the program when there is no compiler."""
    compiler = find_program("cc")
    if compiler is None:
        sys.exit("bin/bench needs a C compiler (on Debian: apt-get install gcc libc6-dev)")
    sources = sorted(SOURCES.iterdir())
    folder = BUILT / hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    for name, parts in PROGRAMS.items():
        if not (folder / name).exists():
            command: list[str | Path] = [compiler, "-O2", "-Wall", "-Wextra", "-o", folder / name]
            command += [SOURCES / part for part in parts]
            subprocess.run(command, check=True)
    return Programs(folder / "generator", folder / "limit")
