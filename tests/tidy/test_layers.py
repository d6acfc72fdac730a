"""Imports go downwards only; a feature is entered by its door."""

import subprocess
import sys
from collections.abc import Iterator

from tests.tidy.tree import PACKAGE, ROOT, Import, imports, module_name, modules

FEATURE_DEPTH = 3


def test_imports_go_downwards() -> None:
    """The contracts stand in pyproject.toml; import-linter keeps them."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, (
        f"{told.stdout}{told.stderr}\nAn import goes upwards or a folder has no layer. What must travel upwards "
        "travels as an event (veillee.foundation.basics.Event); a new folder gets its layer in pyproject.toml."
    )


def test_features_are_entered_by_their_door() -> None:
    """From outside `from veillee.community import rooms`, never `veillee.community.rooms.store`; but for the server."""
    wrong = [f"{found.file}:{found.line}: {found.name}" for found in _through_the_window()]
    assert not wrong, "\n".join(
        [*wrong, "Import the feature by its door (its __init__.py); if the door lacks the name, export it there."]
    )


def test_only_a_feature_itself_touches_its_store() -> None:
    """Tables have one owner: not even the server imports another package's store."""
    wrong = [
        f"{found.file}:{found.line}: {found.name}"
        for found in _crossings()
        if _inside(found.name)[:1] == ["store"] and found.file.parts[:2] == (PACKAGE, "server")
    ]
    assert not wrong, "\n".join([*wrong, "Ask the feature's queries or actions through its door."])


def _through_the_window() -> Iterator[Import]:
    return (found for found in _crossings() if found.file.parts[:2] != (PACKAGE, "server"))


def _crossings() -> Iterator[Import]:
    """Imports of a feature's inner module from outside the feature."""
    known = modules()
    for path in known.values():
        for found in imports(path):
            feature = ".".join(found.name.split(".")[:FEATURE_DEPTH])
            here = f"{module_name(path)}."
            inner = _inside(found.name)
            if inner and f"{feature}.{inner[0]}" in known and not here.startswith(f"{feature}."):
                yield found


def _inside(name: str) -> list[str]:
    """What comes after veillee.GROUP.FEATURE; nothing for other names and for the server, which is no feature."""
    parts = name.split(".")
    is_feature = parts[0] == PACKAGE and len(parts) > FEATURE_DEPTH and parts[1] != "server"
    return parts[FEATURE_DEPTH:] if is_feature else []
