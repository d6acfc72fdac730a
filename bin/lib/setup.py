"""Brings what the clone needs into the clone: `setup.py runtime` for bin/demo, `dev` for developing, `uv` for bin/lock.

Only the standard library, because nothing is installed yet. Afterwards `.tools/` holds the pinned uv and `.venv/` the
locked packages, Veillée itself (editable) and, through the build hook, the built clients. Stamps remember from what
all this was made; while they hold, nothing is run and no network is needed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
LOG = TOOLS / "setup.log"
BUILD_INPUTS = (
    "pyproject.toml", "hatch_build.py", "locks/build.txt", "bin/lib/clients.py", "bin/lib/native.py", "clients",
    "veillee/foundation/gateway/spread.c",
)  # fmt: skip
GENERATED = {"node_modules", "dist", "generated"}
LOG_LINES_SHOWN = 30
OFFLINE = (  # as pip, uv and npm say it
    "No matching distribution found",
    "error sending request",
    "dns error",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ENETUNREACH",
    "ENOTFOUND",
    "ETIMEDOUT",
)


Command = list[str | Path]


class SetupFailed(Exception):
    """A step that could not be done; the message says what to do."""


def main(profile: str) -> None:
    """Bring the clone up to date with its lock files and sources, or exit with one clear line."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            bring(profile)
        except SetupFailed as problem:
            sys.exit(f"veillee: {problem}")


def bring(profile: str) -> None:
    """Install what the profile needs. An environment once made for development stays one."""
    if profile == "uv":
        print(bring_uv())
        return
    profile = "dev" if stamp("packages").startswith("dev ") else profile
    packages = f"{profile} {digest('locks')}"
    build = digest(*BUILD_INPUTS)
    broken = not works(VENV / "bin" / "python")
    if stamp("packages") == packages and stamp("build") == build and not broken:
        return
    LOG.write_text("")
    uv = bring_uv()
    if stamp("packages") != packages or broken:
        bring_packages(uv, profile, broken)
        set_stamp("packages", packages)
    bring_veillee(uv)
    set_stamp("build", build)


def bring_uv() -> Path:
    """The pinned uv, taken out of the wheel that PyPI serves and that locks/tools.txt names by its hash."""
    uv = TOOLS / f"uv-{digest('locks/tools.txt')[:12]}"
    if uv.exists():
        return uv
    with tempfile.TemporaryDirectory(dir=TOOLS) as folder:
        where = Path(folder)
        say("fetching uv")
        made = subprocess.run([sys.executable, "-m", "venv", where], capture_output=True, check=False)
        if made.returncode:
            raise SetupFailed("this Python cannot make virtual environments (on Debian: apt install python3-venv)")
        pip: Command = [where / "bin" / "python", "-m", "pip", "install", "--disable-pip-version-check", "--no-deps"]
        run([*pip, "--only-binary", ":all:", "--require-hashes", "-r", ROOT / "locks/tools.txt"])
        shutil.move(where / "bin" / "uv", uv)
    return uv


def bring_packages(uv: Path, profile: str, broken: bool) -> None:
    """The environment with exactly the locked packages; a broken one is made anew."""
    if broken:
        run([uv, "venv", "--clear", "--no-project", "--python", sys.executable, VENV])
    say("installing Python packages")
    run([uv, "pip", "sync", "--require-hashes", "--python", VENV, ROOT / f"locks/{profile}.txt"])


def bring_veillee(uv: Path) -> None:
    """Veillée itself, editable; its build hook builds the clients, and what is in C."""
    say("building the clients")
    hashes: Command = ["--preview-features", "build-dependency-hashes", "--require-build-hashes"]
    constraints: Command = ["--build-constraints", ROOT / "locks/build.txt", *hashes]
    install: Command = [uv, "pip", "install", "--python", VENV, "--no-deps", "--reinstall-package", "veillee"]
    run([*install, *constraints, "-e", ROOT])


def run(command: Command) -> None:
    """Run it quietly; when it fails show the end of what it said. Raises SetupFailed."""
    with LOG.open("a") as log:
        code = subprocess.call(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=surroundings())
    if code == 0:
        return
    # What uv guesses after "hint:" is about foreign packages and would mislead here.
    said = LOG.read_text(errors="replace").partition("\nhint:")[0].splitlines()[-LOG_LINES_SHOWN:]
    print("\n".join(said), file=sys.stderr)
    if any(mark in line for mark in OFFLINE for line in said):
        raise SetupFailed(
            "the first start needs the package registries of Python and npm, and one could not be reached. "
            "Check the network or the proxy settings (HTTPS_PROXY) and start again; what was fetched is kept"
        )
    raise SetupFailed(f"{Path(command[0]).name} failed as shown above; the whole story is in {LOG.relative_to(ROOT)}")


def surroundings() -> dict[str, str]:
    """The caller's environment without other virtual environments, trusting the machine's own certificates."""
    ours = {key: value for key, value in os.environ.items() if key not in {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"}}
    defaults = {"UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "UV_NO_CONFIG": "1"}
    return {**defaults, **ours}


def works(python: Path) -> bool:
    """Whether this interpreter is still there (a system upgrade may take it away) and new enough."""
    check: Command = [python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(check, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def digest(*names: str) -> str:
    """SHA-256 over the names and contents of all files under these, but for what is generated."""
    total = hashlib.sha256()
    for path in (path for name in names for path in files_under(ROOT / name)):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(ROOT)} {content}\n".encode())
    return total.hexdigest()


def files_under(path: Path) -> Iterator[Path]:
    """The file itself, or the folder's files in a fixed order."""
    if path.is_file():
        yield path
    elif path.is_dir() and path.name not in GENERATED:
        for inner in sorted(path.iterdir()):
            yield from files_under(inner)


def stamp(name: str) -> str:
    """What this part of the environment was made from, or nothing."""
    path = VENV / f"veillee-{name}"
    return path.read_text() if path.exists() else ""


def set_stamp(name: str, value: str) -> None:
    """Remember what it was made from."""
    (VENV / f"veillee-{name}").write_text(value)


def say(what: str) -> None:
    """Progress, on stderr: stdout belongs to the server's one line."""
    print(f"veillee: {time.strftime('%H:%M:%S')} {what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
