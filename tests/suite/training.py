"""`bin/train`: writes `policies/scorer.tsv` from the suite and from the lines of `learnt`.

`bin/train --unseen-functionalities` only measures. One logistic regression per label by FTRL-proximal (McMahan et al.
2013), whose L1 term leaves fewer weights. What is unseen or blind is not read. Measured by leaving out whole
functionalities, and all that one author wrote: folds of lines would leak, since lines of one functionality or one hand
resemble each other.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from math import exp, sqrt

import msgspec

from tests.suite.cases import Case, functionalities, ordinary_chat, written_by
from veillee.foundation.basics.assets import asset_dir
from veillee.safety.policy import LABELS, Gate
from veillee.safety.policy.signals.scorer import ANY, BIAS, FILE, SCALE, Scorer, features_of, pairs_of

SEED, EPOCHS, FOLDS = 2026, 6, 6
ALPHA, BETA, L1, L2 = 0.5, 1.0, 0.1, 0.3
HUNDREDTHS_MIN = 10
WRONG_MIN = 0.002
"""Nothing is learnt from an example on which the weights are so nearly right."""
EXAMPLES_MIN = 3
"""A feature that fewer examples have is not learnt."""
LEARNT_WEIGHT = 3
"""A line that somebody wrote weighs as much as so many that templates made."""
SURE = 0.7
CHAT = "chat"
Features = dict[str, float]
Numbered = list[tuple[int, float]]
Weights = dict[str, dict[str, int]]
"""Label → feature → hundredths."""


class Example(msgspec.Struct, frozen=True):
    functionality: str
    label: str
    words: str
    features: Features
    weight: int = 1


class _Learner:
    """The weights of one label, by the numbers of features; what they are is worked out when they change."""

    def __init__(self, features: list[str]) -> None:
        self._l1 = [0.0 if feature == BIAS else L1 for feature in features]
        self._z = [0.0] * len(features)
        self._n = [0.0] * len(features)
        self.weights = [0.0] * len(features)

    def learn(self, numbered: Numbered, target: bool, weight: int) -> None:
        weights = self.weights
        total = sum([weights[at] * value for at, value in numbered])
        wrong = 1 / (1 + exp(-max(-30.0, min(30.0, total)))) - target
        if abs(wrong) < WRONG_MIN:
            return
        for at, value in numbered:
            gradient = wrong * value * weight
            n = self._n[at]
            self._n[at] = more = n + gradient * gradient
            z = self._z[at] = self._z[at] + gradient - (sqrt(more) - sqrt(n)) / ALPHA * weights[at]
            shrunk = max(0.0, abs(z) - self._l1[at])
            weights[at] = (shrunk if z < 0 else -shrunk) / ((BETA + sqrt(more)) / ALPHA + L2)


def examples(read: Callable[[str], str]) -> list[Example]:
    """Every case and chat line as the gate reads it; chat is a functionality of its own, without a label."""

    def of(name: str, label: str, cases: Iterable[Case | str], weight: int = 1) -> list[Example]:
        texts = (case if isinstance(case, str) else case.text for case in cases)
        return [Example(name, label, words, features_in(words), weight) for words in map(read, texts)]

    found = of(CHAT, "", ordinary_chat())
    for name, each in functionalities().items():
        found += of(name, each.label, each.harmful) + of(name, "", each.benign)
    for name, lines in written_by("learnt").items():
        for label, harmful, twin in lines.pairs:
            found += of(name, label, [harmful], LEARNT_WEIGHT) + of(name, "", [twin], LEARNT_WEIGHT)
        found += of(f"{name} {CHAT}", "", lines.chat, LEARNT_WEIGHT)
    return found


def features_in(words: str) -> Features:
    split = words.split()
    counts = Counter(feature for word in split for feature in features_of(word)) + Counter(pairs_of(split))
    norm = sqrt(max(1, len(split)))
    return {feature: count / norm for feature, count in counts.items()} | {BIAS: 1.0}


def train(known: list[Example], labels: Iterable[str]) -> Weights:
    """Every label's weights, of features that several examples have."""
    counts = Counter(feature for example in known for feature in example.features)
    features = [feature for feature, count in counts.items() if count >= EXAMPLES_MIN]
    number = {feature: at for at, feature in enumerate(features)}
    numbered = [[(number[f], value) for f, value in each.features.items() if f in number] for each in known]
    rounds = [list(range(len(known))) for _ in range(EPOCHS)]
    for epoch, order in enumerate(rounds):
        random.Random(SEED + epoch).shuffle(order)
    trained: Weights = {}
    for label in labels:
        learner = _Learner(features)
        for order in rounds:
            for at in order:
                learner.learn(numbered[at], known[at].label == label, known[at].weight)
        hundredths = zip(features, (round(weight * SCALE) for weight in learner.weights), strict=True)
        trained[label] = {feature: each for feature, each in hundredths if abs(each) >= HUNDREDTHS_MIN}
    return trained


def train_hints(known: list[Example]) -> dict[str, int]:
    """What words by themselves hint at, whatever the label: without pairs, so that it is quick to add up."""
    plain = [
        msgspec.structs.replace(
            each,
            label=ANY if each.label else "",
            features={feature: value for feature, value in each.features.items() if " " not in feature},
        )
        for each in known
    ]
    return train(plain, [ANY])[ANY]


def written(trained: Weights, hints: dict[str, int]) -> str:
    """The file's text: features in order, so that a diff of two trainings can be read."""
    rows: dict[str, list[str]] = {}
    for column, weights in enumerate(trained.values()):
        for feature, hundredths in weights.items():
            rows.setdefault(feature, []).append(f"{column}:{hundredths}")
    for feature, hundredths in hints.items():
        rows.setdefault(feature, []).append(f"{ANY}{hundredths}")
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
        scorer = Scorer.read(written(train([e for e in known if e.functionality not in left_out], labels_left_out), {}))
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
    (policies / FILE).write_text(written(train(known, LABELS), train_hints(known)), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
