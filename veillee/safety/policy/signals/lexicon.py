"""The lexicon: families of words and turns of phrase, each family with one role, found in one pass."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.files import PolicyFile, line_of
from veillee.safety.policy.signals.automaton import Builder, Hits, find
from veillee.safety.policy.signals.templates import RANGE, Sequence, parse, words_of
from veillee.safety.policy.text import Spelling
from veillee.safety.policy.text.fold import fold
from veillee.safety.policy.text.words import split_list, spread

END = "."
"""Lets a phrase end a sentence, which the end of the text does too."""
MACROS_MAX = 100
MARKS = re.compile(r"([{|}])")
MACRO = re.compile(r"<(\w+)>")


Strength = Literal["weak", "plain", "strong"]
"""How much one of a family's words says by itself: `weak` ones are everybody's, `strong` ones nearly speak alone."""

STRENGTHS: tuple[Strength, ...] = ("strong", "plain", "weak")

EXCUSES = ("negation", "quotation", "counter")
"""The roles of words that take force away: their strength adds none."""


class _FamilyEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    role: str
    strength: Strength = "plain"
    note: str = ""
    fr: str = ""
    en: str = ""
    any: str = ""


class Family(msgspec.Struct, frozen=True):
    """Words that do the same work."""

    name: str
    role: str
    strength: Strength


class Lexicon:
    """All families of all files, and their `words`. Building it teaches the spelling which words exist."""

    def __init__(self, files: Iterable[PolicyFile], macros: dict[str, str], spelling: Spelling) -> None:
        self._spelling = spelling
        self._macros = macros
        self.families: dict[str, Family] = {}
        self._pieces: dict[str, str] = {}
        phrases, french = Builder(), set[str]()
        for file in files:
            for name, value in file.entries():
                self._add(file, name, value, phrases, french)
        self._start = phrases.build()
        self.words = phrases.words()
        spelling.learn(self.words, french & self.words)
        speaking = (family for family in self.families.values() if family.role not in EXCUSES)
        self._strengths: dict[str, Strength] = {family.name: family.strength for family in speaking}

    def find(self, words: list[str]) -> Hits:
        """Every place of every family in the words of a view, and in what the end of the text adds to them."""
        return find(self._start, [*words, END])

    def strongest(self, hits: Hits, size: int) -> Strength | None:
        """The greatest strength among families found within so many characters, but for those that excuse."""
        found = {
            self._strengths.get(family)
            for family, places in hits.items()
            if places[0][1] <= size or any(place[1] <= size for place in places)
        }
        return next((strength for strength in STRENGTHS if strength in found), None)

    def _add(self, file: PolicyFile, name: str, value: object, phrases: Builder, french: set[str]) -> None:
        entry, line = file.parse(value, _FamilyEntry), line_of(value)
        if name in self.families:
            raise PolicyError(file.name, line, f"family {name!r} exists already")
        in_french = list(self._templates(file, line, entry.fr))
        french.update(word for template in in_french for word in words_of(template))
        found = 0
        for template in (*in_french, *self._templates(file, line, f"{entry.en},{entry.any}")):
            found += phrases.add(template, name)
        if not found:
            raise PolicyError(file.name, line, f"family {name!r} has no words")
        self.families[name] = Family(name, entry.role, entry.strength)

    def _templates(self, file: PolicyFile, line: int, listed: str) -> Iterator[Sequence]:
        for entry in split_list(listed):
            try:
                yield parse(self._plain_pieces(self._with_macros(entry)))
            except KeyError as error:
                raise PolicyError(file.name, line, f"no macro is called {error.args[0]!r}") from error
            except RecursionError as error:
                raise PolicyError(file.name, line, f"{entry!r} names a macro that leads back to itself") from error
            except ValueError as error:
                raise PolicyError(file.name, line, str(error)) from error

    def _with_macros(self, entry: str) -> str:
        for _ in range(MACROS_MAX):
            found = MACRO.search(entry)
            if found is None:
                return entry
            choices = self._macros[found[1]]
            within = entry.rfind("{", 0, found.start()) > entry.rfind("}", 0, found.start())
            entry = entry[: found.start()] + (choices if within else "{" + choices + "}") + entry[found.end() :]
        raise RecursionError

    def _plain_pieces(self, written: str) -> str:
        """Plain words between the braces and bars, spelled out once and not in every combination."""
        return "".join(piece if piece in "{|}" else self._plain(piece) for piece in MARKS.split(fold(written)))

    def _plain(self, piece: str) -> str:
        known = self._pieces.get(piece)
        if known is None:
            known = self._pieces[piece] = self._plain_piece(piece)
        return known

    def _plain_piece(self, piece: str) -> str:
        if RANGE.match(piece):
            return piece
        words = " ".join(map(self._spelling.plain, spread(piece).split()))
        return f"{' ' if piece[:1] == ' ' else ''}{words}{' ' if piece[-1:] == ' ' else ''}"
