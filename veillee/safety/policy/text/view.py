"""One message as the gate reads it, every character of it traceable to the original."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from veillee.safety.policy.text.fold import fold, origins_of
from veillee.safety.policy.text.spelling import Spelling
from veillee.safety.policy.text.words import may_be_signed, spread, token_places

SPACED_LETTERS_MIN = 3
SPACED_LETTERS_MAX = 256
SPACED_RUN_MAX = 128
KNOWN_LETTERS_MIN = 0.6
LONE_LETTER_COST = 3
NUMBERS_MIN = 4
LONE_LETTERS = re.compile(rf" \w(?: (?:[.,] )*\w){{{SPACED_LETTERS_MIN - 1}}} ")


class View:
    """`folded`: plain letters with punctuation, for patterns. `words`: ` word word . word `, for the lexicon.

    `tokens`: what they were made of, `alone` of them one letter or one mark.
    """

    __slots__ = ("__dict__", "_groups", "_pieces", "_typed", "alone", "disguised", "folded", "text", "tokens", "words")

    def __init__(self, text: str, spelling: Spelling) -> None:
        self.text = text
        self.folded = fold(text)
        apart = spread(self.folded)
        self._typed = tokens = apart.split()
        self._groups: list[tuple[int, int]] | None = None
        self.alone = _count_alone(tokens)
        if _has_lone_letters(tokens, self.alone):
            tokens, self._groups = _join_lone_letters(tokens, spelling)
            self.alone = _count_alone(tokens)
        self.tokens = tokens
        self._pieces = spelling.read_all(tokens)
        self.words = f" {' '.join(self._pieces)} "
        self.disguised = _first_disguised(tokens, apart, spelling, self._groups)

    @property
    def said(self) -> list[str]:
        """The words one by one."""
        several = len(self._pieces) < self.words.count(" ") - 1
        return self.words.split() if several else self._pieces

    def known_share(self, typed: frozenset[str]) -> float:
        """How many of the words of more than one letter are known as they were typed; 1 where there are none."""
        words = len(self.tokens) - self.alone
        strange = [token for token in self.tokens if token not in typed and len(token) > 1]
        return (words - len(strange)) / words if words else 1.0

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
        return min(bisect_right(self._piece_ends, position), len(self._pieces) - 1)

    @cached_property
    def _piece_ends(self) -> list[int]:
        return list(accumulate([len(piece) + 1 for piece in self._pieces]))

    @cached_property
    def _origins(self) -> Sequence[int]:
        return origins_of(self.text, self.folded)

    @cached_property
    def _token_places(self) -> list[tuple[int, int]]:
        places, origins = token_places(self.folded, self._typed), self._origins
        if isinstance(origins, range):
            return places
        return [(origins[start], origins[end - 1] + 1) for start, end in places]


def _first_disguised(
    tokens: list[str], apart: str, spelling: Spelling, groups: list[tuple[int, int]] | None
) -> int | None:
    """The index of the first word that was written with signs, or with its letters set apart."""
    if groups:
        return next((at for at, (first, last) in enumerate(groups) if first != last), None)
    return spelling.find_disguised(tokens) if may_be_signed(apart) else None


def _count_alone(tokens: list[str]) -> int:
    """How many are one letter or one mark."""
    return list(map(len, tokens)).count(1)


def _has_lone_letters(tokens: list[str], alone: int) -> bool:
    """Whether as many as `SPACED_LETTERS_MIN` follow each other, but for marks."""
    if alone < SPACED_LETTERS_MIN or alone - tokens.count(".") - tokens.count(",") < SPACED_LETTERS_MIN:
        return False
    return LONE_LETTERS.search(f" {' '.join(tokens)} ") is not None


def _join_lone_letters(tokens: list[str], spelling: Spelling) -> tuple[list[str], list[tuple[int, int]]]:
    """`p é d é` → `pede`, where that makes words; and which tokens each one was made of."""
    joined: list[str] = []
    groups: list[tuple[int, int]] = []
    index, left = 0, SPACED_LETTERS_MAX
    while index < len(tokens):
        if len(tokens[index]) > 1:
            joined.append(tokens[index])
            groups.append((index, index))
            index += 1
            continue
        end = _end_of_lone_run(tokens, index)
        words = _words_in(tokens, index, end, spelling) if end - index >= SPACED_LETTERS_MIN and left > 0 else None
        left -= end - index if end - index > 1 else 0
        for first, last in words or [(at, at) for at in range(index, end)]:
            joined.append("".join(filter(str.isalnum, tokens[first : last + 1])) if last > first else tokens[first])
            groups.append((first, last))
        index = end
    return joined, groups


def _words_in(tokens: list[str], start: int, end: int, spelling: Spelling) -> list[tuple[int, int]] | None:
    """The run of lone letters cut into known words and single letters; None when most of it makes no words."""
    places = [at for at in range(start, end) if tokens[at].isalnum()]
    letters = "".join(tokens[at] for at in places)
    if len(letters) < SPACED_LETTERS_MIN or letters.isdigit():
        return None
    sizes = _cut(letters, spelling)
    if sum(size for size in sizes if size > 1) < len(letters) * KNOWN_LETTERS_MIN:
        return None
    found, at = [], 0
    for size in sizes:
        found.append((places[at], places[at + size - 1]))
        at += size
    return found


def _cut(letters: str, spelling: Spelling) -> list[int]:
    """The lengths of known words and single letters that make up the letters, as cheap as can be."""
    count = len(letters)
    costs, sizes = [0.0, *[float("inf")] * count], [0] * (count + 1)
    for start in range(count):
        before = costs[start]
        for length, added in spelling.words_at(letters, start):
            if before + added <= costs[start + length]:
                costs[start + length], sizes[start + length] = before + added, length
        if before + LONE_LETTER_COST <= costs[start + 1]:
            costs[start + 1], sizes[start + 1] = before + LONE_LETTER_COST, 1
    cut, end = [], count
    while end:
        cut.append(sizes[end])
        end -= sizes[end]
    return cut[::-1]


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
