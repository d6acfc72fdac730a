"""A linear scorer over words, pairs of words and letter n-grams: how much a text is like harm of each label.

It only ever lends weight to words that were found otherwise; rules ask for it by `score_LABEL`. Written by `bin/train`.
A text's score is a sum over its words, so each word is summed up once and remembered.
"""

from collections import Counter
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
LIFTS: dict[str | None, float] = {"weak": -0.4, "strong": 0.6}
"""What the strength of the lexicon's words adds before the sum becomes a probability: from .57 to .71, say."""
Weights = dict[str, float]
"""Feature → weight."""


def features_of(word: str) -> Iterator[str]:
    """The word and its letter n-grams, with `_` at its edges."""
    edged = f"_{word}_"
    yield edged
    for size in GRAM_SIZES:
        for start in range(len(edged) - size + 1):
            yield edged[start : start + size]


def pairs_of(words: list[str]) -> Iterator[str]:
    """Neighbours, as `one two`."""
    return (f"{one} {two}" for one, two in pairwise(words))


class Scorer:
    """The weights of every label that was trained."""

    def __init__(self, weights: dict[str, Weights]) -> None:
        self.weights = weights
        self._memo: dict[str, dict[str, float]] = {label: {} for label in weights}

    @classmethod
    def read(cls, text: str) -> "Scorer":
        """From the file's text: labels, then a feature a line. Raises PolicyError with the line that does not fit."""
        head, *rows = text.splitlines()
        labels = head.split("\t")
        weights: dict[str, Weights] = {label: {} for label in labels}
        for number, row in enumerate(rows, 2):
            feature, *pairs = row.split("\t")
            try:
                for pair in pairs:
                    column, hundredths = pair.split(":")
                    weights[labels[int(column)]][feature] = int(hundredths) / SCALE
            except (ValueError, IndexError) as error:
                raise PolicyError(FILE, number, "must be a feature and then `column:hundredths`") from error
        return cls(weights)

    def score(self, label: str, words: str, strength: str | None = None) -> float:
        """As `scores`, of one label."""
        return self.scores((label,), words, strength)[label]

    def scores(self, labels: Iterable[str], words: str, strength: str | None = None) -> dict[str, float]:
        """How much the words of a view are like each label, 0 to 1; 0 for a label that was not trained.

        `strength` is that of the strongest words of the lexicon among them: what is known before anything is weighed.
        """
        split = words.split()
        said, pairs = Counter(split).items(), Counter(pairs_of(split)).items()
        lift, size = LIFTS.get(strength, 0.0), sqrt(max(1, len(split)))
        found = {}
        for label in labels:
            weights = self.weights.get(label)
            if weights is None:
                found[label] = 0.0
                continue
            total = sum([self._of_word(label, word) * times for word, times in said])
            total += sum([weights[pair] * times for pair, times in pairs if pair in weights])
            grown = weights.get(BIAS, 0.0) + total / size + lift
            found[label] = 1 / (1 + exp(-max(-EXPONENT_MAX, min(EXPONENT_MAX, grown))))
        return found

    def telling(self, label: str, words: str) -> list[str]:
        """The words that speak for the label, the strongest first: what explains a score."""
        said = {word: self._of_word(label, word) for word in words.split()}
        return sorted((word for word, weight in said.items() if weight > 0), key=said.__getitem__, reverse=True)

    def _of_word(self, label: str, word: str) -> float:
        memo = self._memo[label]
        known = memo.get(word)
        if known is None:
            if len(memo) >= MEMO_WORDS_MAX:
                memo.clear()
            weights = self.weights[label]
            known = memo[word] = sum(weights.get(feature, 0.0) for feature in features_of(word))
        return known
