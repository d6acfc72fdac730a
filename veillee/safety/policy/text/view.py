"""One message as the gate reads it, every character of it traceable to the original."""

import re
from collections.abc import Sequence
from functools import cached_property

from veillee.safety.policy.text.fold import fold, fold_with_origins
from veillee.safety.policy.text.spelling import Spelling
from veillee.safety.policy.text.words import spread, spread_with_origins

SPACED_LETTERS_MIN = 3
SPACED_STARTS_MAX = 3
SPACED_RUN_MAX = 64
NUMBERS_MIN = 4
TOKEN = re.compile(r"\S+")


class View:
    """`folded`: plain letters with punctuation, for patterns. `words`: ` word word . word `, for the lexicon."""

    __slots__ = ("__dict__", "_groups", "_pieces", "disguised", "folded", "text", "words")

    def __init__(self, text: str, spelling: Spelling) -> None:
        self.text = text
        self.folded = fold(text)
        tokens = spread(self.folded).split()
        self._groups: list[tuple[int, int]] | None = None
        if _has_lone_letters(tokens):
            tokens, self._groups = _join_lone_letters(tokens, spelling)
        read = spelling.read
        self._pieces = [read(token) for token in tokens]
        self.words = f" {' '.join(self._pieces)} "
        self.disguised = _first_disguised(tokens, spelling, self._groups)

    @property
    def has_numbers(self) -> bool:
        """Four words or more that are numbers."""
        return sum(map(str.isdigit, self._pieces)) >= NUMBERS_MIN

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `words[start:end]` stands in the original text."""
        first, last = self._token_at(start), self._token_at(max(start, end - 2))
        if self._groups is not None:
            first, last = self._groups[first][0], self._groups[last][1]
        places = self._token_places
        return places[first][0], places[last][1]

    def disguised_place(self) -> tuple[int, int] | None:
        """Where in `words` the first disguised word stands."""
        if self.disguised is None:
            return None
        start = sum(len(piece) + 1 for piece in self._pieces[: self.disguised])
        return start, start + len(self._pieces[self.disguised]) + 2

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """Where `folded[start:end]` stands in the original text."""
        origins = self._origins
        return origins[start], origins[max(start, end - 1)] + 1

    def _token_at(self, position: int) -> int:
        """The index of the token to which a place in `words` belongs (the space before it belongs to it)."""
        at = 0
        for index, piece in enumerate(self._pieces):
            at += len(piece) + 1
            if position < at:
                return index
        return len(self._pieces) - 1

    @cached_property
    def _origins(self) -> Sequence[int]:
        return fold_with_origins(self.text)[1]

    @cached_property
    def _token_places(self) -> list[tuple[int, int]]:
        folded, origins = fold_with_origins(self.text)
        spaced, kept = spread_with_origins(folded, origins)
        return [(kept[m.start()], kept[m.end() - 1] + 1) for m in TOKEN.finditer(spaced)]


def _first_disguised(tokens: list[str], spelling: Spelling, groups: list[tuple[int, int]] | None) -> int | None:
    """The index of the first word that was written with signs, or with its letters set apart."""
    if groups:
        return next((at for at, (first, last) in enumerate(groups) if first != last), None)
    disguised = spelling.disguised
    return next((at for at, token in enumerate(tokens) if token in disguised), None) if disguised else None


def _has_lone_letters(tokens: list[str]) -> bool:
    lone = 0
    for token in tokens:
        if len(token) == 1 and token.isalnum():
            lone += 1
            if lone >= SPACED_LETTERS_MIN:
                return True
        elif token not in (".", ","):
            lone = 0
    return False


def _join_lone_letters(tokens: list[str], spelling: Spelling) -> tuple[list[str], list[tuple[int, int]]]:
    """`p é d é` → `pede`, where that makes a word; and which tokens each one was made of."""
    joined: list[str] = []
    groups: list[tuple[int, int]] = []
    index = 0
    while index < len(tokens):
        end = _end_of_lone_run(tokens, index)
        first = _start_of_word(tokens, index, end, spelling)
        joined += tokens[index:first]
        groups += [(at, at) for at in range(index, first)]
        if first < end:
            joined.append("".join(filter(str.isalnum, tokens[first:end])))
            groups.append((first, end - 1))
        index = end
    return joined, groups


def _start_of_word(tokens: list[str], start: int, end: int, spelling: Spelling) -> int:
    """Where in the run of lone letters a word begins; `end` when there is none."""
    for first in range(start, min(end - SPACED_LETTERS_MIN, start + SPACED_STARTS_MAX) + 1):
        word = "".join(filter(str.isalnum, tokens[first:end]))
        if sum(map(str.isalpha, word)) >= SPACED_LETTERS_MIN and _makes_sense(word, spelling):
            return first
    return end


def _end_of_lone_run(tokens: list[str], start: int) -> int:
    """The end of the run of lone letters that starts here, or the next token when none does."""
    end = at = start
    while at < len(tokens) and at - start < SPACED_RUN_MAX:
        if len(tokens[at]) == 1 and tokens[at].isalnum():
            end = at + 1
        elif end == start or tokens[at] not in (".", ","):
            break
        at += 1
    return max(end, start + 1)


def _makes_sense(word: str, spelling: Spelling) -> bool:
    meant = spelling.read(word)
    return " " in meant or spelling.knows(meant)
