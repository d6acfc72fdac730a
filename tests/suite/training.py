"""`bin/train`: writes `policies/scorer.tsv` from the suite; `bin/train --unseen-functionalities` only measures.

One logistic regression per label by FTRL-proximal (McMahan et al. 2013), whose L1 term leaves few weights. The unseen
set is not read. Measured by leaving out whole functionalities: folds of lines would leak, since lines of one
functionality resemble each other.
"""

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from math import exp, sqrt

import msgspec

from tests.suite.cases import Case, functionalities, ordinary_chat
from veillee.foundation.basics.assets import asset_dir
from veillee.safety.policy import LABELS, Gate
from veillee.safety.policy.signals.scorer import BIAS, FILE, SCALE, Scorer, features_of, pairs_of

SEED, EPOCHS, FOLDS = 2026, 3, 6
ALPHA, BETA, L1, L2 = 0.5, 1.0, 0.4, 0.3
HUNDREDTHS_MIN = 3
SURE = 0.7
Features = dict[str, float]
Weights = dict[str, dict[str, int]]
"""Label → feature → hundredths."""


class Example(msgspec.Struct, frozen=True):
    functionality: str
    label: str
    words: str
    features: Features


class _Learner:
    """The weights of one label."""

    def __init__(self) -> None:
        self._z: dict[str, float] = defaultdict(float)
        self._n: dict[str, float] = defaultdict(float)

    def weight(self, feature: str) -> float:
        z = self._z.get(feature, 0.0)
        if abs(z) <= L1 and feature != BIAS:
            return 0.0
        shrunk = z if feature == BIAS else z - (L1 if z > 0 else -L1)
        return -shrunk / ((BETA + sqrt(self._n[feature])) / ALPHA + L2)

    def learn(self, features: Features, target: bool) -> None:
        weights = {feature: self.weight(feature) for feature in features}
        total = sum(weights[feature] * value for feature, value in features.items())
        wrong = 1 / (1 + exp(-max(-30.0, min(30.0, total)))) - target
        for feature, value in features.items():
            gradient = wrong * value
            n = self._n[feature]
            step = (sqrt(n + gradient * gradient) - sqrt(n)) / ALPHA
            self._z[feature] += gradient - step * weights[feature]
            self._n[feature] = n + gradient * gradient

    def weights(self) -> dict[str, float]:
        found = {feature: self.weight(feature) for feature in self._z}
        return {feature: weight for feature, weight in found.items() if abs(weight) * SCALE >= HUNDREDTHS_MIN}


def examples(read: Callable[[str], str]) -> list[Example]:
    """Every case and chat line as the gate reads it; chat is a functionality of its own, without a label."""

    def of(name: str, label: str, cases: Iterable[Case | str]) -> list[Example]:
        texts = (case if isinstance(case, str) else case.text for case in cases)
        return [Example(name, label, words, _features(words)) for words in map(read, texts)]

    found = of("chat", "", ordinary_chat())
    for name, each in functionalities().items():
        found += of(name, each.label, each.harmful) + of(name, "", each.benign)
    return found


def _features(words: str) -> Features:
    split = words.split()
    counts = Counter(feature for word in split for feature in features_of(word)) + Counter(pairs_of(split))
    norm = sqrt(max(1, len(split)))
    return {feature: count / norm for feature, count in counts.items()} | {BIAS: 1.0}


def train(known: list[Example], labels: Iterable[str]) -> Weights:
    weights: Weights = {}
    for label in labels:
        learner, order = _Learner(), list(known)
        for epoch in range(EPOCHS):
            random.Random(SEED + epoch).shuffle(order)
            for example in order:
                learner.learn(example.features, example.label == label)
        weights[label] = {feature: round(weight * SCALE) for feature, weight in learner.weights().items()}
    return weights


def written(trained: Weights) -> str:
    """The file's text: features in order, so that a diff of two trainings can be read."""
    rows: dict[str, list[str]] = {}
    for column, weights in enumerate(trained.values()):
        for feature, hundredths in weights.items():
            rows.setdefault(feature, []).append(f"{column}:{hundredths}")
    return "\n".join(["\t".join(trained), *("\t".join([each, *rows[each]]) for each in sorted(rows))]) + "\n"


def on_functionalities_left_out(known: list[Example]) -> Iterator[str]:
    """How sure the right label is of harmful cases of functionalities that it was not trained on, and any of twins."""
    names = sorted({example.functionality for example in known} - {"chat"})
    random.Random(SEED).shuffle(names)
    harmful, benign = list[float](), list[float]()
    for fold in range(FOLDS):
        left_out = set(names[fold::FOLDS])
        tested = [example for example in known if example.functionality in left_out]
        labels_left_out = sorted({example.label for example in tested} - {""})
        scorer = Scorer.read(written(train([e for e in known if e.functionality not in left_out], labels_left_out)))
        for example in tested:
            labels = [example.label] if example.label else list(scorer.labels)
            (harmful if example.label else benign).append(max(scorer.score(each, example.words) for each in labels))
    yield "| score | harmful cases | twins, any label |"
    yield "| --- | --- | --- |"
    for at in (0.3, 0.5, SURE, 0.9):
        shares = (sum(score >= at for score in scores) / len(scores) for scores in (harmful, benign))
        yield f"| ≥ {at} | " + " | ".join(f"{share:.1%}" for share in shares) + " |"


def main(arguments: list[str]) -> None:
    policies = asset_dir("policies")
    gate = Gate.load(policies)
    known = examples(gate.words_of)
    if arguments:
        print("\n".join(on_functionalities_left_out(known)))
        return
    (policies / FILE).write_text(written(train(known, LABELS)), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
