"""Programs that tests need: each has a package to name, and is found where Debian puts it."""

import ast
from pathlib import Path

import pytest

from tests import outside
from tests.tidy.tree import ROOT


def asked_for() -> set[str]:
    """Every name that a test passes to need()."""
    names: set[str] = set()
    for file in sorted((ROOT / "tests").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "need":
                (name,) = node.args
                assert isinstance(name, ast.Constant), f"{file}:{node.lineno}: say the program's name as it stands"
                names.add(str(name.value))
    return names


def test_every_program_that_a_test_needs_has_a_package() -> None:
    assert asked_for() == set(outside.DEBIAN_PACKAGES), "tests/outside.py: DEBIAN_PACKAGES names what is needed"


def test_ci_installs_them_all() -> None:
    script = (ROOT / ".ci/run").read_text("utf-8")
    assert [packages for packages in outside.DEBIAN_PACKAGES.values() if packages not in script] == []


@pytest.mark.parametrize("program", sorted(outside.OFF_THE_PATH))
def test_a_program_off_the_path_is_found(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(outside, "ROOT", tmp_path)
    assert outside.find_program(program) is None
    lies = tmp_path / outside.OFF_THE_PATH[program].replace("*", "17")
    lies.parent.mkdir(parents=True)
    lies.touch()
    assert outside.find_program(program) == lies


def test_a_missing_program_skips_and_in_ci_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(outside, "ROOT", tmp_path)
    for program, package in outside.DEBIAN_PACKAGES.items():
        monkeypatch.setenv("CI", "false")
        with pytest.raises(pytest.skip.Exception, match=f"apt-get install {package}"):
            outside.need(program)
        monkeypatch.setenv("CI", "true")
        with pytest.raises(pytest.fail.Exception, match=f"apt-get install {package}"):
            outside.need(program)
