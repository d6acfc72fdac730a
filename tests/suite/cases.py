"""The cases: files of functionalities, each with a label, harmful lines and their benign twins; and ordinary chat."""

from pathlib import Path

import msgspec
import yaml

FOLDER = Path(__file__).parent


class Functionality(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    label: str
    harmful: list[str]
    benign: list[str]


def functionalities() -> dict[str, Functionality]:
    """Name → functionality, over all files."""
    found: dict[str, Functionality] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        found |= msgspec.convert(yaml.safe_load(path.read_text("utf-8")), dict[str, Functionality])
    return found


def ordinary_chat() -> list[str]:
    """What people say on an ordinary evening, one line each."""
    return (FOLDER / "benign.txt").read_text("utf-8").splitlines()
