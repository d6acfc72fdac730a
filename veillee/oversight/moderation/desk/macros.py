"""Macros: texts to begin with, as data, in French and English; operators add files of their own."""

from pathlib import Path

import msgspec

from veillee.oversight.moderation.model import FACTS_CHARS_MAX
from veillee.oversight.moderation.wire import DecisionKind, Words
from veillee.safety.policy import PolicyError, PolicyFolder

FOLDER = "macros"
LANGUAGES = frozenset({"fr", "en"})


class Macro(msgspec.Struct, frozen=True, kw_only=True):
    """A text to begin with. `kinds`: the decisions it suits, all when there are none; `article`: which it goes with;
    `text`: what the person reads, to be completed."""

    id: str
    title: Words
    text: Words
    kinds: list[DecisionKind] = []
    article: str | None = None


class _Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: Words
    text: Words
    kinds: list[DecisionKind] = []
    article: str | None = None


def load_macros(*folders: Path) -> list[Macro]:
    """The macros of these policy folders, in the order of their files. Raises PolicyError with file and line."""
    found: dict[str, Macro] = {}
    for file in PolicyFolder(*folders, part=FOLDER).below(FOLDER):
        for name, value in file.entries():
            entry = file.parse(value, _Entry)
            if set(entry.title) != LANGUAGES or set(entry.text) != LANGUAGES:
                raise PolicyError(file.name, 1, f"{name}: title and text are in fr and en")
            if max(map(len, entry.text.values())) > FACTS_CHARS_MAX:
                raise PolicyError(file.name, 1, f"{name}: a text is longer than {FACTS_CHARS_MAX} characters")
            found[name] = Macro(id=name, **msgspec.structs.asdict(entry))
    return list(found.values())
