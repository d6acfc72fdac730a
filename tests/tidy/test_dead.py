"""No file that nothing reaches."""

import re
from pathlib import Path

from tests.tidy.tree import files_of, imports, module_name, modules, read

RUN_BY_NAME = {"veillee.__main__", "veillee.server.cli", "veillee.server.openapi"}
CLIENT_ENTRIES = {"main.ts", "sw.ts", "service-worker.ts", "vite-env.d.ts", "app.d.ts"}
CLIENT_IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']([^"']+)["']""")


def test_every_module_is_imported() -> None:
    """A module that neither the program nor another module imports is dead."""
    known = modules()
    reached = {module for path in known.values() for found in imports(path) for module in _reached(found.name, path)}
    dead = [
        str(path) for name, path in known.items() if name not in reached | RUN_BY_NAME and path.name != "__init__.py"
    ]
    assert not dead, "\n".join([*dead, "Wire it in veillee/server, export it from its door, or delete it."])


def test_every_client_file_is_imported() -> None:
    """The same for the web clients: each TypeScript and Svelte file is imported by another."""
    sources = [path for path in files_of(".ts", ".svelte") if path.parts[0] == "clients" and "src" in path.parts]
    named = {_stem(target) for path in sources for target in CLIENT_IMPORT.findall(read(path) or "")}
    dead = [str(path) for path in sources if path.name not in CLIENT_ENTRIES and not _names_of(path) & named]
    assert not dead, "\n".join([*dead, "Import it where it is needed, or delete it."])


def _reached(name: str, importer: Path) -> set[str]:
    """The name itself and its parent: `from a.b import c` reaches a.b and, when it is a module, a.b.c."""
    return {name, name.rpartition(".")[0]} - {module_name(importer)}


def _stem(target: str) -> str:
    return re.sub(r"\.(?:ts|js|svelte)$", "", target.rpartition("/")[2])


def _names_of(path: Path) -> set[str]:
    """How an import may name this file: by its stem, by what a package exports it as, or by its folder."""
    stem = _stem(path.name)
    return {stem, stem.removesuffix(".svelte"), path.parent.name if stem == "index" else stem}
