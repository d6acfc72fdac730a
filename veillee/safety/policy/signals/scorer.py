"""A linear scorer over words, pairs of words and letter n-grams: how much a text is like harm of each label.

It only ever lends weight to words that were found otherwise; rules ask for it by `score_LABEL`. Written by `bin/train`.
What a feature weighs for each label stands side by side in one integer, so that a text is added up once for all of
them; its score is a sum over its words, so each word is summed up once and remembered.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import exp, sqrt

from veillee.safety.policy.errors import PolicyError

FILE = "scorer.tsv"
SCALE = 100
"""Weights stand in the file as whole hundredths."""
GRAM_SIZES = (3, 4)
MEMO_WORDS_MAX = 20_000
EXPONENT_MAX = 30.0
BIAS = "bias"
LANE_BITS = 40
LANE_HALF = 1 << LANE_BITS - 1
LANE_MASK = (1 << LANE_BITS) - 1
WEIGHT_MAX = 1_000_000
"""So many hundredths at most: what any text adds up to stays far within one lane."""
LIFTS: dict[str | None, float] = {"weak": -0.4, "strong": 0.6}
"""What the strength of the lexicon's words adds before the sum becomes a probability: from .57 to .71, say."""


def features_of(word: str) -> list[str]:
    """The word and its letter n-grams, with `_` at its edges."""
    edged = f"_{word}_"
    return [edged, *[edged[at : at + size] for size in GRAM_SIZES for at in range(len(edged) - size + 1)]]


def pairs_of(words: list[str]) -> Iterator[str]:
    """Neighbours, as `one two`."""
    return map(" ".join, pairwise(words))


class Scorer:
    """The weights of every label that was trained."""

    def __init__(self, labels: Iterable[str], weights: dict[str, int]) -> None:
        """`weights`: feature → hundredths for each label, that of the n-th label in the n-th lane."""
        self.labels = tuple(labels)
        self._weights = weights
        self._after: dict[str, dict[str, int]] = {}
        """First word of a pair → second word → what the pair weighs."""
        for feature, weight in weights.items():
            one, _, two = feature.partition(" ")
            if two:
                self._after.setdefault(one, {})[two] = weight
        self._lanes = {label: LANE_BITS * at for at, label in enumerate(self.labels)}
        self._halves = sum(LANE_HALF << lane for lane in self._lanes.values())
        self._known: dict[str, int] = {}
        self._memo: dict[str, int] = {}

    def learn(self, words: Iterable[str]) -> None:
        """Sums up words that will be said, before anybody waits for it."""
        self._known = {word: self._sum_up(word) for word in words}

    def forget(self) -> None:
        """Everything but what was learnt."""
        self._memo.clear()

    @classmethod
    def read(cls, text: str) -> "Scorer":
        """From the file's text: labels, then a feature a line. Raises PolicyError with the line that does not fit."""
        head, *rows = text.splitlines()
        labels = head.split("\t")
        lanes = {str(at): LANE_BITS * at for at in range(len(labels))}
        weights: dict[str, int] = {}
        for number, row in enumerate(rows, 2):
            feature, *pairs = row.split("\t")
            try:
                weights[feature] = sum([_in_lane(pair, lanes) for pair in pairs])
            except (ValueError, KeyError) as error:
                raise PolicyError(FILE, number, "must be a feature and then `column:hundredths`") from error
        return cls(labels, weights)

    def score(self, label: str, words: str, strength: str | None = None) -> float:
        """As `scores`, of one label."""
        return self.scores((label,), words, strength)[label]

    def scores(self, labels: Iterable[str], words: str, strength: str | None = None) -> dict[str, float]:
        """How much the words of a view are like each label, 0 to 1; 0 for a label that was not trained.

        `strength` is that of the strongest words of the lexicon among them: what is known before anything is weighed.
        """
        split = words.split()
        known = self._known.get
        total = sum([self._of_word(word) if (weight := known(word)) is None else weight for word in split])
        total += sum([after[two] for one, two in pairwise(split) if (after := self._after.get(one)) and two in after])
        lift, size, bias = LIFTS.get(strength, 0.0), sqrt(max(1, len(split))), self._weights.get(BIAS, 0)
        found = {}
        for label in labels:
            if label not in self._lanes:
                found[label] = 0.0
                continue
            grown = (self._in(label, bias) + self._in(label, total) / size) / SCALE + lift
            found[label] = 1 / (1 + exp(-max(-EXPONENT_MAX, min(EXPONENT_MAX, grown))))
        return found

    def telling(self, label: str, words: str) -> list[str]:
        """The words that speak for the label, the strongest first: what explains a score."""
        said = {word: self._in(label, self._of_word(word)) for word in words.split()}
        return sorted((word for word, weight in said.items() if weight > 0), key=said.__getitem__, reverse=True)

    def _in(self, label: str, total: int) -> int:
        """The hundredths in the lane of a label."""
        return (total + self._halves >> self._lanes[label] & LANE_MASK) - LANE_HALF

    def _of_word(self, word: str) -> int:
        known = self._known.get(word)
        if known is None:
            known = self._memo.get(word)
        if known is None:
            if len(self._memo) >= MEMO_WORDS_MAX:
                self.forget()
            known = self._memo[word] = self._sum_up(word)
        return known

    def _sum_up(self, word: str) -> int:
        return sum(filter(None, map(self._weights.get, features_of(word))))


def _in_lane(pair: str, lanes: dict[str, int]) -> int:
    """`column:hundredths` as a summand. Raises ValueError or KeyError for anything else."""
    column, hundredths = pair.split(":")
    weight = int(hundredths)
    if abs(weight) > WEIGHT_MAX:
        raise ValueError(pair)
    return weight << lanes[column]
