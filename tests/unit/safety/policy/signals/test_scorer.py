"""The scorer: what it reads, how sure it is, what explains it, and that its training can be repeated."""

import pytest

from tests.suite.training import Example, train, written
from veillee.foundation.basics.assets import asset_dir
from veillee.safety.policy import LABELS, Gate, PolicyError
from veillee.safety.policy.signals.scorer import FILE, Scorer, features_of, pairs_of

SMALL = "threat\thate\nbias\t0:-300\t1:-300\n_couteau_\t0:900\nje te\t0:200\n"


def test_a_score_is_a_sum_over_words_and_pairs() -> None:
    scorer = Scorer.read(SMALL)
    assert scorer.score("threat", " un couteau ") > 0.9
    assert scorer.score("hate", " un couteau ") < 0.1
    assert scorer.score("threat", " je te vois ") > scorer.score("threat", " te vois je ")
    assert scorer.score("spam", " un couteau ") == 0.0
    weak, plain, strong = (scorer.score("threat", " un couteau ", strength) for strength in ("weak", "plain", "strong"))
    assert weak < plain < strong
    assert scorer.telling("threat", " un couteau ") == ["couteau"]


@pytest.mark.parametrize("row", ["x\t7:1", "x\t0", "x\ta:b", "x\t-1:2", "x\t0:9000000"])
def test_a_row_that_is_none_is_named_by_its_line(row: str) -> None:
    with pytest.raises(PolicyError, match=rf"^{FILE}:5: "):
        Scorer.read(SMALL + row)


def test_training_can_be_repeated_and_read_back() -> None:
    def example(label: str, words: str) -> Example:
        split = words.split()
        features = {**dict.fromkeys(pairs_of(split), 1.0)} | {f: 1.0 for word in split for f in features_of(word)}
        return Example(label or "chat", label, words, features | {"bias": 1.0})

    known = [example("threat", "je vais te frapper"), example("", "je vais te voir")] * 40
    text = written(train(known, ["threat"]))
    assert text == written(train(known, ["threat"]))
    scorer = Scorer.read(text)
    assert scorer.score("threat", " je vais te frapper ") > 0.5 > scorer.score("threat", " je vais te voir ")


def test_the_shipped_weights_know_every_label(gate: Gate) -> None:
    scorer = Scorer.read((asset_dir("policies") / FILE).read_text("utf-8"))
    assert set(scorer.labels) == set(LABELS)
    chat = gate.words_of("quelqu'un pour un café samedi ?")
    assert all(scorer.score(label, chat) < 0.5 for label in LABELS)
