"""Nothing is left half done, and nothing names the machine or the mirror it was made on."""

import re
from collections.abc import Iterable
from pathlib import Path

from tests.tidy.tree import ROOT, files, read

# Put together here so that this file does not hold what it looks for.
UNFINISHED = re.compile(
    "|".join(
        [
            r"\b(?:TO" + "DO|FIX" + "ME|XX" + r"X|HA" + r"CK)\b",
            r"\bpytest\.mark\.(?:sk" + "ip|xf" + r"ail)\b",
            r"\bNot" + r"ImplementedError\b",
            r"@ts-(?:ign" + "ore|noch" + "eck)",
            r"\b(?:it|test|describe)\.(?:sk" + "ip|on" + r"ly)\(",
        ]
    )
)
HOSTS = re.compile(
    "|".join([r"pypi\.o" + "rg", "pythonhosted" + r"\.o" + "rg", r"npmjs\.(?:o" + "rg|co" + "m)", r"deb\.deb" + "ian"])
)
PLACES = re.compile(r"(?<![\w.])/(?:" + "wo" + "rk|ro" + "ot|ho" + r"me/\w+)/")
NOT_OURS = {Path("LICENSE")}


def test_nothing_is_marked_as_unfinished() -> None:
    """What is worth doing is done or stands in an issue."""
    wrong = _lines_with(UNFINISHED)
    assert not wrong, "\n".join([*wrong, "Finish it, or open an issue and take the mark out."])


def test_no_file_names_a_registry() -> None:
    """Packages are named, hosts are not, so that any mirror serves (docs/decisions/0003)."""
    wrong = _lines_with(HOSTS)
    assert not wrong, "\n".join(
        [*wrong, "Take the address out; lock files are written by bin/lock, which leaves it out."]
    )


def test_no_file_names_a_place_on_one_machine() -> None:
    """A path that exists for one person is no path."""
    wrong = _lines_with(PLACES)
    assert not wrong, "\n".join([*wrong, "Use a path relative to the clone or to the data folder."])


def _lines_with(pattern: re.Pattern[str], among: Iterable[Path] | None = None) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path in (files() if among is None else among)
        if path not in NOT_OURS and (ROOT / path).suffix != ".lock"
        for number, line in enumerate((read(path) or "").splitlines(), 1)
        if pattern.search(line)
    ]
