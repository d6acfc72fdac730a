"""The cases: functionalities, each with a label, harmful lines and their benign twins; and ordinary chat.

One line is one case. `{a|b|c}` in a line stands for as many cases as it has choices; several in one line advance
together, so that they agree with each other. Lines stand under the register in which they are written (`REGISTERS`).
"""

import re
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import yaml

FOLDER = Path(__file__).parent
CHAT_ROUNDS = 4
CHOICE = re.compile(r"\{([^{}]*)\}")
Register = Literal["fr", "sms", "teen", "verlan", "be", "qc", "ma", "en"]
REGISTERS = {
    "fr": "French",
    "sms": "French, SMS spelling",
    "teen": "French, teenagers",
    "verlan": "French, verlan",
    "be": "Belgian French",
    "qc": "Québécois",
    "ma": "Maghrebi French",
    "en": "English",
}


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    label: str
    harmful: dict[Register, str]
    benign: dict[Register, str]


class Case(msgspec.Struct, frozen=True):
    register: str
    text: str


class Functionality(msgspec.Struct, frozen=True):
    """One way of doing harm, with twins that look like it and do none."""

    label: str
    harmful: tuple[Case, ...]
    benign: tuple[Case, ...]


def expand(line: str, rounds: int = 1) -> list[str]:
    """The line once for every choice of its longest `{a|b|c}`; further rounds put other choices side by side."""
    choices = [found[1].split("|") for found in CHOICE.finditer(line)]
    template = CHOICE.sub("{}", line) if choices else ""
    count = max(map(len, choices), default=0)
    made = [
        template.format(*(each[(at + turn * place) % len(each)] for place, each in enumerate(choices)))
        for turn in range(rounds)
        for at in range(count)
    ]
    return list(dict.fromkeys(made)) or [line]


@cache
def functionalities(folder: str = "harm") -> dict[str, Functionality]:
    """Name → functionality, over all files of `harm`; or of `unseen`, which nothing may be tuned to."""
    found: dict[str, Functionality] = {}
    for path in sorted((FOLDER / folder).glob("*.yaml")):
        for name, entry in msgspec.convert(yaml.safe_load(path.read_text("utf-8")), dict[str, _Entry]).items():
            found[name] = Functionality(entry.label, _cases(entry.harmful), _cases(entry.benign))
    return found


@cache
def ordinary_chat(folder: str = "chat") -> tuple[str, ...]:
    """What people say on an ordinary evening. Choices of one line are independent of each other here."""
    paths = sorted((FOLDER / folder).glob("*.txt"))
    lines = (line for path in paths for line in path.read_text("utf-8").splitlines())
    return tuple(dict.fromkeys(text for line in lines for text in expand(line, CHAT_ROUNDS)))


class Written(msgspec.Struct, frozen=True):
    """What one author wrote: (label, harmful line, twin), and ordinary chat."""

    pairs: tuple[tuple[str, str, str], ...]
    chat: tuple[str, ...]


@cache
def written_by(folder: str) -> dict[str, Written]:
    """Author → lines, of each `NAME.txt` of a folder, and of `NAME.tsv` where there is one.

    The scorer learns from `learnt`; those of `blind` had seen no rule, and nothing may be tuned to them.
    """
    found: dict[str, Written] = {}
    for path in sorted((FOLDER / folder).glob("*.txt")):
        pairs = path.with_suffix(".tsv")
        rows = (line.split("\t") for line in (pairs.read_text("utf-8").splitlines() if pairs.exists() else ()))
        chat = path.read_text("utf-8").splitlines()
        found[path.stem] = Written(tuple((label, line, twin) for label, line, twin in rows), tuple(chat))
    return found


def _cases(lines: dict[Register, str]) -> tuple[Case, ...]:
    return tuple(
        Case(register, text)
        for register, block in lines.items()
        for line in block.splitlines()
        for text in expand(line)
    )
