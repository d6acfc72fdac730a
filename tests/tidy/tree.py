"""What the tidy tests look at: the files that git knows or would know, and what they import."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "veillee"


class Import(NamedTuple):
    """One imported dotted name, from the file and line where it stands. `from a import b` names `a.b`."""

    file: Path
    line: int
    name: str


@cache
def files() -> tuple[Path, ...]:
    """Every file that is committed or about to be, relative to the clone."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(Path(name) for name in sorted(set(listing.stdout.splitlines())) if (ROOT / name).is_file())


def files_of(*suffixes: str) -> Iterator[Path]:
    """Those files whose name ends so."""
    return (path for path in files() if path.suffix in suffixes)


def read(path: Path) -> str | None:
    """The file's text; None for one that is not text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


@cache
def syntax(path: Path) -> ast.Module:
    """The Python file's syntax tree."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))


def modules() -> dict[str, Path]:
    """Dotted name to file of every module of the package."""
    return {module_name(path): path for path in files_of(".py") if path.parts[0] == PACKAGE}


def module_name(path: Path) -> str:
    """veillee/community/rooms/__init__.py is veillee.community.rooms."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[Import]:
    """Every name that the Python file imports, relative ones made absolute."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            yield from (Import(path, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = _source(path, node)
            yield from (Import(path, node.lineno, f"{source}.{alias.name}") for alias in node.names)


def _source(path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = path.parts[: len(path.parts) - node.level]
    return ".".join((*package, node.module) if node.module else package)
