"""Composition: what families mean together, unless it is denied, reported or told as a story.

A signal has alternatives; each is one family or several joined by `>` (in this order) or `&` (in any order). All
parts lie in one sentence unless `across`, no further than `within` characters from one to the next.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Literal

import msgspec

from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.files import PolicyFile, line_of
from veillee.safety.policy.signals.lexicon import Hits

WITHIN_DEFAULT = 32
TRIES_MAX = 24
OUTSIDE_WORDS_MIN = 2
Place = tuple[int, int]
Places = tuple[Place, ...]
"""Where the parts of one alternative stand in `View.words`."""


class GuardEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that take a signal's force away.

    `chars` bounds `before` and `after`; the end of a sentence ends both, and a comma too unless `over_commas`.
    """

    families: list[str] = []
    scope: Literal["before", "after", "between", "sentence", "before_last", "earlier", "later", "message", "quotes"]
    chars: int = 16
    over_commas: bool = False


class _SignalEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    any: list[str]
    within: int = WITHIN_DEFAULT
    across: bool = False
    unless: list[str] = []
    note: str = ""


class Alternative(msgspec.Struct, frozen=True):
    parts: tuple[tuple[str, ...], ...]
    ordered: bool


class Signal(msgspec.Struct, frozen=True):
    name: str
    alternatives: tuple[Alternative, ...]
    within: int
    across: bool
    guards: tuple[GuardEntry, ...]


class Grammar:
    """All signals of all files. Raises PolicyError when one names a family or guard that does not exist."""

    def __init__(self, files: Iterable[PolicyFile], guards: PolicyFile, families: Iterable[str]) -> None:
        known = set(families)
        self._guards = {name: guards.parse(value, GuardEntry) for name, value in guards.entries()}
        for name, value in guards.entries():
            _check_families(guards, value, self._guards[name].families, known)
        self.signals: dict[str, Signal] = {}
        self._by_family: dict[str, list[tuple[Signal, Alternative]]] = {}
        for file in files:
            for name, value in file.entries():
                self._add(file, name, value, known)

    def find(self, words: str, hits: Hits) -> dict[str, Place]:
        """The signals that hold, each with the first place where it does."""
        found: dict[str, Place] = {}
        for family in hits:
            for signal, alternative in self._by_family.get(family, ()):
                if signal.name not in found:
                    place = _match(words, hits, signal, alternative)
                    if place is not None:
                        found[signal.name] = place
        return found

    def _add(self, file: PolicyFile, name: str, value: object, known: set[str]) -> None:
        entry = file.parse(value, _SignalEntry)
        if name in self.signals or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise PolicyError(file.name, line_of(value), f"signal {name!r} exists already or is not a plain name")
        missing = [guard for guard in entry.unless if guard not in self._guards]
        if missing:
            raise PolicyError(file.name, line_of(value), f"no guard is called {missing[0]!r}")
        alternatives = tuple(_parse(each) for each in entry.any)
        named = [family for each in alternatives for part in each.parts for family in part]
        _check_families(file, value, named, known)
        guards = tuple(self._guards[guard] for guard in entry.unless)
        signal = self.signals[name] = Signal(name, alternatives, entry.within, entry.across, guards)
        for alternative in alternatives:
            for family in alternative.parts[0]:
                self._by_family.setdefault(family, []).append((signal, alternative))


def _check_families(file: PolicyFile, value: object, named: Iterable[str], known: set[str]) -> None:
    for family in named:
        if family not in known:
            raise PolicyError(file.name, line_of(value), f"no family is called {family!r}")


def _parse(written: str) -> Alternative:
    ordered = ">" in written
    parts = re.split(r"\s*[>&]\s*", written.strip())
    return Alternative(tuple(tuple(part.split("|")) for part in parts), ordered)


def _match(words: str, hits: Hits, signal: Signal, alternative: Alternative) -> Place | None:
    """The first place of the alternative that no guard takes away."""
    parts = [_places_of(hits, part) for part in alternative.parts]
    if not all(parts):
        return None
    for anchor in parts[0][:TRIES_MAX]:
        places = _complete(words, anchor, parts[1:], signal, alternative.ordered)
        if places and not any(_guarded(words, hits, places, guard) for guard in signal.guards):
            return min(p[0] for p in places), max(p[1] for p in places)
    return None


def _places_of(hits: Hits, part: tuple[str, ...]) -> list[Place]:
    if len(part) == 1:
        return hits.get(part[0], [])
    return sorted(place for family in part for place in hits.get(family, ()))


def _complete(words: str, anchor: Place, parts: list[list[Place]], signal: Signal, ordered: bool) -> Places | None:
    """The nearest place for each further part."""
    places = [anchor]
    for part in parts:
        near = _nearest(places[-1] if ordered else anchor, part, ordered, signal.within)
        if near is None or (not signal.across and _sentence_ends(words, places[-1] if ordered else anchor, near)):
            return None
        places.append(near)
    return tuple(places)


def _nearest(of: Place, candidates: list[Place], ordered: bool, within: int) -> Place | None:
    """The next candidate after `of`, or unless `ordered` the one before; they share no more than a space."""
    index = bisect_left(candidates, (of[1] - 1, 0))
    if index < len(candidates) and candidates[index][0] - of[1] <= within:
        return candidates[index]
    if not ordered:
        for candidate in reversed(candidates[max(0, index - 4) : index]):
            if candidate[1] - 1 <= of[0] and of[0] - candidate[1] <= within:
                return candidate
    return None


def _sentence_ends(words: str, one: Place, two: Place) -> bool:
    start, end = (one[1], two[0]) if one[0] < two[0] else (two[1], one[0])
    return words.find(" . ", start - 1, end + 1) >= 0


def _guarded(words: str, hits: Hits, places: Places, guard: GuardEntry) -> bool:
    if guard.scope == "quotes":
        return _quoted(words, places)
    return any(
        _stands_against(words, place, places, guard) for family in guard.families for place in hits.get(family, ())
    )


def _quoted(words: str, places: Places) -> bool:
    """All of it stands between quotation marks, and somebody says something outside them."""
    start, end = min(p[0] for p in places), max(p[1] for p in places)
    before, after = words[: start + 1], words[end - 1 :]
    if before.count(' " ') % 2 == 0 or ' " ' not in after:
        return False
    outside = before[: before.find(' " ')] + after[after.rfind(' " ') + 3 :]
    return len(outside.split()) >= OUTSIDE_WORDS_MIN


def _stands_against(words: str, place: Place, places: Places, guard: GuardEntry) -> bool:
    start, end = min(p[0] for p in places), max(p[1] for p in places)
    if guard.scope == "before":
        return _joined(words, place[1], start, guard)
    if guard.scope == "before_last":
        return _joined(words, place[1], max(p[0] for p in places), guard)
    if guard.scope == "after":
        return _joined(words, end, place[0], guard)
    if guard.scope == "sentence":
        return start <= place[0] < end or not _sentence_ends(words, place, (start, end))
    return {
        "message": True,
        "earlier": place[0] < start,
        "later": place[1] > end,
        "between": min(p[1] for p in places) <= place[0] + 1 and place[1] - 1 <= max(p[0] for p in places),
    }[guard.scope]


def _joined(words: str, left: int, right: int, guard: GuardEntry) -> bool:
    """Nothing but a few words lie between the two positions."""
    if not -1 <= right - left <= guard.chars:
        return False
    between = words[max(0, left - 1) : right + 1]
    return " . " not in between and (guard.over_commas or " , " not in between)
