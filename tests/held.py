"""docs/rows.md as a value: which columns `veillee ledger verify` holds, and why it does not hold the others."""

import re
from functools import cache
from pathlib import Path

import msgspec

PAGE = Path(__file__).parents[1] / "docs" / "rows.md"
ROWS = ("gone", "new")
"""What can be said of whole rows, among the columns that are not held."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A table. named: what verify calls its rows; held: columns; excused: columns, and whole rows, with why."""

    named: tuple[str, ...]
    held: tuple[str, ...]
    excused: dict[str, str]


@cache
def read_page() -> dict[str, Held]:
    """Every table of the page. A table or column that stands there twice is kept twice in the error."""
    found: dict[str, Held] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            table, held, named, _, excused = [cell.strip() for cell in line.strip("|").split("|")]
            assert table not in found, f"{table} stands twice in {PAGE.name}"
            found[table.strip("`")] = Held(
                named=tuple(name.strip() for name in named.split(",") if name),
                held=tuple(_columns(held)),
                excused=_excused(excused),
            )
    return found


def _excused(cell: str) -> dict[str, str]:
    """`a` `b`: because; `c`: because."""
    found: dict[str, str] = {}
    for names, why in re.findall(r"((?:`[a-z_]+` ?)+): (.*?)(?=; `|$)", cell):
        found |= dict.fromkeys(_columns(names), why)
    return found


def _columns(text: str) -> list[str]:
    return re.findall(r"`([a-z_]+)`", text)
