"""One message as the gate reads it, every character of it traceable to the original."""

import re
from functools import cached_property

from veillee.safety.policy.text.fold import fold, fold_with_origins
from veillee.safety.policy.text.spelling import Spelling
from veillee.safety.policy.text.words import spread, spread_with_origins

SPACED_LETTERS_MIN = 3
TOKEN = re.compile(r"\S+")


class View:
    """`folded`: plain letters with punctuation, for patterns. `words`: ` word word . word `, for the lexicon."""

    __slots__ = ("__dict__", "_groups", "_pieces", "folded", "text", "words")

    def __init__(self, text: str, spelling: Spelling) -> None:
        self.text = text
        self.folded = fold(text)
        tokens = _mark_quotes(spread(self.folded)).split()
        self._groups: list[tuple[int, int]] | None = None
        if _has_lone_letters(tokens):
            tokens, self._groups = _join_lone_letters(tokens, spelling)
        read = spelling.read
        self._pieces = [read(token) for token in tokens]
        self.words = f" {' '.join(self._pieces)} "

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `words[start:end]` stands in the original text."""
        first, last = self._token_at(start), self._token_at(max(start, end - 2))
        if self._groups is not None:
            first, last = self._groups[first][0], self._groups[last][1]
        places = self._token_places
        return places[first][0], places[last][1]

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
    def _origins(self) -> list[int]:
        return fold_with_origins(self.text)[1]

    @cached_property
    def _token_places(self) -> list[tuple[int, int]]:
        folded, origins = fold_with_origins(self.text)
        spaced, kept = spread_with_origins(folded, origins)
        return [(kept[m.start()], kept[m.end() - 1] + 1) for m in TOKEN.finditer(_mark_quotes(spaced))]


def _mark_quotes(spaced: str) -> str:
    return spaced


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
        word = "".join(token for token in tokens[index:end] if token.isalnum())
        if end - index >= SPACED_LETTERS_MIN and len(word) >= SPACED_LETTERS_MIN and _makes_sense(word, spelling):
            joined.append(word)
            groups.append((index, end - 1))
            index = end
        else:
            joined.append(tokens[index])
            groups.append((index, index))
            index += 1
    return joined, groups


def _end_of_lone_run(tokens: list[str], start: int) -> int:
    end = at = start
    while at < len(tokens) and at - start < 64:
        if len(tokens[at]) == 1 and tokens[at].isalnum():
            end = at + 1
        elif tokens[at] not in (".", ","):
            break
        at += 1
    return end


def _makes_sense(word: str, spelling: Spelling) -> bool:
    if word.isdigit():
        return False
    meant = spelling.read(word)
    return " " in meant or spelling.knows(meant)
