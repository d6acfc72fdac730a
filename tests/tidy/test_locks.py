"""The lock files hold what pyproject.toml asks for."""

import re
import tomllib
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tidy.tree import ROOT

LOCKS = ("runtime", "build", "dev", "tools")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_is_current(lock: str) -> None:
    """Each requirement is pinned to a version that it admits."""
    pins = {canonicalize_name(name): version for name, version in PIN.findall(_text(lock))}
    stale = [
        str(wanted)
        for wanted in _wanted(lock)
        if not wanted.specifier.contains(pins.get(canonicalize_name(wanted.name), "0"), prereleases=True)
    ]
    assert not stale, f"locks/{lock}.txt lacks {', '.join(stale)}: run bin/lock and commit what it writes."


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_its_hash(lock: str) -> None:
    """What is fetched is what was locked, wherever it comes from."""
    text = _text(lock)
    assert len(PIN.findall(text)) == len(re.findall(r"^\S+==.*\\\n    --hash=sha256:", text, re.MULTILINE))


def _text(lock: str) -> str:
    return (ROOT / "locks" / f"{lock}.txt").read_text(encoding="utf-8")


def _wanted(lock: str) -> Iterator[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    if lock != "tools":
        yield from map(Requirement, project["project"]["dependencies"])
    for wanted in groups.get(lock, []):
        if isinstance(wanted, str):
            yield Requirement(wanted)
