"""Where the files that are not Python lie: inside an installed wheel, or in the checkout."""

from pathlib import Path
from typing import Literal

PACKAGE = Path(__file__).resolve().parents[2]
IN_CHECKOUT = {
    "policies": Path("policies"),
    "migrations": Path("migrations"),
    "web": Path("clients/web/dist"),
    "console": Path("clients/console/dist"),
}


class AssetMissing(Exception):
    """A folder of data files is neither in the installed package nor in the checkout."""


def asset_dir(name: Literal["policies", "migrations", "web", "console"]) -> Path:
    """The folder of that name. Raises AssetMissing when it is nowhere."""
    candidates = (PACKAGE / "_assets" / name, PACKAGE.parent / IN_CHECKOUT[name])
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise AssetMissing(f"{name}: not found in the package nor in the checkout; run bin/setup")
