"""The scorer trained on a published set itself, as the references measured on it were; nothing of it is kept."""

import random
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from tests.suite import outside
from tests.suite.measures import macro_f1
from tests.suite.training import SEED, Example, features_in, train, written
from veillee.safety.policy.signals.scorer import Scorer

T = TypeVar("T")
LABEL = "there"
FOLDS = 10
HAM_STOPPED_MAX = 0.001
Read = Callable[[str], str]
Scored = list[tuple[float, bool]]
"""How sure the scorer is of a line, and whether it should be."""


def on_convabuse(read: Read, folder: Path) -> float:
    """Macro-F1 on the test part of what learnt from the training part; from the score on that suits the valid part."""
    scorer = _learn(read, outside.convabuse(folder, "train"))
    valid, test = (_score(scorer, read, outside.convabuse(folder, part)) for part in ("valid", "test"))
    best = max((each / 100 for each in range(5, 100, 5)), key=lambda least: _macro_f1(valid, least))
    return _macro_f1(test, best)


def on_sms(read: Read, folder: Path) -> tuple[float, float]:
    """Shares of spam caught and of ham stopped, in ten folds; lines that differ in figures and marks alone share one.

    In each fold from the score on that stops one in a thousand of the ham in the others.
    """
    groups: dict[str, list[outside.Row]] = {}
    for row in outside.sms(folder):
        groups.setdefault(re.sub(r"[\W\d_]+", " ", row[0].lower()).strip(), []).append(row)
    names = sorted(groups)
    random.Random(SEED).shuffle(names)
    folds = [[row for name in names[fold::FOLDS] for row in groups[name]] for fold in range(FOLDS)]
    scored = [_score(_learn(read, _others(folds, fold)), read, folds[fold]) for fold in range(FOLDS)]
    caught, stopped = list[bool](), list[bool]()
    for fold, lines in enumerate(scored):
        ham = sorted((score for score, spam in _others(scored, fold) if not spam), reverse=True)
        least = ham[int(HAM_STOPPED_MAX * len(ham))]
        for score, spam in lines:
            (caught if spam else stopped).append(score > least)
    return sum(caught) / len(caught), sum(stopped) / len(stopped)


def _others(folds: list[list[T]], left_out: int) -> Iterator[T]:
    return (row for fold, rows in enumerate(folds) if fold != left_out for row in rows)


def _learn(read: Read, rows: Iterable[outside.Row]) -> Scorer:
    lines = ((read(text), wanted) for text, wanted, _ in rows)
    known = [Example(LABEL, LABEL if wanted else "", words, features_in(words)) for words, wanted in lines]
    return Scorer.read(written(train(known, [LABEL]), {}))


def _score(scorer: Scorer, read: Read, rows: Iterable[outside.Row]) -> Scored:
    return [(scorer.score(LABEL, read(text)), wanted) for text, wanted, _ in rows]


def _macro_f1(scored: Scored, least: float) -> float:
    return macro_f1((wanted, score >= least) for score, wanted in scored)
