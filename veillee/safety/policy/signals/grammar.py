"""Composition: what families mean together, unless it is denied, reported or told as a story.

A signal has alternatives; each is one family or several joined by `>` (in this order) or `&` (in any order). All
parts lie in one sentence unless `across`, no further than `within` characters from one to the next. One that is `whole`
is not put together from several messages, unless these are but a few words each.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.files import PolicyFile, line_of
from veillee.safety.policy.signals.automaton import Hits
from veillee.safety.policy.signals.guards import Guard, Place, Places, Said, whole

WITHIN_DEFAULT = 32
LOOKED_BACK = 4
"""So many candidates before an anchor are tried."""
WORK_MAX = 450
"""How many places are tried and guards asked in one text; chat needs a tenth, 2,000 characters of it less than 300."""


class _SignalEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    any: list[str]
    within: int = WITHIN_DEFAULT
    across: bool = False
    whole: bool = False
    unless: list[str] = []
    note: str = ""


class Alternative(msgspec.Struct, frozen=True):
    """`needs` are the parts but the first: without a hit in each of them there is no need to look further."""

    parts: tuple[tuple[str, ...], ...]
    ordered: bool
    needs: tuple[tuple[str, ...], ...]


class Signal(msgspec.Struct, frozen=True):
    name: str
    alternatives: tuple[Alternative, ...]
    within: int
    across: bool
    guards: tuple[Guard, ...]


class _Begins(NamedTuple):
    """An alternative, under a family with which it begins."""

    name: str
    need: tuple[str, ...]
    """The first of its needs; empty when it has none."""
    needs: tuple[tuple[str, ...], ...]
    """The others."""
    signal: Signal
    alternative: Alternative


class OverfullError(Exception):
    """More was found in a text than can be put together in time, as in no talk: somebody has to read it."""


class Grammar:
    """All signals of all files. Raises PolicyError when one names a family or guard that does not exist."""

    def __init__(self, files: Iterable[PolicyFile], guards: PolicyFile, families: Iterable[str]) -> None:
        known = set(families)
        self._guards = {name: guards.parse(value, Guard) for name, value in guards.entries()}
        for name, value in guards.entries():
            _check_families(guards, value, self._guards[name].families, known)
        self.signals: dict[str, Signal] = {}
        self._by_family: dict[str, list[_Begins]] = {}
        self.whole_only: frozenset[str] = frozenset()
        for file in files:
            for name, value in file.entries():
                self._add(file, name, value, known)

    def find(self, words: str, hits: Hits) -> tuple[dict[str, Place], set[str]]:
        """The signals that hold, each with the first place where it does; and those whose words are there and excused.

        Raises OverfullError.
        """
        found: dict[str, Place] = {}
        search = _Search(Said(words, hits))
        disjoint = hits.keys().isdisjoint
        for family in hits:
            for name, need, needs, signal, alternative in self._by_family.get(family, ()):
                if (need and disjoint(need)) or name in found or (needs and any(map(disjoint, needs))):
                    continue
                place = search.find(signal, alternative)
                if place is not None:
                    found[name] = place
        return found, search.excused.difference(found)

    def _add(self, file: PolicyFile, name: str, value: object, known: set[str]) -> None:
        entry = file.parse(value, _SignalEntry)
        if name in self.signals or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise PolicyError(file.name, line_of(value), f"signal {name!r} exists already or is not a plain name")
        missing = [guard for guard in entry.unless if guard not in self._guards]
        if missing:
            raise PolicyError(file.name, line_of(value), f"no guard is called {missing[0]!r}")
        if entry.whole:
            self.whole_only |= {name}
        alternatives = tuple(_parse(each) for each in entry.any)
        named = [family for each in alternatives for part in each.parts for family in part]
        _check_families(file, value, named, known)
        guards = tuple(self._guards[guard] for guard in entry.unless)
        signal = self.signals[name] = Signal(name, alternatives, entry.within, entry.across, guards)
        for alternative in alternatives:
            first, others = (alternative.needs or ((),))[0], alternative.needs[1:]
            for family in alternative.parts[0]:
                begins = _Begins(name, first, others, signal, alternative)
                self._by_family.setdefault(family, []).append(begins)


def _check_families(file: PolicyFile, value: object, named: Iterable[str], known: set[str]) -> None:
    for family in named:
        if family not in known:
            raise PolicyError(file.name, line_of(value), f"no family is called {family!r}")


def _parse(written: str) -> Alternative:
    ordered = ">" in written
    parts = re.split(r"\s*[>&]\s*", written.strip())
    families = tuple(tuple(part.split("|")) for part in parts)
    return Alternative(families, ordered, families[1:])


class _Search:
    """Looks for signals in one text, with so much work for all of them: each place tried and guard asked is one."""

    def __init__(self, said: Said) -> None:
        self._said = said
        self.left = WORK_MAX
        self.excused: set[str] = set()

    def find(self, signal: Signal, alternative: Alternative) -> Place | None:
        """The first place of the alternative that no guard takes away."""
        anchors, *others = [self._said.places(part) for part in alternative.parts]
        excused_until = 0
        for anchor in anchors:
            if anchor[0] < excused_until:
                continue
            self.left -= 1
            if self.left < 0:
                raise OverfullError
            places = self._complete(anchor, others, signal, alternative.ordered) if others else (anchor,)
            if places:
                guard = self._guard_of(places, signal)
                if guard is None:
                    return whole(places)
                self.excused.add(signal.name)
                if guard.scope == "lead" and alternative.ordered:
                    excused_until = self._said.next_stop(anchor[0])
        return None

    def _guard_of(self, places: Places, signal: Signal) -> Guard | None:
        """The guard that takes the signal's force away, if one does."""
        self.left -= len(signal.guards)
        return self._said.guard_of(places, signal.guards)

    def _complete(self, anchor: Place, parts: list[list[Place]], signal: Signal, ordered: bool) -> Places | None:
        """The nearest place for each further part."""
        places, of = [anchor], anchor
        for part in parts:
            # The next candidate behind, or unless `ordered` the one before; they share no more than a space.
            index = bisect_left(part, (of[1] - 1,))
            if index < len(part) and part[index][0] - of[1] <= signal.within:
                near = part[index]
            elif ordered:
                return None
            else:
                before = _nearest_before(of, part[max(0, index - LOOKED_BACK) : index], signal.within)
                if before is None:
                    return None
                near = before
            if not signal.across and self._sentence_ends(of, near):
                return None
            places.append(near)
            of = near if ordered else anchor
        return tuple(places)

    def _sentence_ends(self, one: Place, two: Place) -> bool:
        first, second = (one, two) if one[0] < two[0] else (two, one)
        return self._said.sentence_ends(first[1], second[0])


def _nearest_before(of: Place, candidates: list[Place], within: int) -> Place | None:
    """The last of the candidates that ends before `of` does begin."""
    for candidate in reversed(candidates):
        if candidate[1] - 1 <= of[0] and of[0] - candidate[1] <= within:
            return candidate
    return None
