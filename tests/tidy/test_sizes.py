"""Short files, short functions. What is longer stands in sizes.json with its size, which may only shrink."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from tests.tidy.tree import ROOT, files_of, read, syntax

FILE_LINES_MAX = {".py": 300, ".ts": 300, ".svelte": 200, ".css": 400}
FUNCTION_LINES_MAX = 60
BASELINE = Path("tests/tidy/sizes.json")


def test_files_and_functions_are_short() -> None:
    """Nobody reads what does not fit on a few screens."""
    allowed = _baseline()
    grown = [f"{name}: {size} lines, at most {allowed.get(name, limit)}" for name, size, limit in _long(allowed)]
    assert not grown, "\n".join(
        [
            *grown,
            "Split it along what it does: a file by noun, a function by step. Do not raise a number in sizes.json.",
        ]
    )


def test_the_baseline_only_shrinks() -> None:
    """What has become shorter may not grow again."""
    sizes = {name: size for name, size, _ in _sizes()}
    stale = [
        f"{name}: {allowed} in {BASELINE}, now {sizes.get(name, 'gone')}"
        for name, allowed in _baseline().items()
        if sizes.get(name) is None or sizes[name] < allowed
    ]
    assert not stale, "\n".join([*stale, "Good. Lower the number, or take the line out when it is within the limit."])


def _long(allowed: dict[str, int]) -> Iterator[tuple[str, int, int]]:
    return ((name, size, limit) for name, size, limit in _sizes() if size > allowed.get(name, limit))


def _sizes() -> Iterator[tuple[str, int, int]]:
    for path in files_of(*FILE_LINES_MAX):
        yield str(path), len((read(path) or "").splitlines()), FILE_LINES_MAX[path.suffix]
    for path in files_of(".py"):
        if path.parts[0] == "migrations":
            continue  # A list of tables, in the order in which they came; splitting it would hide that order.
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path}::{node.name}", (node.end_lineno or 0) - node.lineno + 1, FUNCTION_LINES_MAX


def _baseline() -> dict[str, int]:
    known: dict[str, int] = json.loads((ROOT / BASELINE).read_text())
    return known
