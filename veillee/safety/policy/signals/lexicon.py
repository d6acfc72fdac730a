"""The lexicon: families of words and turns of phrase, each family with one role, found in one pass."""

import re
from collections.abc import Iterable, Iterator

import ahocorasick_rs
import msgspec

from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.files import PolicyFile, line_of
from veillee.safety.policy.text import Spelling
from veillee.safety.policy.text.fold import fold
from veillee.safety.policy.text.spelling import split_list
from veillee.safety.policy.text.words import spread

EXPANSIONS_MAX = 40_000
MARKS = re.compile(r"([{|}])")
PLAIN = re.compile(r"[^{}|]+")
MACRO = re.compile(r"<(\w+)>")
RANGE = re.compile(r"^(\d+)-(\d+)$")

Hits = dict[str, list[tuple[int, int]]]
"""Family → places in `View.words`, in order, each [start, end) with one space on both sides included."""


class _FamilyEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    role: str
    note: str = ""
    fr: str = ""
    en: str = ""
    any: str = ""


class Family(msgspec.Struct, frozen=True):
    """Words that do the same work. `terms` are plain words as `Spelling` gives them."""

    name: str
    role: str
    terms: frozenset[str]


def _folded(written: str) -> str:
    """Plain letters, with the braces and bars of a template left standing."""
    return "".join(piece if piece in "{|}" else _spread_words(piece) for piece in MARKS.split(fold(written)))


def _spread_words(piece: str) -> str:
    return piece if RANGE.match(piece) else spread(piece)


def expand(entry: str) -> list[str]:
    """`{je|on {ne|}} {10-12}` → every combination of the choices. Raises ValueError for braces that do not match."""
    phrases, end = _sequence(entry, 0)
    if end != len(entry):
        raise ValueError(f"unmatched brace or bar in {entry!r}")
    return phrases


def _sequence(text: str, at: int) -> tuple[list[str], int]:
    phrases = [""]
    while at < len(text) and text[at] not in "|}":
        if text[at] == "{":
            choices, at = _choices(text, at + 1)
        else:
            plain = PLAIN.match(text, at)
            choices, at = ([plain[0]], plain.end()) if plain else ([], at + 1)
        if len(phrases) * len(choices) > EXPANSIONS_MAX:
            raise ValueError(f"{text!r} stands for more than {EXPANSIONS_MAX} phrases")
        phrases = [before + choice for before in phrases for choice in choices]
    return phrases, at


def _choices(text: str, at: int) -> tuple[list[str], int]:
    choices: list[str] = []
    while True:
        inner, at = _sequence(text, at)
        span = RANGE.match(inner[0])
        choices += [str(n) for n in range(int(span[1]), int(span[2]) + 1)] if span else inner
        if at >= len(text):
            raise ValueError(f"unmatched brace in {text!r}")
        at += 1
        if text[at - 1] == "}":
            return choices, at


class Lexicon:
    """All families of all files. Building it teaches the spelling which words exist."""

    def __init__(self, files: Iterable[PolicyFile], macros: dict[str, str], spelling: Spelling) -> None:
        self._spelling = spelling
        self._macros = macros
        self.families: dict[str, Family] = {}
        owners: dict[str, tuple[str, ...]] = {}
        for file in files:
            for name, value in file.entries():
                self._add(file, name, value, owners)
        terms = list(owners)
        self._owners = list(owners.values())
        self._search = ahocorasick_rs.AhoCorasick([f" {term} " for term in terms]).find_matches_as_indexes
        spelling.learn(" ".join(terms).split())

    def find(self, words: str) -> Hits:
        """Every place of every family in the words of a view."""
        hits: Hits = {}
        owners = self._owners
        for term, start, end in self._search(words, overlapping=True):
            for family in owners[term]:
                hits.setdefault(family, []).append((start, end))
        return hits

    def _add(self, file: PolicyFile, name: str, value: object, owners: dict[str, tuple[str, ...]]) -> None:
        entry = file.parse(value, _FamilyEntry)
        if name in self.families:
            raise PolicyError(file.name, line_of(value), f"family {name!r} exists already")
        terms = frozenset(self._terms(file, line_of(value), f"{entry.fr},{entry.en},{entry.any}"))
        if not terms:
            raise PolicyError(file.name, line_of(value), f"family {name!r} has no words")
        self.families[name] = Family(name, entry.role, terms)
        for term in terms:
            owners[term] = (*owners.get(term, ()), name)

    def _terms(self, file: PolicyFile, line: int, listed: str) -> Iterator[str]:
        for entry in split_list(listed):
            try:
                written = self._with_macros(entry)
            except KeyError as error:
                raise PolicyError(file.name, line, f"no macro is called {error.args[0]!r}") from error
            try:
                terms = expand(_folded(written))
            except ValueError as error:
                raise PolicyError(file.name, line, str(error)) from error
            yield from filter(None, map(self._plain, terms))

    def _with_macros(self, entry: str) -> str:
        while found := MACRO.search(entry):
            choices = self._macros[found[1]]
            within = entry.rfind("{", 0, found.start()) > entry.rfind("}", 0, found.start())
            entry = entry[: found.start()] + (choices if within else "{" + choices + "}") + entry[found.end() :]
        return entry

    def _plain(self, term: str) -> str:
        return " ".join(map(self._spelling.plain, term.split()))
