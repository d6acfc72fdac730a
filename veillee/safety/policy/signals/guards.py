"""Guards: words that take a signal's force away, where they govern it.

Each question is answered by the nearest of the guard's words, found by bisection: of all that could stand against a
signal the nearest does, or none. So a text full of excuses takes no longer than one with a few.
"""

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import Literal, NamedTuple

import msgspec

from veillee.safety.policy.signals.automaton import Hits

STOP, COMMA, QUOTE = " . ", " , ", ' " '
OUTSIDE_WORDS_MIN = 2
GOVERNING = frozenset(("lead", "clause", "sentence"))
Place = tuple[int, int]
Places = tuple[Place, ...]
"""Where the parts of one alternative stand in `View.words`."""


class Guard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """As `language/guards.yaml` says it.

    `chars` bounds `before` and `after`; the end of a sentence ends both, and a comma too unless `over_commas`. `lead`
    stands before the signal in its sentence, `clause` there or behind it with no comma between: a word that is merely
    somewhere else in the message excuses nothing, or adding it would switch the gate off.
    """

    families: list[str] = []
    scope: Literal["before", "after", "between", "sentence", "before_last", "lead", "clause", "quotes"]
    chars: int = 16
    over_commas: bool = False


class _Found(NamedTuple):
    """Places of some families: by where they start, where those up to each end at most, those from each at least."""

    places: list[Place]
    ends: list[int]
    last_end_up_to: list[int]
    first_end_from: list[int]


NOWHERE = _Found([], [], [], [])


class Said:
    """The words of one text and what was found in them, as guards ask about it."""

    def __init__(self, words: str, hits: Hits) -> None:
        self.words = words
        self.hits = hits
        self._stops: list[int] | None = None
        self._quotes: list[int] | None = None
        self._says_more = False
        self._places: dict[tuple[str, ...], list[Place]] = {}
        self._found: dict[int, _Found | None] = {}

    def places(self, families: tuple[str, ...]) -> list[Place]:
        """The places of any of them, by where they start."""
        if len(families) == 1:
            return self.hits.get(families[0], [])
        known = self._places.get(families)
        if known is None:
            known = sorted(place for family in families for place in self.hits.get(family, ()))
            self._places[families] = known
        return known

    def sentence_ends(self, start: int, end: int) -> bool:
        """Whether one does between two positions; the space on either side counts."""
        at = self.next_stop(start - 1)
        return at + len(STOP) <= end + 1

    def next_stop(self, position: int) -> int:
        """Where the next sentence ends; beyond the text when none does."""
        if self._stops is None:
            self._stops = _all_of(STOP, self.words)
        index = bisect_left(self._stops, max(0, position))
        return self._stops[index] if index < len(self._stops) else len(self.words)

    def guard_of(self, places: Places, guards: tuple[Guard, ...]) -> Guard | None:
        """The first of the guards that takes away the force of what stands at these places."""
        for guard in guards:
            # Most have no word in the text, and need not be asked about each place.
            found = self._found[id(guard)] if id(guard) in self._found else self._find(guard)
            if found is not None and self.is_guarded(places, guard, found):
                return guard
        return None

    def is_guarded(self, places: Places, guard: Guard, found: _Found) -> bool:
        """Whether the guard, whose words are found there, takes away the force of what stands at these places."""
        start, end = whole(places)
        if guard.scope in GOVERNING:
            return self._governs(found, start, end, guard.scope)
        match guard.scope:
            case "before":
                return self._ends_before(found, start, guard)
            case "before_last":
                return self._ends_before(found, max(p[0] for p in places), guard)
            case "after":
                index = bisect_left(found.places, (end - 1,))
                return index < len(found.places) and self._joined(end, found.places[index][0], guard)
            case "between":
                index = bisect_left(found.places, (min(p[1] for p in places) - 1,))
                return index < len(found.places) and found.first_end_from[index] <= max(p[0] for p in places) + 1
            case _:
                return self._is_quoted(start, end)

    def _find(self, guard: Guard) -> _Found | None:
        found = None
        if guard.scope == "quotes":
            found = NOWHERE if QUOTE in self.words else None
        elif not self.hits.keys().isdisjoint(guard.families):
            found = _sort(self.places(tuple(guard.families)), guard.scope)
        self._found[id(guard)] = found
        return found

    def _governs(self, found: _Found, start: int, end: int, scope: str) -> bool:
        """It leads to what stands from start to end; or, when it may, stands within it or follows."""
        index = bisect_left(found.places, (start,))
        if index and not self.sentence_ends(found.last_end_up_to[index - 1], start):
            return True
        if scope == "lead" or index == len(found.places):
            return False
        behind = found.places[index][0]
        if scope == "sentence":
            return behind < end or not self.sentence_ends(end, behind)
        between = self.words[end - 1 : behind + 1]
        return STOP not in between and COMMA not in between

    def _ends_before(self, found: _Found, position: int, guard: Guard) -> bool:
        index = bisect_right(found.ends, position + 1)
        return index > 0 and self._joined(found.ends[index - 1], position, guard)

    def _joined(self, left: int, right: int, guard: Guard) -> bool:
        """Nothing but a few words lie between the two positions."""
        if not -1 <= right - left <= guard.chars:
            return False
        between = self.words[max(0, left - 1) : right + 1]
        return STOP not in between and (guard.over_commas or COMMA not in between)

    def _is_quoted(self, start: int, end: int) -> bool:
        """All of it stands between quotation marks, and somebody says something outside them."""
        if self._quotes is None:
            self._quotes = _all_of(QUOTE, self.words)
            if len(self._quotes) > 1:
                outside = self.words[: self._quotes[0]] + self.words[self._quotes[-1] + len(QUOTE) :]
                self._says_more = len(outside.split()) >= OUTSIDE_WORDS_MIN
        opened = bisect_right(self._quotes, start + 1 - len(QUOTE))
        return self._says_more and opened % 2 == 1 and self._quotes[-1] >= end - 1


def whole(places: Places) -> Place:
    """From the start of the first to the end of the last."""
    if len(places) == 1:
        return places[0]
    return min([place[0] for place in places]), max([place[1] for place in places])


def _sort(places: list[Place], scope: str) -> _Found:
    """With the lists that guards of this scope ask for."""
    ends = [place[1] for place in places]
    return _Found(
        places,
        sorted(ends) if scope in ("before", "before_last") else ends,
        list(accumulate(ends, max)) if scope in GOVERNING else ends,
        list(accumulate(reversed(ends), min))[::-1] if scope == "between" else ends,
    )


def _all_of(mark: str, words: str) -> list[int]:
    """Where the mark stands; two that follow each other share a space."""
    found, at = [], words.find(mark)
    while at >= 0:
        found.append(at)
        at = words.find(mark, at + len(mark) - 1)
    return found
