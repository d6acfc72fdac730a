"""Builds what is in C, when there is a compiler: veillee/foundation/gateway/spread.c into the library beside it.

Used by the wheel's build hook. Only the standard library. Without a compiler, or with one that fails, nothing is
built and Python does the same work, slower (docs/decisions/0008-a-loop-in-c.md).
"""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "veillee" / "foundation" / "gateway" / "spread.c"
LIBRARY = SOURCE.with_name("libspread.so")
FLAGS = ("-O2", "-shared", "-fPIC", "-Wall", "-Wextra")
COMPILERS = ("cc", "gcc", "clang")


def build() -> Path | None:
    """The library, made anew; None when it could not be, with one line on stderr."""
    LIBRARY.unlink(missing_ok=True)
    compiler = find_compiler()
    if compiler is None:
        print("veillee: no C compiler: fan-out is left to Python", file=sys.stderr)
        return None
    fresh = LIBRARY.with_suffix(f".so.{os.getpid()}")
    if not compile_to(fresh, compiler):
        print("veillee: the C compiler failed: fan-out is left to Python", file=sys.stderr)
        fresh.unlink(missing_ok=True)
        return None
    return fresh.replace(LIBRARY)


def compile_to(library: Path, compiler: list[str]) -> bool:
    """Whether the compiler made it; what it has to say goes to stderr."""
    try:
        ended = subprocess.run([*compiler, *FLAGS, "-o", library, SOURCE], stdout=sys.stderr, check=False)
    except OSError as problem:
        print(f"veillee: {problem}", file=sys.stderr)
        return False
    return ended.returncode == 0 and library.exists()


def find_compiler() -> list[str] | None:
    """The command in CC, which may be empty to build nothing, else the first of the usual ones."""
    if "CC" in os.environ:
        return shlex.split(os.environ["CC"]) or None
    found = next(filter(None, map(shutil.which, COMPILERS)), None)
    return [found] if found else None


if __name__ == "__main__":
    build()
