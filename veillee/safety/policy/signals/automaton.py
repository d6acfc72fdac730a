"""All phrases of the lexicon in one automaton over words, built from the templates without spelling them out.

First a graph whose nodes are sets of beginnings: beginnings that go on alike share a node, so that its size is that of
the templates and not of the hundred thousand phrases they stand for. Then the same made deterministic, so that reading
a text takes one look-up for each word of each phrase that it begins.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate

from veillee.safety.policy.signals.templates import Sequence

Hits = dict[str, list[tuple[int, int]]]
"""Family → places in `View.words`, in order, each [start, end) with one space on both sides included."""

State = tuple[dict[str, "State"], tuple[str, ...]]
"""Where each next word leads, and the families of the phrase that ends here."""

_Ends = frozenset[tuple[int, str]]
"""Where a template can have come to: nodes, each with the beginning of a word that is not complete yet."""

_Nodes = tuple[int, ...]
ROOT = 0
BEYOND = ""
"""Stands behind the last word and is none."""
START: _Ends = frozenset({(ROOT, "")})


class Builder:
    """Takes phrases one template after the other; `build` makes the automaton of all of them."""

    def __init__(self) -> None:
        self._edges: list[dict[str, list[int]]] = [{}]
        self._families: dict[int, dict[str, None]] = {}
        self._meets: dict[_Ends, int] = {}

    def add(self, template: Sequence, family: str) -> int:
        """All phrases of a template; returns at how many nodes they end."""
        nodes = self._after_words(self._follow(template, START)) - {ROOT}
        for node in nodes:
            self._families.setdefault(node, {})[family] = None
        return len(nodes)

    def words(self) -> set[str]:
        """Every word of every phrase."""
        return {word for edges in self._edges for word in edges}

    def build(self) -> State:
        """The state in which each phrase begins."""
        states: dict[_Nodes, State] = {}
        start = states[ROOT,] = ({}, ())
        left: list[tuple[_Nodes, State]] = [((ROOT,), start)]
        while left:
            nodes, (following, _) = left.pop()
            for word, reached in self._reached(nodes):
                state = states.get(reached)
                if state is None:
                    state = states[reached] = ({}, self._families_of(reached))
                    left.append((reached, state))
                following[word] = state
        return start

    def _reached(self, nodes: _Nodes) -> Iterable[tuple[str, _Nodes]]:
        if len(nodes) == 1:
            merged = self._edges[nodes[0]]
        else:
            merged = {}
            for node in nodes:
                for word, targets in self._edges[node].items():
                    merged[word] = merged[word] + targets if word in merged else targets
        return (
            (word, (targets[0],) if len(targets) == 1 else tuple(sorted({*targets})))
            for word, targets in merged.items()
        )

    def _families_of(self, nodes: _Nodes) -> tuple[str, ...]:
        return tuple(dict.fromkeys(family for node in nodes for family in self._families.get(node, ())))

    def _follow(self, sequence: Sequence, ends: _Ends) -> _Ends:
        for piece in sequence:
            if isinstance(piece, str):
                ends = self._read(piece, ends)
            else:
                ends = frozenset[tuple[int, str]]().union(*(self._follow(choice, ends) for choice in piece))
        return ends

    def _read(self, text: str, ends: _Ends) -> _Ends:
        """On from there by plain text, in which a space ends a word."""
        first, *others = text.split(" ")
        if first:
            ends = frozenset((node, begun + first) for node, begun in ends)
        for word in others:
            ends = frozenset((node, word) for node in self._after_words(ends))
        return ends

    def _after_words(self, ends: _Ends) -> set[int]:
        """The nodes once the words begun are complete: one node for all of them, the same whenever they meet again."""
        nodes = {node for node, begun in ends if not begun}
        begun = frozenset(end for end in ends if end[1]) if nodes else ends
        if begun:
            meet = self._meets.get(begun)
            if meet is None:
                meet = self._meets[begun] = len(self._edges)
                self._edges.append({})
                for node, word in begun:
                    self._edges[node].setdefault(word, []).append(meet)
            nodes.add(meet)
        return nodes


def find(start: State, tokens: list[str]) -> Hits:
    """Every place of every family in the words of a text, which stand one space apart with one before the first."""
    hits: Hits = defaultdict(list)
    # How many letters stand before each word, and before it as many spaces as words.
    letters = list(accumulate(map(len, tokens), initial=0))
    last = [*tokens, BEYOND]
    for at, reached in enumerate(map(start[0].get, tokens)):
        state, end = reached, at
        while state is not None:
            end += 1
            following, families = state
            if families:
                place = letters[at] + at, letters[end] + end + 1
                for family in families:
                    hits[family].append(place)
            if not following:
                break
            state = following.get(last[end])
    return hits
