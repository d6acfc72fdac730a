"""A linear scorer: how much a text is like harm of each label, by its words, its pairs of words (neighbours and next
but one) and their letter n-grams.

It lends weight to words that were found otherwise, where rules ask for it by `score_LABEL`. Alone it raises
`like_LABEL`, on which a rule may advise and never stop. Written by `bin/train`.
What a feature weighs for each label stands side by side in one integer, so that a text is added up once for all of
them; its score is a sum over its words, so each word is summed up once and remembered.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import exp, log, sqrt

from veillee.safety.policy.errors import PolicyError

FILE = "scorer.tsv"
SCALE = 100
"""Weights stand in the file as whole hundredths."""
GRAM_SIZES = (3, 4)
MEMO_WORDS_MAX = 20_000
EXPONENT_MAX = 30.0
BIAS = "bias"
ANY = "any:"
"""Before the hundredths of what a word hints at whatever the label, last in its line."""
HINT_LOGIT = -0.85
"""Below this, about .3, the words of a text hint at nothing, and it is not looked at closely."""
SCORE_LOGIT_MIN = -2.2
"""Below this, about .1, not even where a signal was raised."""
LIKE = "like_"
"""Prefix of a label: the signal that a text is like harm of it by its words alone."""
LANE_BITS = 48
LANE_HALF = 1 << LANE_BITS - 1
LANE_MASK = (1 << LANE_BITS) - 1
WEIGHT_MAX = 1_000_000
"""So many hundredths at most: what any text adds up to stays far within one lane."""
WORD_CHARS_MAX = 16
WORDS_MAX = 80
"""So many words of a text are looked at for what it is like: more of them would hide it anyway."""
WORDS_MIN = 3
"""Fewer different words say too little, marks, figures and single letters not counted: one that people are called by
says nothing about who says it."""
REPEATED_MAX = 3
"""Words said more often than so many times each, on the average, are no sentence that could be like one."""
ROOT_SCALE = 64
"""Square roots of the number of words are whole numbers of sixty-fourths where lanes are compared."""
LIFTS: dict[str | None, float] = {"weak": -0.4, "strong": 0.6}
"""What the strength of the lexicon's words adds before the sum becomes a probability: from .57 to .71, say."""

_Pairs = dict[str, dict[str, int]]
"""First word of a pair → second word → what the pair weighs."""


def features_of(word: str) -> list[str]:
    """The word and its letter n-grams, with `_` at its edges."""
    edged = f"_{word[:WORD_CHARS_MAX]}_"
    return [edged, *[edged[at : at + size] for size in GRAM_SIZES for at in range(len(edged) - size + 1)]]


def pairs_of(words: list[str]) -> Iterator[str]:
    """Neighbours, as `one two`; and who stand next but one, as `one * two`."""
    yield from map(" ".join, pairwise(words))
    yield from map(" * ".join, zip(words, words[2:], strict=False))


class Scorer:
    """The weights of every label that was trained."""

    def __init__(self, labels: Iterable[str], weights: dict[str, int], hints: dict[str, int]) -> None:
        """`weights`: feature → hundredths for each label, that of the n-th label in the n-th lane.

        `hints`: feature of a word → hundredths for any label.
        """
        self.labels = tuple(labels)
        self._weights = {feature: weight for feature, weight in weights.items() if " " not in feature}
        self._after: _Pairs = {}
        self._beyond: _Pairs = {}
        for feature, weight in weights.items():
            one, _, two = feature.partition(" ")
            if two:
                pairs = self._beyond if two.startswith("* ") else self._after
                pairs.setdefault(one, {})[two.removeprefix("* ")] = weight
        self._lanes = {label: LANE_BITS * at for at, label in enumerate(self.labels)}
        self._halves = sum(LANE_HALF << lane for lane in self._lanes.values())
        self._alerts: dict[str, int] = {}
        self._needed = 0
        self._sums = _Sums(self._weights)
        self._hints, self._hint_bias = _Sums(hints), hints.get(BIAS, 0)

    def learn(self, words: Iterable[str]) -> None:
        """Sums up words that will be said, before anybody waits for it."""
        for word in words:
            features = features_of(word)
            self._sums.learn(word, features)
            self._hints.learn(word, features)

    def forget(self) -> None:
        """Everything but what was learnt."""
        self._sums.forget()
        self._hints.forget()

    def alert(self, scores: Mapping[str, float]) -> None:
        """From which score on, between 0 and 1, a text is like harm of a label by itself. Others never are."""
        known = {label: score for label, score in scores.items() if label in self._lanes}
        self._alerts = {LIKE + label: self._lanes[label] + LANE_BITS - 1 for label in known}
        bias = self._weights.get(BIAS, 0)
        needed = {
            label: round(SCALE * log(score / (1 - score))) - self._in(label, bias) for label, score in known.items()
        }
        self._needed = sum(hundredths << self._lanes[label] for label, hundredths in needed.items())

    def alike(self, split: list[str]) -> list[str]:
        """The signals of the labels that the words of a view are like by themselves.

        What words alone hint at is added up first: hardly anybody's talk is looked at closely. Then all lanes are
        compared at once: a label's topmost bit is left when its sum reaches what is needed.
        """
        split = split[:WORDS_MAX]
        if self._hints_at_less(split, HINT_LOGIT) or _says_little(split):
            return []
        root = sqrt(len(split))
        found = self._add_up(split) * ROOT_SCALE - self._needed * round(ROOT_SCALE * root) + self._halves
        return [signal for signal, bit in self._alerts.items() if found >> bit & 1]

    @classmethod
    def read(cls, text: str) -> "Scorer":
        """From the file's text: labels, then a feature a line. Raises PolicyError with the line that does not fit.

        In each line `column:hundredths` for labels, numbered as in the first line, and for `ANY` of them.
        """
        head, *rows = text.splitlines()
        labels = head.split("\t")
        lanes = {str(at): LANE_BITS * at for at in range(len(labels))}
        weights, hints = dict[str, int](), dict[str, int]()
        for number, row in enumerate(rows, 2):
            feature, *columns = row.split("\t")
            try:
                if columns and columns[-1].startswith(ANY):
                    hints[feature] = _hundredths(columns.pop().removeprefix(ANY))
                if columns:
                    weights[feature] = sum([_in_lane(each, lanes) for each in columns])
            except (ValueError, KeyError) as error:
                raise PolicyError(FILE, number, "must be a feature and then `column:hundredths`") from error
        return cls(labels, weights, hints)

    def score(self, label: str, words: str, strength: str | None = None) -> float:
        """As `scores`, of one label."""
        return self.scores((label,), words, strength)[label]

    def scores(self, labels: Iterable[str], words: str, strength: str | None = None) -> dict[str, float]:
        """How much the words of a view are like each label, 0 to 1.

        0 for a label that was not trained, and for all of them where the words hint at nothing.

        `strength` is that of the strongest words of the lexicon among them: what is known before anything is weighed.
        """
        split = words.split()
        if self._hints_at_less(split, SCORE_LOGIT_MIN):
            return dict.fromkeys(labels, 0.0)
        total = self._add_up(split)
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
        said = {word: self._in(label, self._sums[word]) for word in words.split()[:WORDS_MAX]}
        return sorted((word for word, weight in said.items() if weight > 0), key=said.__getitem__, reverse=True)

    def _hints_at_less(self, split: list[str], logit: float) -> bool:
        """Whether words taken one by one are less like harm than that, whatever the label."""
        return sum(map(self._hints.__getitem__, split)) < (logit * SCALE - self._hint_bias) * sqrt(len(split))

    def _add_up(self, split: list[str]) -> int:
        """What words and pairs weigh."""
        total = sum(map(self._sums.__getitem__, split))
        after, beyond = self._after.get, self._beyond.get
        total += sum([pairs[two] for one, two in pairwise(split) if (pairs := after(one)) and two in pairs])
        ends = zip(split, split[2:], strict=False)
        return total + sum([pairs[two] for one, two in ends if (pairs := beyond(one)) and two in pairs])

    def _in(self, label: str, total: int) -> int:
        """The hundredths in the lane of a label."""
        return (total + self._halves >> self._lanes[label] & LANE_MASK) - LANE_HALF


class _Sums(dict[str, int]):
    """Word → what its features weigh together; a new one is summed up when it is first asked for, and remembered."""

    def __init__(self, weights: dict[str, int]) -> None:
        self._weights = weights
        self._learnt = 0

    def learn(self, word: str, features: list[str]) -> None:
        self[word] = sum(filter(None, map(self._weights.get, features)))
        self._learnt = len(self)

    def forget(self) -> None:
        """Everything but what was learnt, which stands first."""
        for word in [*self][self._learnt :]:
            del self[word]

    def __missing__(self, word: str) -> int:
        if len(self) >= self._learnt + MEMO_WORDS_MAX:
            self.forget()
        total = self[word] = sum(filter(None, map(self._weights.get, features_of(word))))
        return total


def _says_little(split: list[str]) -> bool:
    different = frozenset(split)
    words = sum(len(word) > 1 and word.isalpha() for word in different)
    return words < WORDS_MIN or len(different) * REPEATED_MAX < len(split)


def _in_lane(written: str, lanes: dict[str, int]) -> int:
    """`column:hundredths` as a summand. Raises ValueError or KeyError for anything else."""
    column, hundredths = written.split(":")
    return _hundredths(hundredths) << lanes[column]


def _hundredths(written: str) -> int:
    """Raises ValueError for anything that is no weight."""
    weight = int(written)
    if abs(weight) > WEIGHT_MAX:
        raise ValueError(written)
    return weight
